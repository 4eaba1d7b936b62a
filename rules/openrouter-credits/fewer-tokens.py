message = client.messages.create(
    model=model,
    max_tokens=1024,  # below what the message says you can afford
    messages=messages,
)
