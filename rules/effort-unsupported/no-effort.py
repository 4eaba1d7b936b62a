def without_effort(request):
    """The request without effort; a format stays in output_config."""
    rest = {k: v for k, v in request.items() if k != "output_config"}
    config = dict(request.get("output_config") or {})
    config.pop("effort", None)
    return {**rest, "output_config": config} if config else rest
