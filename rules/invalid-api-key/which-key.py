key = client.api_key or ""
begin = key[: 12 if len(key) > 24 else 7]  # what follows is secret
begin = begin if begin.startswith("sk-ant-") else "a key"
print(f"{begin}… has {len(key)} characters")
print("blanks or line ends around it:", key != key.strip())
