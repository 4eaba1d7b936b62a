message = client.messages.create(
    model=model,
    max_tokens=1024,  # was max_tokens_to_sample
    # system="…",     # what stood before the first "Human:"
    messages=messages,  # without "Human:" and "Assistant:"
)
