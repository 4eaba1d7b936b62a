from anthropic import BaseModel

def with_fitting_ttl(request):
    """After a cache mark of 5 minutes, all later ones have 5 minutes, too."""
    order = "tools", "system", "messages", "content", "source"
    short = False

    def fit(value):  # the request, a tool, a turn, or a block
        nonlocal short
        if not value or isinstance(value, (str, BaseModel)):
            return value  # text, or an answer of the SDK: it has no marks
        if not isinstance(value, dict):  # any iterable
            return [*map(fit, value)]
        fitted = {k: fit(value[k]) for k in order if k in value}
        mark = value.get("cache_control")
        if mark and mark.get("ttl") != "1h":
            short = True
        elif mark and short:
            fitted["cache_control"] = {**mark, "ttl": "5m"}
        return {**value, **fitted}

    return fit(request)
