def adaptive(request, effort="high"):
    """The request for a model that decides by itself how long it thinks."""
    config = {**(request.get("output_config") or {}), "effort": effort}
    thinking = {"type": "adaptive"}
    return {**request, "thinking": thinking, "output_config": config}
