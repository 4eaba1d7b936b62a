"""Sends a request; where the API refuses it, prints the element that its message names."""

import json
import re
from typing import Any

import anthropic

client = anthropic.Anthropic()
request: dict[str, Any] = {
    "model": "claude-sonnet-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Say hello."}],
}


# fix:begin
def show_path(request: dict[str, Any], error: anthropic.BadRequestError) -> None:
    """Prints the element of the request that the API's message names."""
    found = re.search(r"[a-z_]+(?:\.\w+)+(?=:)", error.message)
    element: Any = request
    for key in found[0].split(".") if found else []:
        try:
            element = element[int(key) if key.isdigit() else key]
        except (KeyError, IndexError, TypeError, ValueError):
            break  # the last parts of a path name a type or a missing field
    print("request id:", error.response.headers.get("request-id"))
    print("message:   ", error.message)
    print("element:   ", json.dumps(element, default=str)[:2000])
# fix:end


try:
    message = client.messages.create(
        model=request["model"], max_tokens=request["max_tokens"], messages=request["messages"]
    )
except anthropic.BadRequestError as error:
    show_path(request, error)
    raise SystemExit(1)
print("".join(block.text for block in message.content if block.type == "text"))
