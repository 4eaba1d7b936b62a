message = client.messages.create(  # no betas=["context-1m-2025-08-07"]
    model=model,
    max_tokens=1024,
    messages=messages,
)
