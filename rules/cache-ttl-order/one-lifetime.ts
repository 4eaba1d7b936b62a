/** After a cache mark of 5 minutes, all later ones have 5 minutes, too. */
function withFittingTtl<Request extends object>(request: Request): Request {
  const order = ["tools", "system", "messages", "content", "source"];
  let short = false;
  const fit = (value: any): any => { // the request, a tool, turn or block
    if (Array.isArray(value)) return value.map(fit);
    if (!value || typeof value !== "object") return value;
    const fitted = { ...value };
    for (const key of order) if (key in value) fitted[key] = fit(value[key]);
    const mark = value.cache_control;
    if (mark && mark.ttl !== "1h") short = true;
    else if (mark && short) fitted.cache_control = { ...mark, ttl: "5m" };
    return fitted;
  };
  return fit(request);
}
