def adaptive(request, effort="high"):
    """The request for a model that decides by itself how long it thinks."""
    config = {"effort": effort, **(request.get("output_config") or {})}
    given = request.get("thinking") or {}  # its budget goes
    if given.get("type") == "disabled":  # refused or the default: left out
        return {key: request[key] for key in request if key != "thinking"}
    shown = {key: given[key] for key in given if key == "display"}
    thinking = {**shown, "type": "adaptive"}
    return {**request, "thinking": thinking, "output_config": config}
