function clean(part: any, key = "", top = "#"): any { // what is under a key
  if (/^(const|default|enum|examples)$/.test(key)) return part; // data
  if (key === "required" && !Array.isArray(part)) return []; // draft 3
  if (key === "$ref") return part.replace(/^#(?=$|\/(?!\$d|def))/, top);
  if ((Object(part) !== part || Array.isArray(part)) && key !== "properties")
    return part?.map?.((one: any) => clean(one, "", top)) ?? part;
  const own = /^(properties|depend|patternP|\$defs|definitions)/.test(key);
  return Object.fromEntries(Object.entries<any>(part ?? {}).map(([k, x]) =>
    [!own && k === "items" && Array.isArray(x) ? "prefixItems" : k, // draft 7
      clean(x, own ? "" : k, top)]));
}
function cleanTools(tools: any[]) { return tools.map((tool) => {
  if (tool.type?.includes("_")) return tool; // web_search_20250305 stays
  const t = { ...tool, ...tool.function };
  const kept = Object.fromEntries(Object.entries(t).filter(([key]) =>
    /^(name|desc|strict|cache|defer|input_ex|eager|allowed)/.test(key)));
  let s: any = { ...(t.parameters ?? t.inputSchema ?? t.input_schema) };
  const { type = "object" } = s;
  if (type !== "object" || /Of|enum|const/.test(`${Object.keys(s)}`)) {
    s = clean(s, "", "#/properties/input");
    const { $defs, definitions } = s, properties = { input: s };
    s = { $defs, definitions, properties, required: ["input"] };
  }
  return { ...kept, input_schema: { ...clean(s), type: "object" } };
}); }
