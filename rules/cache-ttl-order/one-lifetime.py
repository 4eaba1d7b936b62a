def with_one_lifetime(request, ttl="5m"):
    """The request with one ttl for all cache marks; inputs stay."""
    def walk(value):
        if isinstance(value, list):
            return [walk(one) for one in value]
        if not isinstance(value, dict):
            return value
        return {
            name: {**inner, "ttl": ttl} if name == "cache_control" and inner
            else inner if name in ("input", "input_schema")
            else walk(inner)
            for name, inner in value.items()
        }
    return walk(request)
