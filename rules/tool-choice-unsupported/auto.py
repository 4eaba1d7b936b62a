def without_force(request):
    """The same request, with the model free to call a tool or not."""
    choice = dict(request.get("tool_choice") or {})
    if choice.pop("type", None) not in ("any", "tool"):
        return request
    choice.pop("name", None)
    return {**request, "tool_choice": {**choice, "type": "auto"}}
