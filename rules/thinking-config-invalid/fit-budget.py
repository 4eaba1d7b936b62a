answer, budget = 2_000, 4_000  # tokens of the visible answer, of thinking
message = client.messages.create(
    model="claude-sonnet-4-5",
    max_tokens=budget + answer,  # thinking counts towards it
    thinking={"type": "enabled", "budget_tokens": budget},  # 1,024 or more
    messages=messages,
)
