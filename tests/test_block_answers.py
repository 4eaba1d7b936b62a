"""Blocks that read answers: their pace, caps, cut streams and cut messages."""

import asyncio
import json
import signal
import threading
import time
from types import SimpleNamespace
from typing import Any

import anthropic
import pytest
from block_runs import load_block, refusal, with_sdk

from diagnostic.paths import ROOT


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
    space, client = load_block("_shared/all-answers_async"), SlowAtFirst()
    asyncio.run(space["ask_all"](client, ["?"] * 12, a_minute=3000, workers=1))
    gaps = [after - before for before, after in zip(client.began, client.began[1:], strict=False)]
    assert min(gaps) > 0.015


# What each further question would get as well.
FOR_ALL = {
    "cap": (429, "You have reached your API usage limits: a monthly threshold."),
    "contract": (429, "The spend limit is reached. 'error_code': 'contract_spend_limit_reached'"),
    "credits": (400, "'type': 'invalid_request_error', 'message': 'Your credit balance is too low'"),
    "payment": (402, "'type': 'billing_error'"),
    "key": (401, "'type': 'authentication_error', 'message': 'invalid x-api-key'"),
    "permission": (403, "'type': 'permission_error', 'message': 'Your API key lacks permission'"),
    "model": (404, "'type': 'not_found_error', 'message': 'model: claude-sonnet-4-6'"),
    "gateway": (401, "{'message': 'Unauthorized'}"),
    "organization": (400, "'message': 'This organization has been disabled.'"),
}


class Capped:
    """Stands in for a client for whose account each request fails."""

    def __init__(self, status, message):
        self.messages, self.asked, self.error = self, 0, refusal(status, message)

    def with_options(self, **_):
        return self

    def create(self, **_):
        self.asked += 1
        raise self.error


FIREWALL = (403, "<html><title>Request not allowed</title></html>")


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


@pytest.mark.parametrize("kind", FOR_ALL)
@pytest.mark.parametrize(("stem", "workers"), CAPPED)
def test_no_question_is_asked_after_an_error_for_all(stem, workers, kind, monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    monkeypatch.setattr(asyncio, "sleep", lambda seconds: no_wait(waits.append(seconds)))
    space = load_block(stem)
    client = (CappedLater if stem.endswith("_async") else Capped)(*FOR_ALL[kind])
    pace = {"workers": 1, "a_minute": 60_000} if workers == 1 else {}
    answers = space["ask_all"](client, ["?"] * 40, **pace)
    if asyncio.iscoroutine(answers):
        answers = asyncio.run(answers)
    assert client.asked <= workers and len(answers) == 40
    assert sum(wait > 0 for wait in waits) <= workers  # nor is anything waited for
    assert all(answer is client.error for answer in answers)


@pytest.mark.parametrize("kind", FOR_ALL)
@pytest.mark.parametrize("stem", ["_shared/all-answers", "rate-limit-acceleration/ramp-up"])
def test_no_question_is_asked_in_typescript_after_an_error_for_all(stem, kind, tmp_path):
    said = json.dumps("{} {}".format(*FOR_ALL[kind]))  # as the SDK puts it
    begin = f"""let asked = 0; const said = {said};
let waits = 0;
globalThis.setTimeout = new Proxy(setTimeout, {{
  apply: (later, self, [go, ms]) => (waits += +(ms > 0), later.call(self, go, 1)) }});
const create = async () => {{ asked++; throw new Error(said); }};
const client = {{ messages: {{ create }} }};"""
    end = """const answers = await askAll(client, Array(40).fill("?"), 60_000, 1);
console.log(asked, answers.filter((answer) => answer.message === said).length, waits);"""
    asked, answered, waits = with_sdk(ROOT / "rules" / f"{stem}.ts", begin, end, tmp_path).split()
    assert int(asked) <= 2 and int(answered) == 40 and int(waits) <= 2


@pytest.mark.parametrize(("stem", "workers"), CAPPED)
def test_the_page_of_a_firewall_about_one_question_stops_no_other(stem, workers, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(asyncio, "sleep", lambda _: no_wait(None))
    client = (CappedLater if stem.endswith("_async") else Capped)(*FIREWALL)
    answers = load_block(stem)["ask_all"](client, ["?"] * 9, **({"workers": 1} if workers == 1 else {}))
    assert len(asyncio.run(answers) if asyncio.iscoroutine(answers) else answers) == client.asked == 9


@pytest.mark.parametrize("stem", ["_shared/all-answers", "rate-limit-acceleration/ramp-up"])
def test_the_page_of_a_firewall_stops_no_other_question_in_typescript(stem, tmp_path):
    begin = f"""let asked = 0;
globalThis.setTimeout = new Proxy(setTimeout, {{ apply: (later, self, [go]) => later.call(self, go, 1) }});
const create = async () => {{ asked++; throw new Error({json.dumps("{} {}".format(*FIREWALL))}); }};
const client = {{ messages: {{ create }} }};"""
    end = 'await askAll(client, Array(9).fill("?"), 60_000, 1); console.log(asked);'
    assert with_sdk(ROOT / "rules" / f"{stem}.ts", begin, end, tmp_path).strip() == "9"


class Refusing:
    """Stands in for a client whose gateway writes an error under status 200."""

    def __init__(self):
        self.messages, self.asked = self, 0

    def create(self, **_):
        self.asked += 1
        return SimpleNamespace(content=None, error={"type": "authentication_error"})


def test_an_error_under_status_200_is_shown_and_not_asked_for_again():
    client = Refusing()
    with pytest.raises(RuntimeError, match="authentication_error"):
        load_block("response-validation/retry-bad-body")["ask"](client, {"messages": []})
    assert client.asked == 1


class Streaming:
    """Stands in for a client that streams."""

    def __init__(self):
        self.messages, self.asked = self, 0

    def stream(self, **_):
        self.asked += 1
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class NotJson(Streaming):
    """A client whose answer is a call with an input that is not valid JSON."""

    def __init__(self):
        super().__init__()
        self.response = SimpleNamespace(request=SimpleNamespace(read=lambda: "{}"))
        self.current_message_snapshot = SimpleNamespace(
            content=[SimpleNamespace(type="tool_use")], stop_reason="tool_use"
        )

    def __iter__(self):
        piece = SimpleNamespace(type="input_json_delta", partial_json='{"price": NaN}')
        yield SimpleNamespace(type="content_block_delta", index=0, delta=piece)
        yield SimpleNamespace(type="message_stop")


def test_an_input_that_json_does_not_allow_is_asked_for_again():
    space, client = load_block("stream-tool-json-invalid/tool-input"), NotJson()
    with pytest.raises(ValueError, match="NaN"):
        space["ask_for_calls"](client, {"messages": []})
    assert client.asked == 2


class CutCall(NotJson):
    """Its answers end with a call that the limit cut."""

    def __init__(self):
        super().__init__()
        self.current_message_snapshot.stop_reason = "max_tokens"

    def __iter__(self):
        yield SimpleNamespace(type="message_stop")


def test_the_error_of_a_cut_call_holds_the_answer_that_is_paid_for():
    space, client = load_block("stream-tool-json-invalid/tool-input"), CutCall()
    with pytest.raises(RuntimeError, match="max_tokens") as raised:
        space["ask_for_calls"](client, {"messages": []})
    assert raised.value.args[-1] is client.current_message_snapshot and client.asked == 1


class Interrupted:
    """Stands in for a client at whose first call the person presses Ctrl+C."""

    def __init__(self):
        self.messages, self.asked = self, 0

    def with_options(self, **_):
        return self

    def create(self, **_):
        self.asked += 1
        if self.asked == 1:
            signal.raise_signal(signal.SIGINT)
        return "answer"


@pytest.mark.parametrize("stem", ["_shared/all-answers", "rate-limit-acceleration/ramp-up"])
def test_after_ctrl_c_no_further_question_is_asked(stem, monkeypatch):
    space, client = load_block(stem), Interrupted()
    # A shell starts programs in the background with Ctrl+C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    really = time.sleep
    monkeypatch.setattr(time, "sleep", lambda seconds: really(min(seconds, 0.3)))
    try:
        with pytest.raises(KeyboardInterrupt):
            space["ask_all"](client, ["?"] * 60)
    finally:
        signal.signal(signal.SIGINT, before)
    assert client.asked < 4  # one for each worker without it


class Login:
    """Stands in for a client behind a gateway whose login page has status 200."""

    def __init__(self):
        self.messages = self

    def with_options(self, **_):
        return self

    def create(self, **_):
        return "<html>Log in"


# What is no message, in Python and in TypeScript, and what the error shows of it.
FOREIGN = {
    "a page of a gateway": ("<html>Log in", "'<html>Log in'", "Log in"),
    "an answer in the form of another API": (
        SimpleNamespace(id="chatcmpl-1", content=None, choices=[]),
        "({ id: 'chatcmpl-1', choices: [] })",
        "chatcmpl-1",
    ),
}


@pytest.mark.parametrize("foreign", FOREIGN)
@pytest.mark.parametrize("stem", ["_shared/all-answers", "rate-limit-acceleration/ramp-up"])
def test_what_is_no_message_is_an_error_and_no_answer(stem, foreign, tmp_path, monkeypatch):
    in_python, in_typescript, shown = FOREIGN[foreign]
    monkeypatch.setattr(time, "sleep", lambda _: None)
    client = Login()
    client.create = lambda **_: in_python
    (answer,) = load_block(stem)["ask_all"](client, ["?"])
    assert isinstance(answer, ValueError) and shown in str(answer)
    begin = f"const client: any = {{ messages: {{ create: async () => {in_typescript} }} }};"
    end = """const [answer] = await askAll(client, ["?"], 6000, 6000);
console.log(answer instanceof Error, String(answer));"""
    printed = with_sdk(ROOT / "rules" / f"{stem}.ts", begin, end, tmp_path)
    assert printed.startswith("true") and shown in printed


class PageAfterRefusal(Login):
    """The gateway's page comes while another question is refused."""

    def __init__(self):
        super().__init__()
        self.refused = threading.Event()

    def create(self, **request):
        if request["messages"][0]["content"] == "refused":
            self.refused.set()
            raise refusal(401, "'type': 'authentication_error'")
        self.refused.wait(9)
        really_sleep(0.2)  # until the block has noted the refusal
        return super().create()


really_sleep = time.sleep


@pytest.mark.parametrize("stem", ["_shared/all-answers", "rate-limit-acceleration/ramp-up"])
def test_a_page_is_no_answer_beside_an_error_for_all(stem, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    page, refused = load_block(stem)["ask_all"](PageAfterRefusal(), ["page", "refused"])
    assert isinstance(page, ValueError) and "Log in" in str(page)
    assert isinstance(refused, anthropic.APIStatusError)


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
    space, client = load_block("output-truncated/continue-answer"), CutAfterSearch()
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


class FailsLater:
    """Stands in for a client: a part of an answer, and then what the API refuses."""

    def __init__(self, stop_reason, content):
        self.messages, self.asked = self, 0
        self.part = SimpleNamespace(
            stop_reason=stop_reason, container=None, content=[SimpleNamespace(**content)]
        )

    def create(self, **_):
        self.asked += 1
        if self.asked > 1:
            raise refusal(401, "the key was revoked")
        return self.part


class FailsLaterAsync(FailsLater):
    async def create(self, **request):
        return super().create(**request)


TEXT = {"type": "text", "text": "one"}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}
PARTS = [
    ("output-truncated/continue-answer", "whole_message", "wholeMessage", "max_tokens", TEXT),
    ("turn-paused/continue-turn", "finish_turn", "finishTurn", "pause_turn", TEXT),
    ("_shared/append-content", "ask_with_tools", "askWithTools", "tool_use", CALL),
]


@pytest.mark.parametrize(("stem", "function", "typescript", "reason", "content"), PARTS)
def test_an_error_after_the_first_part_has_what_was_paid_for(
    stem, function, typescript, reason, content, tmp_path
):
    calls = content["type"] == "tool_use"
    more = [lambda *_: "found"] if calls else []
    client = FailsLater(reason, content)
    with pytest.raises(anthropic.APIStatusError, match="revoked") as raised:
        load_block(stem)[function](client, {"messages": []}, *more)
    kept: Any = vars(raised.value)
    assert (
        kept["turns"][-1]["content"][0]["content"] == "found"
        if calls
        else kept["parts"] == client.part.content
    )
    if (ROOT / "rules" / f"{stem}_async.py").exists():
        client = FailsLaterAsync(reason, content)
        with pytest.raises(anthropic.APIStatusError, match="revoked") as raised:
            asyncio.run(load_block(f"{stem}_async")[function](client, {"messages": []}))
        assert vars(raised.value)["parts"] == client.part.content

    begin = f"""let asked = 0;
const client: any = {{ messages: {{ create: async () => {{
  if (asked++) throw new Error("revoked");
  return {{ stop_reason: "{reason}", content: [{json.dumps(content)}] }};
}} }} }};"""
    end = f"""await {typescript}(client, {{ messages: [] }} as any{", () => 'found'" if calls else ""})
  .catch((error: any) => console.log(error.message, JSON.stringify(error.parts ?? error.turns)));"""
    printed = with_sdk(ROOT / "rules" / f"{stem}.ts", begin, end, tmp_path)
    assert printed.startswith("revoked") and ("found" if calls else "one") in printed


class StoppedLater(FailsLater):
    """The person presses Ctrl+C at the second request."""

    def create(self, **_):
        self.asked += 1
        if self.asked > 1:
            raise KeyboardInterrupt
        return self.part


class StoppedLaterAsync(FailsLater):
    """The second request takes longer than the caller waits."""

    async def create(self, **_):
        self.asked += 1
        await asyncio.sleep(0 if self.asked == 1 else 9)
        return self.part


@pytest.mark.parametrize(("stem", "function", "_typescript", "reason", "content"), PARTS)
def test_a_stop_by_the_person_has_what_was_paid_for(stem, function, _typescript, reason, content):
    calls = content["type"] == "tool_use"
    more = [lambda *_: "found"] if calls else []
    client = StoppedLater(reason, content)
    with pytest.raises(KeyboardInterrupt) as raised:
        load_block(stem)[function](client, {"messages": []}, *more)
    kept: Any = vars(raised.value)
    assert kept["turns"][-1]["content"] if calls else kept["parts"] == client.part.content
    if (ROOT / "rules" / f"{stem}_async.py").exists():
        client = StoppedLaterAsync(reason, content)
        asking = load_block(f"{stem}_async")[function](client, {"messages": []})
        with pytest.raises(TimeoutError) as late:
            asyncio.run(asyncio.wait_for(asking, 0.2))
        assert vars(late.value.__cause__)["parts"] == client.part.content


def test_a_tool_that_fails_loses_no_result_of_one_that_has_run(tmp_path):
    stem = ROOT / "rules" / "_shared" / "append-content"
    calls = [CALL, {**CALL, "id": "toolu_2", "name": "book"}]
    answer = SimpleNamespace(
        stop_reason="tool_use", container=None, content=[SimpleNamespace(**call) for call in calls]
    )
    client = SimpleNamespace(messages=SimpleNamespace(create=lambda **_: answer))

    def call_tool(name, _):
        return "found" if name == "look" else 1 / 0

    with pytest.raises(ZeroDivisionError) as raised:
        load_block("_shared/append-content")["ask_with_tools"](client, {"messages": []}, call_tool)
    assert [result["content"] for result in raised.value.turns[-1]["content"]] == ["found"]  # type: ignore

    begin = f"""const answer: any = {{ stop_reason: "tool_use", content: {json.dumps(calls)} }};
const client: any = {{ messages: {{ create: async () => answer }} }};"""
    end = """const tool = async (name: string) => {
  if (name === "book") throw new Error("full"); return "found"; };
await askWithTools(client, { messages: [] } as any, tool)
  .catch((error: any) => console.log(error.message, JSON.stringify(error.turns)));"""
    printed = with_sdk(stem.with_suffix(".ts"), begin, end, tmp_path)
    assert printed.startswith("full") and "found" in printed


def test_a_page_after_a_tool_has_run_is_no_last_message(tmp_path):
    begin = f"""const call: any = {{ stop_reason: "tool_use", content: [{json.dumps(CALL)}] }};
const said: any[] = [call, "<html>Log in"];
const client: any = {{ messages: {{ create: async () => said.shift() }} }};"""
    end = """await askWithTools(client, { messages: [] } as any, () => "found")
  .then(console.log, (error: any) => console.log("error", error.message, JSON.stringify(error.turns)));"""
    stem = ROOT / "rules" / "_shared" / "append-content.ts"
    printed = with_sdk(stem, begin, end, tmp_path)
    assert printed.startswith("error") and "Log in" in printed and "found" in printed


@pytest.mark.parametrize("reason", ["max_tokens", "model_context_window_exceeded", "end_turn"])
def test_an_answer_that_no_limit_cut_is_whole(reason, tmp_path):
    answer = SimpleNamespace(stop_reason=reason)
    client = SimpleNamespace(messages=SimpleNamespace(create=lambda **_: answer))
    stem = ROOT / "rules" / "output-truncated" / "notice-the-end"
    cut = reason != "end_turn"
    try:
        exec(stem.with_suffix(".py").read_text(), {"client": client, "messages": []})
        assert not cut
    except ValueError as error:
        assert cut and reason in str(error)
    begin = f"""process.once("uncaughtException", (error) => console.log(error.message));
const messages: any = [], answer = {{ stop_reason: "{reason}" }};
const client: any = {{ messages: {{ create: async () => answer }} }};"""
    assert (reason in with_sdk(stem.with_suffix(".ts"), begin, "", tmp_path)) == cut


class Cut(Streaming):
    """A client whose answers are cut before their first event."""

    def __init__(self, content_type: str):
        super().__init__()
        sent = SimpleNamespace(read=lambda: "{}")
        self.response = SimpleNamespace(headers={"content-type": content_type}, request=sent)

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
    space, client = load_block(f"_shared/{stem}"), Cut(content_type)
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


FEED = """import timers from "node:timers/promises";
import { syncBuiltinESMExports } from "node:module";
const { setTimeout: really } = timers;
timers.setTimeout = (ms, ...rest) => really(ms / 100, ...rest);
syncBuiltinESMExports();
let asked = 0;
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
    "stream-already-consumed/read-once": "message",
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
    last = f"""let came = "", why = "";
try {{ came = (await {CALLS[stem]}).content[0].text; }} catch (error) {{ why = String(error); }}
console.log(`${{came}}|${{asked}}|${{why}}`);"""
    printed = with_sdk(ROOT / "rules" / f"{stem}.ts", said + FEED, last, tmp_path).strip()
    text, asked, why = expected.split("|")
    assert printed.startswith(f"{text}|{asked}|") and why in printed and bool(why) != bool(text)


@pytest.mark.parametrize("stem", ASK_AGAIN)
def test_a_pause_before_the_next_try_ends_with_the_persons_cancel(stem, tmp_path):
    said = 'const WHAT = "half", END = "cut", TYPE = "text/event-stream";'
    # The stream breaks after 10 ms, a pause takes its 2 seconds or more, and the cancel comes after 200 ms.
    feed = FEED.replace("really(ms / 100", "really(ms")
    call = CALLS[stem].replace("AbortSignal.timeout(100_000)", "cancel.signal")
    last = f"""const cancel = new AbortController(), began = Date.now();
setTimeout(() => cancel.abort(), 20_000);
const why = await {call}.catch((error) => error.name);
console.log(why, asked, Date.now() - began < 1500);"""
    printed = with_sdk(ROOT / "rules" / f"{stem}.ts", said + feed, last, tmp_path)
    assert printed == "AbortError 1 true\n"


def test_middleware_that_reads_a_limit_leaves_a_cut_one_to_the_retries(tmp_path):
    begin = """let asked = 0;
const answer = { id: "m", type: "message", role: "assistant", model: "m", stop_reason: "end_turn",
  content: [{ type: "text", text: "Hello." }], usage: { input_tokens: 1, output_tokens: 1 } };
const cut = () => new ReadableStream({ pull: (to) => to.error(new TypeError("terminated")) });
const client = new SDK({ apiKey: "k", fetch: async () => asked++
  ? Response.json(answer) : new Response(cut(), { status: 429, headers: { "retry-after-ms": "1" } }) });
const messages = [{ role: "user" as const, content: "q" }];"""
    block = ROOT / "rules" / "spend-cap-reached" / "stop-at-cap.ts"
    assert with_sdk(block, begin, "console.log(message.content[0].text, asked);", tmp_path) == "Hello. 2\n"


class PageInTheMiddle:
    """Stands in for a client whose second answer is a page of a gateway, under status 200."""

    def __init__(self, stop_reason, kind, page):
        self.messages, self.asked, self.page = self, 0, page
        self.first = SimpleNamespace(
            stop_reason=stop_reason,
            container=None,
            content=[SimpleNamespace(type=kind, text="a part", id="toolu_1", name="f", input={})],
        )

    def create(self, **_):
        self.asked += 1
        return self.first if self.asked == 1 else self.page


class PageInTheMiddleLater(PageInTheMiddle):
    """The same for asynchronous code."""

    async def create(self, **_):
        return super().create()


PAGES = ["<html>Sign in</html>", None, [], SimpleNamespace(content=None, error={"type": "api_error"})]
IN_PARTS = [
    ("output-truncated/continue-answer", "whole_message", "max_tokens", "text"),
    ("output-truncated/continue-answer_async", "whole_message", "max_tokens", "text"),
    ("turn-paused/continue-turn", "finish_turn", "pause_turn", "text"),
    ("turn-paused/continue-turn_async", "finish_turn", "pause_turn", "text"),
    ("_shared/append-content", "ask_with_tools", "tool_use", "tool_use"),
]


@pytest.mark.parametrize("page", PAGES, ids=["page", "nothing", "list", "error"])
@pytest.mark.parametrize(("stem", "name", "stop_reason", "kind"), IN_PARTS)
def test_a_page_in_the_middle_is_named_and_the_paid_parts_are_kept(stem, name, stop_reason, kind, page):
    later = stem.endswith("_async")
    client = (PageInTheMiddleLater if later else PageInTheMiddle)(stop_reason, kind, page)
    given = [client, {"messages": []}] + ([lambda *_: "sunny"] if kind == "tool_use" else [])
    with pytest.raises(ValueError, match="no message: ") as caught:
        answer = load_block(stem)[name](*given)
        asyncio.run(answer) if later else None
    kept = getattr(caught.value, "turns" if kind == "tool_use" else "parts")
    assert client.asked == 2 and kept and "a part" in str(kept) + "a part" * (kind == "tool_use")


IN_PARTS_OF_TYPESCRIPT = [
    ("output-truncated/continue-answer", "wholeMessage(client, { messages: [] })", "max_tokens", "text"),
    ("turn-paused/continue-turn", "finishTurn(client, { messages: [] })", "pause_turn", "text"),
    (
        "_shared/append-content",
        "askWithTools(client, { messages: [] }, () => 'sunny')",
        "tool_use",
        "tool_use",
    ),
]


PAGES = ['"<html>Sign in</html>"', "undefined", "null", '{ "error": "denied" }', '{ "content": "denied" }']


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("stem", "call", "stop_reason", "kind"), IN_PARTS_OF_TYPESCRIPT)
def test_a_page_in_the_middle_is_named_in_typescript(stem, call, stop_reason, kind, page, tmp_path):
    block = f"{{ type: '{kind}', text: 'a part', id: 'toolu_1', name: 'f', input: {{}} }}"
    begin = f"""let asked = 0;
const first = {{ stop_reason: "{stop_reason}", content: [{block}] }};
const create = async () => (asked++ ? {page} : first);
const client = {{ messages: {{ create }} }};"""
    end = f"""await {call}.catch((error) =>
  console.log(error.message, (error.parts ?? error.turns).length));"""
    said = with_sdk(ROOT / "rules" / f"{stem}.ts", begin, end, tmp_path).strip()
    assert said.startswith("page: ") and not said.endswith(" 0"), said


def test_a_tool_whose_error_is_frozen_keeps_its_words(tmp_path):
    begin = """const block = { type: "tool_use", id: "toolu_1", name: "f", input: {} };
const create = async () => ({ stop_reason: "tool_use", content: [block] });
const client = { messages: { create } };"""
    end = """await askWithTools(client, { messages: [] },
  () => { throw Object.freeze(new Error("no city")); })
  .catch((error) => console.log(error.message, error.turns.length));"""
    path = ROOT / "rules" / "_shared" / "append-content.ts"
    assert "no city 2" in with_sdk(path, begin, end, tmp_path)


def test_a_tool_that_throws_nothing_at_all_loses_no_turns(tmp_path):
    begin = """const block = { type: "tool_use", id: "toolu_1", name: "f", input: {} };
const create = async () => ({ stop_reason: "tool_use", content: [block] });
const client = { messages: { create } };"""
    end = """await askWithTools(client, { messages: [] }, () => { throw null; })
  .catch((error) => console.log(error.turns.length));"""
    path = ROOT / "rules" / "_shared" / "append-content.ts"
    assert with_sdk(path, begin, end, tmp_path).strip() == "2"


@pytest.mark.parametrize(
    "handler", ["() => { throw undefined; }", "async () => { await null; throw undefined; }"]
)
@pytest.mark.parametrize(
    ("stem", "call"),
    [
        ("_shared/restart", "streamAnswer(client, request, onText, () => {})"),
        ("_shared/resume", "streamText(client, request, onText)"),
    ],
)
def test_a_handler_that_throws_nothing_at_all_ends_the_stream(stem, call, handler, tmp_path):
    begin = """let asked = 0;
const send = (data: object) => `event: ${(data as any).type}\\ndata: ${JSON.stringify(data)}\\n\\n`;
const message = { id: "m", type: "message", role: "assistant", content: [], usage: {} };
const body = [{ type: "message_start", message },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "hi" } }].map(send).join("");
const headers = { "content-type": "text/event-stream" };
const fetch = async () => (asked++, new Response(body, { headers }));
const client = new Anthropic({ apiKey: "k", fetch });
const request = { model: "m", max_tokens: 9, messages: [] };
const onText = HANDLER;""".replace("HANDLER", handler)
    end = f"await {call}.then(() => console.log('answered'), (thrown) => console.log(thrown, asked));"
    assert with_sdk(ROOT / "rules" / f"{stem}.ts", begin, end, tmp_path).strip() == "undefined 1"


class Polled:
    """Stands in for a client: a batch that runs, then something else in place of the batch."""

    def __init__(self, then):
        self.messages = self.batches = self
        self.then, self.polls = then, 0

    def retrieve(self, _):
        self.polls += 1
        running = SimpleNamespace(processing_status=["in_progress", "canceling"][self.polls % 2])
        return running if self.polls < 3 else SimpleNamespace(processing_status=self.then)

    def results(self, _):  # the SDK raises where there are none
        return f"results of {self.then}"


@pytest.mark.parametrize("then", ["ended", "finalizing"])
def test_a_batch_is_polled_only_while_it_runs(then, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    client = Polled(then)
    results = load_block("batch-results-not-ready/wait-for-batch")["results_of"](client, "b")
    assert (results, client.polls) == (f"results of {then}", 3)


@pytest.mark.parametrize("page", [None, ""])
def test_a_page_in_place_of_a_batch_is_named(page, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    client = Polled(page)
    with pytest.raises(ValueError, match="no batch: "):
        load_block("batch-results-not-ready/wait-for-batch")["results_of"](client, "b")
    assert client.polls == 3


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ('{ processing_status: "ended" }', "results 3"),
        *((page, "no batch: ") for page in ('"<html>"', "[]", "null", '{ error: "denied" }')),
    ],
)
def test_a_batch_is_polled_in_typescript_only_while_it_runs(then, expected, tmp_path):
    begin = f"""let polls = 0;
globalThis.setTimeout = new Proxy(setTimeout, {{ apply: (later, self, [go]) => later.call(self, go, 1) }});
const retrieve = async () => (++polls < 3 ? {{ processing_status: "in_progress" }} : {then});
const client = {{ messages: {{ batches: {{ retrieve, results: () => "results" }} }} }};"""
    end = 'console.log(await resultsOf(client, "b").catch((error) => error.message), polls);'
    path = ROOT / "rules" / "batch-results-not-ready" / "wait-for-batch.ts"
    said = with_sdk(path, begin, end, tmp_path).strip()
    assert said.startswith(expected) and said.endswith("3")


class CutInACharacter(Streaming):
    """Stands in for a client whose first stream is cut after half of an emoji."""

    def __init__(self):
        super().__init__()
        self.turns, self.response = [], SimpleNamespace(headers={"content-type": "text/event-stream"})
        self.current_message_snapshot = "whole"

    def stream(self, messages, **_):
        self.turns = json.loads(json.dumps(messages, ensure_ascii=False).encode())  # as the SDK sends it
        return super().stream()

    def __next__(self):
        if self.asked == 1 and self.current_message_snapshot == "whole":
            self.current_message_snapshot = "cut"
            return SimpleNamespace(type="text", text="a smile: \ud83d")
        if self.asked == 1:
            raise EOFError("cut")
        return SimpleNamespace(type="message_stop")


def test_half_a_character_does_not_end_what_could_go_on(monkeypatch):
    space, client = load_block("_shared/resume"), CutInACharacter()
    monkeypatch.setitem(space, "sleep", lambda _: None)
    text, _ = space["stream_text"](client, [{"role": "user", "content": "?"}], lambda _: None)
    assert text == "a smile: \ud83d" and client.turns[1]["content"] == "a smile: ?"
