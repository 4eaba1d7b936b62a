import { createHash } from "node:crypto";

const newNames = new Map<string, string>(); // yours -> new; for calls: back

function clean(name: string) { // the same in every process
  if (/^[a-zA-Z0-9_-]{1,128}$/.test(name)) return name;
  const mark = createHash("sha256").update(name).digest("hex").slice(0, 8);
  const start = name.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(0, 100);
  return newNames.set(name, `${start}_${mark}`).get(name);
}

/** Names that the API allows, in tools, tool_choice and the history. */
function cleanNames<Request extends object>(request: Request): Request {
  const parts = ["tools", "tool_choice", "messages", "content"];
  const rename = (item: any): any => { // a tool, a choice, a turn, a block
    if (Array.isArray(item)) return item.map(rename);
    if (Object(item) !== item || /^mcp_/.test(item.type)) return item;
    const renamed = { ...item };
    for (const key of parts) if (key in item) renamed[key] = rename(item[key]);
    for (const key of ["name", "tool_name"])
      if (key in item) renamed[key] = clean(item[key]);
    return renamed;
  };
  return rename(request);
}
