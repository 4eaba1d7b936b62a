"""Treats a blocked answer as an outcome: before the stream and in the middle of it."""

import anthropic

client = anthropic.Anthropic()
QUESTIONS = [
    "Write out the whole Apache License 2.0.",
    "Say in three sentences what the Apache License 2.0 allows.",  # what to ask when the first is blocked
]


# fix:begin
def ask(question: str) -> str | None:
    """The answer, or None where the content filter blocked it."""
    try:
        with client.messages.stream(
            model="claude-sonnet-4-6",
            max_tokens=1024,
            messages=[{"role": "user", "content": question}],
        ) as stream:
            return stream.get_final_text()
    except anthropic.APIStatusError as error:
        if "content filtering policy" not in str(error):
            raise
        return None
# fix:end


for question in QUESTIONS:
    if answer := ask(question):
        print(answer)
        break
else:
    raise SystemExit("Blocked by the content filter: ask for something else.")
