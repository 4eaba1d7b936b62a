"""Blocks that check or change a request: keys, addresses, schemas, turns that are too long or empty."""

import json
import re
import shutil
import socket
from io import BytesIO
from types import SimpleNamespace

import anthropic
import httpx2
import pytest
from block_runs import load_block, refusal, run_typescript, turns, with_sdk

from diagnostic.paths import ROOT


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://api.example.com/v1", "https://api.example.com"),
        ("https://api.example.com/v1/messages/", "https://api.example.com"),
        ("https://v1.example.com/claude/", "https://v1.example.com/claude"),
        ("https://gateway.example.com/v1/team/anthropic", "https://gateway.example.com/v1/team/anthropic"),
        ("", "https://api.anthropic.com"),
        (None, "https://api.anthropic.com"),
    ],
)
def test_the_base_url_loses_what_the_sdk_adds_and_nothing_else(address, host, monkeypatch):
    monkeypatch.delenv("ANTHROPIC_BASE_URL", raising=False)
    if address is not None:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", address)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-of-a-test")
    space = load_block("endpoint-not-found/set-base-url")
    assert str(space["client"].base_url).rstrip("/") == host


KEYS = ("sk-1234", "sk-ant-1234", "7f3a9c" * 6, "sk-ant-api03-" + "Ab1-" * 20)


@pytest.mark.parametrize("key", KEYS)
def test_a_check_shows_no_secret_part_of_a_key(key, tmp_path, monkeypatch, capsys):
    folder = ROOT / "rules"
    monkeypatch.setenv("ANTHROPIC_API_KEY", key)
    monkeypatch.delenv("ANTHROPIC_AUTH_TOKEN", raising=False)
    space = {"client": anthropic.Anthropic(api_key=key)}
    exec((folder / "invalid-api-key" / "which-key.py").read_text(), space)
    exec((folder / "_shared" / "credential.py").read_text(), {})
    client = f"const client = {{ apiKey: {json.dumps(key)} }};\n"
    which = tmp_path / "which-key.ts"
    which.write_text(client + (folder / "invalid-api-key" / "which-key.ts").read_text())
    printed = capsys.readouterr().out + run_typescript(which, "", tmp_path)
    printed += run_typescript(folder / "_shared" / "credential.ts", "", tmp_path, ANTHROPIC_API_KEY=key)
    ends = f"key that ends in {key[-4:] if len(key) > 24 else '…'}"
    assert printed.count(ends) == 2
    begin = "sk-ant-api03" if "api03" in key else "sk-ant-" if key.startswith("sk-ant-") else "a key"
    assert printed.count(f"{begin}… has {len(key)} characters") == 2
    assert not any(key[at : at + 5] in printed.replace(begin, "") for at in range(len(key) - 4))


@pytest.mark.parametrize(
    ("system", "kept"),
    [
        (["x-anthropic-billing-header: a=1\nBe brief.", "Use lists."], ["Be brief.", "Use lists."]),
        (["x-anthropic-billing-header: a=1", "Be brief."], ["Be brief."]),
        (["x-anthropic-billing-header: a=1\r\nBe\nbrief.\n"], ["Be\nbrief.\n"]),
        (["x-anthropic-billing-header: a=1\n"], None),
        ("Be brief.\nx-anthropic-billing-header: a=1", "Be brief.\n"),
        (["Never print x-anthropic-billing-header:"], ["Never print x-anthropic-billing-header:"]),
    ],
)
def test_a_line_that_a_gateway_drops_takes_no_prompt_with_it(system, kept, tmp_path):
    def blocks(texts):
        return [{"type": "text", "text": text} for text in texts] if isinstance(texts, list) else texts

    folder, space = ROOT / "rules" / "system-prompt-reserved", load_block("system-prompt-reserved/drop-block")
    request = {"model": "m", "system": blocks(system)}
    end = f"console.log(JSON.stringify(withoutAttribution({json.dumps(request)})));"
    expected = {"model": "m", **({"system": blocks(kept)} if kept else {})}
    assert space["without_attribution"](request) == expected
    assert json.loads(run_typescript(folder / "drop-block.ts", end, tmp_path)) == expected


def test_properties_get_names_that_differ_and_lead_back():
    names = ["a b", "a/b", "a_b", "名", "前", "", "x" * 64, "x" * 65, "x" * 66]
    space = load_block("tool-schema-invalid/rename-properties")
    schema = {"properties": {name: {"description": name} for name in names}, "required": names}
    tool = space["rename_properties"]([{"name": "t", "input_schema": schema}])[0]
    cleaned = tool["input_schema"]
    assert list(cleaned["properties"]) == cleaned["required"]
    yours = {new: name for name, new in space["NEW_NAMES"].items()}
    assert [yours.get(new, new) for new in cleaned["required"]] == names
    assert all(re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", new) for new in cleaned["required"])
    assert [part["description"] for part in cleaned["properties"].values()] == names


class Refuses:
    """Stands in for a client: the first request is refused."""

    def __init__(self, error: Exception):
        self.messages, self.asked, self.error = self, [], error

    def create(self, **request):
        request |= request.get("extra_body", {})
        self.error.request = SimpleNamespace(read=lambda: json.dumps(request))
        self.asked.append([turn["content"] for turn in request["messages"]])
        if len(self.asked) == 1:
            raise self.error
        return "answer"


SHORTENS = [
    ("prompt-too-long/trim-history", 400, "prompt is too long: 300 tokens > 200 maximum"),
    ("request-too-large/measure-body", 413, "Request exceeds the maximum size"),
]


@pytest.mark.parametrize(("stem", "status", "message"), SHORTENS, ids=[stem for stem, *_ in SHORTENS])
def test_a_question_keeps_the_document_in_the_turn_before_it(stem, status, message, tmp_path):
    alone, later = ["u: a document", "u: sum it up"], ["u: old", "a: x", "u: a document", "u: sum it up"]
    folder, asked = ROOT / "rules", []
    for history in alone, later:
        space, client = load_block(stem), Refuses(refusal(status, message))
        try:
            space["ask"](client, {"messages": turns(*history)})
        except anthropic.APIStatusError as error:
            assert error is client.error
        asked.append(client.asked)
    begin = f"""let asked = [];
const client = {{ messages: {{ create: async (request) => {{
  asked.push(request.messages.map((turn) => turn.content));
  if (asked.length === 1)
    throw SDK.APIError.generate({status}, undefined, {json.dumps(message)}, new Headers());
}} }} }};"""
    end = f"""const all = [];
for (const messages of {json.dumps([turns(*alone), turns(*later)])}) {{
  asked = [];
  await ask(client, {{ messages }}).catch(() => 0);
  all.push(asked);
}}
console.log(JSON.stringify(all));"""
    assert asked == [[alone], [later, alone]]
    assert json.loads(with_sdk(folder / f"{stem}.ts", begin, end, tmp_path)) == asked


WHOLE = """event: message_start
data: {"type": "message_start", "message": {"id": "m", "type": "message", "role": "assistant", "model": "m",
data: "content": [], "stop_reason": null, "usage": {"input_tokens": 1, "output_tokens": 1}}}

event: message_delta
data: {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 1}}

event: message_stop
data: {"type": "message_stop"}

"""


def test_what_can_be_read_only_once_is_sent_again_as_it_was(monkeypatch):
    """A file in an iterator: a second look at either finds nothing."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    sent = []

    def answer(request):
        sent.append(json.loads(request.content))
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, text=WHOLE if len(sent) > 1 else "", headers=headers)

    source = {"type": "base64", "media_type": "image/gif", "data": BytesIO(b"GIF89a\n\n")}
    turn = {"role": "user", "content": iter([{"type": "image", "source": source}])}
    request = {"model": "m", "max_tokens": 9, "messages": iter([turn])}
    transport = anthropic.DefaultHttpxClient(transport=httpx2.MockTransport(answer))
    client = anthropic.Anthropic(api_key="k", http_client=transport)
    load_block("_shared/restart")["stream_answer"](client, request, print, print)
    assert sent[0] == sent[1] and sent[0]["messages"][0]["content"][0]["source"]["data"] == "R0lGODlhCgo="
    assert list(request) == ["model", "max_tokens", "messages"]


def test_an_element_is_shown_as_it_was_sent(capsys):
    """An answer object and an iterator have no keys and no numbers."""
    said = {"message": "messages.1.content.0.text: wrong", "type": "invalid_request_error"}
    transport = httpx2.MockTransport(lambda _: httpx2.Response(400, json={"type": "error", "error": said}))
    client = anthropic.Anthropic(api_key="k", http_client=anthropic.DefaultHttpxClient(transport=transport))
    answer = anthropic.types.TextBlock(type="text", text="hello there", citations=None)
    history = [*turns("u"), {"role": "assistant", "content": iter([answer])}]
    request = {"model": "m", "max_tokens": 9, "messages": iter(history)}
    with pytest.raises(anthropic.BadRequestError):
        load_block("invalid-request/show-path")["ask"](client, request)
    assert capsys.readouterr().out == "messages.1.content.0.text hello there\n"


def test_the_reason_of_a_failed_connection_shows_no_value_of_a_header(tmp_path, capsys):
    folder = ROOT / "rules" / "_shared"
    headers = {"x-gw": "hidden-word\n"}
    with socket.create_server(("127.0.0.1", 0)) as server:  # headers are read after the connection is there
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        client = anthropic.Anthropic(api_key="sk-1", base_url=address, max_retries=0, default_headers=headers)
        with pytest.raises(anthropic.APIConnectionError):
            exec((folder / "cause-chain.py").read_text(), {"client": client, "messages": turns("u")})
    printed = capsys.readouterr().out
    assert "header value" in printed and "hidden" not in printed
    shutil.copy(folder / "cause-chain.ts", tmp_path)
    main = tmp_path / "main.ts"
    main.write_text("""globalThis.messages = [];
globalThis.client = new SDK({ apiKey: "k", maxRetries: 0, defaultHeaders: { "x-gw": "hidden\\nword" } });
await import("./cause-chain.ts").catch(() => 0);""")
    printed = with_sdk(main, "", "", tmp_path)
    assert "invalid header value" in printed and "hidden" not in printed


PATHS = [
    ("mcp_servers: too many", None),
    ("mcp_servers.0.authorization_token: wrong", None),
    ("mcp_servers.0.tool_configuration.enabled: wrong", None),
    ("v1.thing: unknown", None),
    ("messages.0.content: too long", "hello there"),
    ("messages.0.content.0.text.cache_control: no", "hello there"),
    ("messages.0.role: wrong", "user"),
]


@pytest.mark.parametrize(("message", "shown"), PATHS)
def test_only_the_element_that_an_error_names_is_shown(message, shown, tmp_path, capsys):
    folder, space = ROOT / "rules" / "invalid-request", load_block("invalid-request/show-path")
    request = {
        "mcp_servers": [{"authorization_token": "hidden"}],
        "messages": [{"role": "user", "content": "hello there"}],
    }
    with pytest.raises(anthropic.BadRequestError):
        space["ask"](Refuses(refusal(400, message)), request)
    begin = f"""const request = {json.dumps(request)};
const error = SDK.APIError.generate(400, undefined, {json.dumps(message)}, new Headers());
const client = {{ messages: {{ create: async () => {{ throw error; }} }} }};"""
    end = "await ask(client, request).catch(() => 0);"
    for printed in capsys.readouterr().out, with_sdk(folder / "show-path.ts", begin, end, tmp_path):
        assert "hidden" not in printed
        ends = printed.strip().replace('"', "").partition(": ")[0].partition(" ")[2] if shown else ""
        assert ends == (shown or "") and (shown or message in printed)


AT_THE_TOP = [
    {"type": "integer"},
    {"type": "number"},
    {"type": "boolean"},
    {"enum": ["a", "b"]},
    {"const": "go"},
    {"type": "array", "items": {"$ref": "#/$defs/x"}, "$defs": {"x": {"type": "string"}}},
    {"anyOf": [{"type": "object"}, {"type": "string"}]},
]


def test_a_schema_that_is_no_object_becomes_a_required_input(tmp_path):
    folder, space = ROOT / "rules" / "tool-schema-invalid", load_block("tool-schema-invalid/clean-schema")
    tools = [{"name": "t", "input_schema": schema} for schema in AT_THE_TOP]
    end = f"console.log(JSON.stringify(cleanTools({json.dumps(tools)})));"
    for cleaned in (
        space["clean_tools"](tools),
        json.loads(run_typescript(folder / "clean-schema.ts", end, tmp_path)),
    ):
        for schema, tool in zip(AT_THE_TOP, cleaned, strict=True):
            moved = tool["input_schema"]
            assert (moved["type"], moved["required"]) == ("object", ["input"])
            assert moved["properties"] == {"input": schema}
            assert (moved.get("$defs") or {}) == schema.get("$defs", {})


def both_languages(block, python, typescript, schemas, tmp_path):
    """What a block of `tool-schema-invalid` makes of these schemas, in each language."""
    tools = [{"name": "t", "input_schema": schema} for schema in schemas]
    end = f"console.log(JSON.stringify({typescript}({json.dumps(tools)})));"
    path = ROOT / "rules" / "tool-schema-invalid" / f"{block}.ts"
    all_tools = (
        load_block(f"tool-schema-invalid/{block}")[python](tools),
        json.loads(run_typescript(path, end, tmp_path)),
    )
    return [[tool["input_schema"] for tool in tools] for tools in all_tools]


def test_references_follow_a_schema_that_moves(tmp_path):
    def recursive(top, stays):
        either = {"type": "object", "properties": {"next": {"$ref": top}, "leaf": {"$ref": f"{top}/anyOf/1"}}}
        data = {"$ref": "#"}
        leaf = {"$ref": stays, "default": data, "examples": [data]}
        return {"anyOf": [either, leaf], "$defs": {"leaf": {"items": {"$ref": f"{top}/anyOf/0"}}}}

    schemas = [
        recursive("#", "#/$defs/leaf"),
        True,
        None,
        {"type": "object", "properties": {"on": True, "off": False, "$ref": {"const": None}}},
        {"$ref": "#/definitions/x", "definitions": {"x": {"items": {"$ref": "#/definitions/x"}}}},
    ]
    for cleaned in both_languages("clean-schema", "clean_tools", "cleanTools", schemas, tmp_path):
        moved = recursive("#/properties/input", "#/$defs/leaf")
        assert cleaned[0]["properties"] == {"input": moved} and cleaned[0]["$defs"] == moved["$defs"]
        assert cleaned[1:3] == [{"type": "object"}] * 2
        assert cleaned[3] == schemas[3]
        assert cleaned[4] == {**schemas[4], "type": "object"}


def test_references_follow_a_property_that_is_renamed(tmp_path):
    inner = {"type": "object", "properties": {"c/d": {}, "100%": {}, "ok": {}}}
    schema = {
        "type": "object",
        "properties": {
            "a b": inner,
            "escaped": {"$ref": "#/properties/a%20b/properties/c~1d"},
            "plain": {"$ref": "#/properties/a b/properties/100%"},
            "same": {"$ref": "#/properties/a%20b/properties/ok"},
            "whole": {"$ref": "#/$defs/A%20B"},
            "data": {"const": {"$ref": "#/properties/a b"}},
        },
        "$defs": {"A B": {"type": "string"}},
    }
    for (renamed,) in both_languages(
        "rename-properties", "rename_properties", "renameProperties", [schema], tmp_path
    ):
        new, *rest = renamed["properties"]
        slash, percent, ok = renamed["properties"][new]["properties"]
        assert rest == list(schema["properties"])[1:] and ok == "ok"
        parts = [part.get("$ref") for part in renamed["properties"].values()]
        paths = [f"#/properties/{new}/properties/{name}" for name in (slash, percent, ok)]
        assert parts == [None, *paths, "#/$defs/A%20B", None]
        assert renamed["properties"]["data"] == schema["properties"]["data"]


@pytest.mark.parametrize("opening", ["{", "[\n", "\u00a0{", [{"type": "text", "text": '{"'}]])
def test_a_turn_that_only_opens_an_answer_is_removed(opening, tmp_path):
    folder, space = ROOT / "rules" / "prefill-unsupported", load_block("prefill-unsupported/end-with-user")
    history = [*turns("u"), {"role": "assistant", "content": opening}]
    end = f"console.log(JSON.stringify(endWithUser({json.dumps(history)})));"
    assert space["end_with_user"](history) == turns("u")
    assert json.loads(run_typescript(folder / "end-with-user.ts", end, tmp_path)) == turns("u")


def test_a_last_call_keeps_no_thinking_or_empty_text_after_it(tmp_path):
    folder, space = ROOT / "rules" / "prefill-unsupported", load_block("prefill-unsupported/end-with-user")
    call = {"type": "tool_use", "id": "a", "name": "t", "input": {}}
    rest = [{"type": "text", "text": " "}, {"type": "thinking", "thinking": "hm", "signature": "s"}]
    history = [*turns("u"), {"role": "assistant", "content": [call, *rest]}]
    end = f"console.log(JSON.stringify(endWithUser({json.dumps(history)})));"
    kept = [*turns("u"), {"role": "assistant", "content": [call]}]
    assert space["end_with_user"](history) == kept
    assert json.loads(run_typescript(folder / "end-with-user.ts", end, tmp_path)) == kept


def test_a_turn_without_content_is_dropped(tmp_path):
    folder, space = ROOT / "rules" / "empty-content", load_block("empty-content/drop-empty")
    history = [*turns("u"), {"role": "assistant", "content": None}, *turns("u: again")]
    end = f"console.log(JSON.stringify(dropEmpty({json.dumps(history)})));"
    kept = turns("u", "u: again")
    assert space["drop_empty"](history) == kept
    assert json.loads(run_typescript(folder / "drop-empty.ts", end, tmp_path)) == kept


def test_an_empty_result_stays_as_it_is_in_an_iterator_too():
    """The API accepts a result without content."""
    drop = load_block("empty-content/drop-empty")["drop_empty"]
    call = {"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "t", "input": {}}]}

    def history(content):
        return [*turns("u"), call, {"role": "user", "content": [{"type": "tool_result", "content": content}]}]

    assert drop(history([])) == drop(history(iter([]))) == history([])
    assert drop(history(iter([{"type": "text", "text": " "}]))) == history("(no output)")


@pytest.mark.parametrize("key", ["", " \n"])
def test_an_empty_key_is_named_before_a_request(key, tmp_path, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", key)
    with pytest.raises(ValueError, match="ANTHROPIC_API_KEY is empty"):
        load_block("_shared/one-key")
    with pytest.raises(AssertionError, match="ANTHROPIC_API_KEY is empty"):
        with_sdk(ROOT / "rules" / "_shared" / "one-key.ts", "", "", tmp_path)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k\n")
    assert load_block("_shared/one-key")["client"].api_key == "k"


def test_what_a_server_found_for_a_call_of_an_earlier_turn_is_kept(tmp_path):
    """Code that the server runs calls a tool of yours: its own result comes in the next answer."""
    running = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "code_execution", "input": {}}
    call = {"type": "tool_use", "id": "a", "name": "get_x", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "a", "content": "42"}
    ran = {"type": "code_execution_tool_result", "tool_use_id": "srvtoolu_1", "content": {}}
    lost = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_0", "content": []}
    end = {"type": "text", "text": "Done."}
    history = [
        {"role": "user", "content": "q"},
        {"role": "assistant", "content": [running, call]},
        {"role": "user", "content": [result]},
        {"role": "assistant", "content": [lost, ran, end]},
        {"role": "user", "content": "r"},
    ]
    kept = [*history[:3], {"role": "assistant", "content": [ran, end]}, history[4]]
    assert load_block("tool-result-orphaned/drop-orphans")["drop_orphans"](history) == kept
    block = ROOT / "rules" / "tool-result-orphaned" / "drop-orphans.ts"
    printed = run_typescript(
        block, f"console.log(JSON.stringify(dropOrphans({json.dumps(history)})));", tmp_path
    )
    assert json.loads(printed) == kept
