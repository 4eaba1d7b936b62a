key = client.api_key or ""
# A shorter key, or one of a gateway, would be shown whole or in part.
shown = key[:12] if key.startswith("sk-ant-") and len(key) > 24 else "a key"
print(f"{shown}… has {len(key)} characters")
print("blanks or line ends around it:", key != key.strip())
