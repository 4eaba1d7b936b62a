message = client.beta.messages.create(
    model=model, max_tokens=1024, messages=messages,
    betas=["computer-use-2025-11-24"],  # the one that the type needs
    tools=[{"type": "computer_20251124", "name": "computer",
            "display_width_px": 1024, "display_height_px": 768}],
)
