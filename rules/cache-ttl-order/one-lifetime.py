def with_fitting_ttl(request):
    """After a cache mark of 5 minutes, all later ones have 5 minutes, too."""
    order = "tools", "system", "messages", "content", "source"
    short = False

    def fit(value):  # the request, a tool, a turn, or a block
        nonlocal short
        if isinstance(value, (list, tuple)):
            return [*map(fit, value)]
        if not isinstance(value, dict):
            return value  # text, or an answer of the SDK: it has no marks
        fitted = {k: fit(value[k]) for k in order if k in value}
        mark = value.get("cache_control")
        if mark and mark.get("ttl") != "1h":
            short = True
        elif mark and short:
            fitted["cache_control"] = {**mark, "ttl": "5m"}
        return {**value, **fitted}

    return fit(request)
