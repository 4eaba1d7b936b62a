type Json = { [name: string]: any };
/** The schema with property names that the API accepts, at every depth. */
function clean(schema: any): any {
  if (Array.isArray(schema)) return schema.map(clean);
  if (schema === null || typeof schema !== "object") return schema;
  const kept: Json = {};
  for (const name in schema) kept[name] = clean(schema[name]);
  const fix = (name: string) => name.replace(/[^\w.-]+/g, "_").slice(0, 64);
  const { properties, required = [] } = kept;
  if (properties === null || typeof properties !== "object") return kept;
  const named = Object.entries(properties).map(([n, value]) => [fix(n), value]);
  return { ...kept, properties: Object.fromEntries(named),
    required: required.map(fix) };
}

/** Your tools with object schemas; server tools stay as they are. */
function cleanTools(tools: Json[]) {
  return tools.map((tool) => {
    if (!["custom", "function", undefined].includes(tool["type"])) return tool;
    const { type, function: inner, parameters, ...rest } =
      { ...tool, ...tool["function"] };
    const schema = clean(parameters ?? rest["input_schema"] ?? {});
    return { ...rest, input_schema: { ...schema, type: "object" } };
  });
}
