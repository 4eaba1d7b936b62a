import os

key = os.environ.get("ANTHROPIC_API_KEY", "")
token = os.environ.get("ANTHROPIC_AUTH_TOKEN", "")
if not key and not token:
    raise ValueError("this process has no ANTHROPIC_API_KEY")
for name, value in ("ANTHROPIC_API_KEY", key), ("ANTHROPIC_AUTH_TOKEN", token):
    if not value.isascii() or set(value) & set(" \t\r\n\"'"):
        raise ValueError(f"{name} holds quotes, blanks or a line end")
if key.startswith("sk-ant-oat"):
    raise ValueError("ANTHROPIC_API_KEY holds a token of a subscription")
given = key or token
shown = given[-4:] if len(given) > 24 else "…"  # not of a short one
print(f"{'key' if key else 'token'} that ends in {shown}")
