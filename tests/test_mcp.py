"""A real MCP client gets the diagnosis over both transports."""

import asyncio
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from live_server import ended
from mcp import Client, StdioServerParameters, stdio_client
from ports import reserved_port
from waiting import PATIENCE_SECONDS, until

from diagnostic.mcp import make_server

TEXT = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)


async def _talk(target):
    async with Client(target) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        answer = await client.call_tool("diagnose_error", {"text": TEXT})
        cause = await client.call_tool("get_cause", {"id": "529"})
        page = await client.read_resource("cause://stream-overloaded")
        return tools, answer.content[0].text, cause.content[0].text, page.contents[0].text


def _check(result):
    tools, answer, cause, page = result
    assert tools == {"diagnose_error", "get_cause", "list_causes"}
    assert "reported overload in the middle of the stream" in answer
    assert "untrusted data" in answer
    assert cause.startswith("# The API is overloaded")
    assert page.startswith("# The API reported overload")


def test_over_standard_input_and_output():
    server = StdioServerParameters(command=sys.executable, args=["-m", "diagnostic", "mcp"])
    _check(asyncio.run(_talk(stdio_client(server))))


@pytest.mark.parametrize(
    ("tool", "input"),
    [
        ("diagnose_error", {"text": " "}),
        ("diagnose_error", {"text": "529", "client": "nothing-like-it"}),
        ("get_cause", {"id": "nothing-like-it"}),
    ],
)
def test_what_cannot_be_answered_is_an_error(tool, input):
    async def call():
        async with Client(make_server()) as client:
            return await client.call_tool(tool, input)

    answer = asyncio.run(call())
    assert answer.is_error
    assert len(answer.content[0].text) > 20


@pytest.fixture(name="url")
def _url():
    with reserved_port() as port:
        process = subprocess.Popen([sys.executable, "-m", "diagnostic", "mcp", "--http", "--port", str(port)])
        try:
            until(lambda: _listens(port) or process.poll() is not None, "the server listens")
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            ended(process)


def _listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
        return True
    except OSError:
        return False


def test_over_http(url):
    _check(asyncio.run(_talk(url)))


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_http_refuses_other_hosts_and_origins(url, header):
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream", **header}
    request = urllib.request.Request(url, data=b'{"jsonrpc":"2.0","id":1,"method":"ping"}', headers=headers)
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
    assert error.value.code in (403, 421)
