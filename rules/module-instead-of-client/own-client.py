import anthropic

client = anthropic.Anthropic()  # once; it reads ANTHROPIC_API_KEY
message = client.messages.create(
    model=model, max_tokens=1024, messages=messages
)
