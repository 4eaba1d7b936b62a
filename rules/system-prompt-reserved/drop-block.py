RESERVED = "x-anthropic-billing-header"

def without_attribution(request):
    """Without the line of system that Anthropic's API alone reads."""
    def clean(text):
        lines = text.splitlines(keepends=True)
        return "".join(x for x in lines if not x.startswith(RESERVED))

    system = request.get("system") or ""
    if isinstance(system, str):
        kept = clean(system)
    else:
        kept = [{**block, "text": clean(block["text"])} for block in system]
        kept = [block for block in kept if block["text"].strip()]
    rest = {k: v for k, v in request.items() if k != "system"}
    return {**rest, "system": kept} if kept else rest
