let n = 0; const newNames = Object.create(null); // yours -> new; turn for calls
const fix = (name: string): string => /^[\w.-]{1,64}$/.test(name) ? name
  : (newNames[name] ??= `${name.replace(/\W/g, "_").slice(0, 50)}_new${n++}`);
function clean(part: any, key = "items"): any {
  if (/^(const|default|enum|examples)$/.test(key)) return part;
  if (key === "required") return part?.map?.(fix); // draft 3 has true
  if ((Object(part) !== part || Array.isArray(part)) && key !== "properties")
    return part?.map?.((one: any) => key ? clean(one) : fix(one)) ?? part;
  const own = key.match(/^(properties|depend\w+)$|^(\$defs|definitions)$/);
  return Object.fromEntries(Object.entries<any>(part ?? {}).map(([k, x]) =>
    [own?.[1] ? fix(k) : k === "items" && x?.length ? "prefixItems" : k,
      clean(x, own ? "" : k)]));
}
const cleanTool = (tool: any) => {
  if (tool.type?.includes("_")) return tool; // web_search_20250305 stays
  const t = { ...tool, ...tool.function };
  const kept = Object.fromEntries(Object.entries(t).filter(([key]) =>
    /^(name|desc|strict|cache|defer|input_ex|eager|allowed)/.test(key)));
  let s = t.parameters ?? t.inputSchema ?? t.input_schema ?? {};
  const { $defs, definitions } = s, keys = Object.keys(s).join();
  if ((s.type ?? "object") !== "object" || /Of|enum|const/.test(keys))
    s = { $defs, definitions, properties: { input: s }, required: ["input"] };
  return { ...kept, input_schema: { ...clean(s), type: "object" } };
};
function cleanTools(tools: any[]) { return tools.map(cleanTool); }
