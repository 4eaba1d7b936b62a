/** Marks only where they count: tools, system, then the newest turns. */
function keepBreakpoints<Request extends object>(
  request: Request, most = 4,
): Request {
  const order = ["tools", "system", "messages", "content", "source"];
  let left = most;
  const keep = (value: any): any => { // the request, a tool, turn or block
    if (Array.isArray(value)) return [...value].reverse().map(keep).reverse();
    if (!value || typeof value !== "object") return value;
    const kept = { ...value };
    if (kept.cache_control && --left < 0) delete kept.cache_control;
    for (const key of order) if (key in kept) kept[key] = keep(kept[key]);
    return kept;
  };
  return keep(request);
}
