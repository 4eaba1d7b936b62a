key = client.api_key or ""
print(f"{key[:12]}… has {len(key)} characters")
print("blanks or line ends around it:", key != key.strip())
