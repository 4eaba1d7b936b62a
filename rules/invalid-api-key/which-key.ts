const key = client.apiKey ?? "";
const begin = key.slice(0, key.length > 24 ? 12 : 7); // the rest is secret
const shown = begin.startsWith("sk-ant-") ? begin : "a key";
console.log(`${shown}… has ${key.length} characters`);
console.log("blanks or line ends around it:", key !== key.trim());
