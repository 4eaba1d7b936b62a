RESERVED = "x-anthropic-billing-header"

def without_attribution(request):
    """Without the block of system that Anthropic's API alone reads."""
    system = request.get("system") or []
    if isinstance(system, str):
        lines = system.splitlines(keepends=True)
        kept = "".join(x for x in lines if not x.startswith(RESERVED))
    else:
        kept = [x for x in system if not x["text"].startswith(RESERVED)]
    rest = {k: v for k, v in request.items() if k != "system"}
    return {**rest, "system": kept} if kept else rest
