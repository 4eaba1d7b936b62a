/** The request with one ttl for all cache marks; inputs stay. */
function withOneLifetime<T>(request: T, ttl = "5m"): T {
  const walk = (value: any): any => {
    if (Array.isArray(value)) return value.map(walk);
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [
      name,
      name === "cache_control" && inner ? { ...inner, ttl }
        : name === "input" || name === "input_schema" ? inner
        : walk(inner),
    ]));
  };
  return walk(request);
}
