type Json = { [name: string]: any };
function clean(schema: any): any { // names that the API accepts, at every depth
  if (Array.isArray(schema)) return schema.map(clean);
  if (schema === null || typeof schema !== "object") return schema;
  const fix = (name: string) => name.replace(/[^\w.-]+/g, "_").slice(0, 64);
  return Object.fromEntries(Object.entries<any>(schema).map(([key, value]) =>
    [key, key === "required" ? value.map(fix)
      : key !== "properties" ? clean(value)
      : Object.fromEntries(Object.entries(value ?? {}).map(
          ([name, inner]) => [fix(name), clean(inner)]))]));
}
/** Your tools with object schemas; server tools stay as they are. */
function cleanTools(tools: Json[]) {
  return tools.map((tool) => {
    if (!["custom", "function", undefined].includes(tool["type"])) return tool;
    const { type, function: inner, parameters, input_schema, ...rest } =
      { ...tool, ...tool["function"] };
    let given = parameters ?? input_schema ?? {};
    if (["anyOf", "oneOf", "allOf"].some((key) => key in given)) // one deeper
      given = { $defs: given.$defs ?? {}, properties: { input: given } };
    return { ...rest, input_schema: { ...clean(given), type: "object" } };
  });
}
