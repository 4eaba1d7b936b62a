"""An agent that looks up errors of the Claude API: python agent.py "What does 529 overloaded_error mean?" """

import json
import os
import sys
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import anthropic

SITE = os.environ.get("DIAGNOSTIC_URL", "http://127.0.0.1:8000")
OFFERED = json.load(urlopen(f"{SITE}/tools.json", timeout=20))


def run_tool(name: str, given: dict) -> str:
    """Makes the call that a tool stands for; raises OSError, KeyError or TypeError if it fails."""
    how = OFFERED["calls"][name]
    path = how["path"].format(**{key: quote(str(given[key]), safe="") for key in how["in_path"]})
    query = urlencode({key: given[key] for key in how["in_query"] if key in given})
    body = json.dumps({key: given[key] for key in how["in_body"]}).encode() if how["in_body"] else None
    headers = {"content-type": "application/json", "accept": how["accept"]}
    request = Request(f"{SITE}{path}?{query}", body, headers, method=how["method"])
    with urlopen(request, timeout=20) as response:
        return response.read().decode()


def result_of(call) -> dict:
    """What the model gets for a call; a failure is an answer too, so that it can go on."""
    try:
        said, failed = run_tool(call.name, call.input), False
    except (OSError, KeyError, TypeError) as error:
        said, failed = f"The call failed: {type(error).__name__}", True
    return {"type": "tool_result", "tool_use_id": call.id, "content": said, "is_error": failed}


def ask(question: str) -> str:
    """The model's answer; it may look up as often as it likes, up to eight times."""
    client = anthropic.Anthropic()
    messages = [{"role": "user", "content": question}]
    for _ in range(8):
        answer = client.messages.create(
            model="claude-sonnet-4-6", max_tokens=2048, tools=OFFERED["claude"], messages=messages
        )
        if answer.stop_reason != "tool_use":
            return "".join(block.text for block in answer.content if block.type == "text")
        results = [result_of(block) for block in answer.content if block.type == "tool_use"]
        messages += [{"role": "assistant", "content": answer.content}, {"role": "user", "content": results}]
    return "No answer after eight look-ups."


print(ask(" ".join(sys.argv[1:]) or sys.stdin.read()))
