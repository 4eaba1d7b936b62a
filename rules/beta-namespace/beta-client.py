message = client.beta.messages.create(
    model=model,
    max_tokens=1024,
    betas=["mcp-client-2025-11-20"],  # the name from the feature's page
    messages=messages,
)
