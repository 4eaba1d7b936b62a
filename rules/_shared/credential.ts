const key = process.env["ANTHROPIC_API_KEY"] ?? "";
const token = process.env["ANTHROPIC_AUTH_TOKEN"] ?? "";
if (!key && !token) throw new Error("this process has no ANTHROPIC_API_KEY");
for (const value of [key, token]) {
  if (/[^\x21-\x7e]|^["']|["']$/.test(value))
    throw new Error("the credential holds quotes, blanks or a line end");
}
if (key.startsWith("sk-ant-oat"))
  throw new Error("ANTHROPIC_API_KEY holds a token of a subscription");
const kind = key ? "key" : "token";
const shown = /.{20}(.{4})$/.exec(key || token)?.[1] ?? "…"; // of a long one
console.log(`${kind} that ends in ${shown}`);
