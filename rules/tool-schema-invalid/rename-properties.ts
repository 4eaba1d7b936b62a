let n = 0; const newNames = Object.create(null); // yours -> new; turn for calls
const fix = (name: string): string => /^[\w.-]{1,64}$/.test(name) ? name
  : (newNames[name] ??= `${name.replace(/\W/g, "_").slice(0, 50)}_new${n++}`);

const steps = // of a $ref, such as "/properties/a%20b"
  /\/(?:(properties|dependentSchemas)|\$defs|definitions)\/([^/]+)/g;
const fixStep = (step: string, word: string | undefined, name: string) =>
  word ? `/${word}/${fix(name.replace(/(%[\da-f]{2})+/gi, decodeURIComponent)
    .replaceAll("~1", "/").replaceAll("~0", "~"))}` : step;

function rename(part: any, key = ""): any { // a schema, or what is under a key
  if (/^(const|default|enum|examples)$/.test(key)) return part; // data
  if (key === "$ref") return part.replace(steps, fixStep);
  if (Array.isArray(part)) return part.map((one) =>
    /^(required)?$/.test(key) ? fix(one) : rename(one));
  if (Object(part) !== part) return part;
  const own = key.match(/^(properties|depend)|^(patternP|\$defs|definitions)/);
  return Object.fromEntries(Object.entries<any>(part).map(([k, x]) =>
    [own?.[1] ? fix(k) : k, rename(x, own ? "" : k)]));
}

function renameProperties(tools: any[]) {
  return tools.map((tool) => tool.input_schema
    ? { ...tool, input_schema: rename(tool.input_schema) } : tool);
}
