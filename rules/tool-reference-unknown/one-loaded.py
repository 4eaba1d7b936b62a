def with_one_loaded(tools):
    """The search tool is never deferred; without one, not every tool is."""
    tools = [
        {k: v for k, v in tool.items() if k != "defer_loading"}
        if str(tool.get("type", "")).startswith("tool_search_tool") else tool
        for tool in tools
    ]
    if tools and all(tool.get("defer_loading") for tool in tools):
        tools[0] = {**tools[0], "defer_loading": False}
    return tools
