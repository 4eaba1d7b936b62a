"""Drops the oldest exchanges when the API says that the history is too long."""

import re
from typing import Any

import anthropic

MODEL = "claude-sonnet-4-6"

client = anthropic.Anthropic()
history: list[Any] = []  # a stand-in for your history
for number in range(40):
    history += [
        {"role": "user", "content": f"Question {number}? " + "Some detail. " * 20},
        {"role": "assistant", "content": f"Answer {number}."},
    ]
history.append({"role": "user", "content": "Say hello."})


# fix:begin
def asks(message: Any) -> bool:
    """A turn where a history may begin: a question, not the results of tool calls."""
    if message["role"] != "user" or isinstance(message["content"], str):
        return message["role"] == "user"
    return all(block["type"] != "tool_result" for block in message["content"])


def fit(messages: list[Any], limit: int) -> list[Any]:
    """The newest exchanges that fit into `limit` tokens."""
    while (tokens := client.messages.count_tokens(model=MODEL, messages=messages).input_tokens) > limit:
        drop = max(1, int(len(messages) * (1 - limit / tokens)))  # as if all turns were of one length
        start = next((at for at, turn in enumerate(messages) if at >= drop and asks(turn)), None)
        if start is None:
            raise SystemExit("The last question alone does not fit: shorten it.")
        messages = messages[start:]
    return messages


def ask(messages: list[Any]) -> anthropic.types.Message:
    """Asks; where the history is too long, once more with what fits."""
    try:
        return client.messages.create(model=MODEL, max_tokens=1024, messages=messages)
    except anthropic.BadRequestError as error:
        found = re.search(r"prompt is too long: \d+ tokens > (\d+)", str(error))
        if not found:
            raise
    return client.messages.create(model=MODEL, max_tokens=1024, messages=fit(messages, int(found[1]) * 9 // 10))
# fix:end


message = ask(history)
print("".join(block.text for block in message.content if block.type == "text"))
