"""Claims and harm: runs that prove nothing are refused, and blocks that break something are caught."""

import asyncio
import base64
import inspect
import json
import socket
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import anthropic
import httpx2
import pytest
from lab_client import ask

from diagnostic.diagnosis import rulebook
from diagnostic.lab.blocks import Trial, run_block
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.claims import find_problem, plan_scenarios
from diagnostic.lab.defects.turns import read_again, results_follow
from diagnostic.lab.defects.whole import VALID, changed
from diagnostic.lab.fault import Request
from diagnostic.lab.harm_judges import find_harm, find_harm_of_check
from diagnostic.lab.harm_suite import HISTORIES, SUITE, only_prints, prepares_request, step_blocks, trials
from diagnostic.lab.harm_trials import BY_CODE, OF_LISTS, HarmTrial
from diagnostic.lab.healthy import MODELS
from diagnostic.lab.run import Outcome, Runner
from diagnostic.lab.schedule import Part, Schedule
from diagnostic.lab.sdks import LATEST
from diagnostic.lab.server import Lab
from diagnostic.paths import RULES
from diagnostic.proof.record import End, StepRun

ANSWERED, RAISED, CUT = (End(ends, None, 1) for ends in ("answered", "raised", "cut"))
SILENT = Outcome(0, "", "")


def problem_of(naive, fix, claim="answers", outcome=SILENT, prints=None):
    scenario = next(
        one for one in plan_scenarios(rulebook().causes["overloaded"]) if one.claim.fix == "answers"
    )
    object.__setattr__(scenario, "claim", type(scenario.claim)("overloaded*4", "raises", claim))
    run = StepRun("back-off", "overloaded*4", "b.py", "0", "anthropic 2.14.0", "529", naive, fix, prints)
    return find_problem(scenario, run, outcome)


def test_a_schedule_that_the_plain_program_survives_is_refused():
    assert "proves nothing" in problem_of(ANSWERED, ANSWERED)


def test_a_fix_that_ends_short_or_raises_does_not_answer():
    assert "instead of answering" in problem_of(RAISED, CUT)
    assert "instead of answering" in problem_of(RAISED, RAISED)
    assert problem_of(RAISED, ANSWERED) is None


def test_a_fix_that_asks_without_bound_is_refused():
    for ends in ("answered", "raised"):
        assert "nothing bounds it" in problem_of(RAISED, End(ends, None, 51))


def test_an_error_that_the_plain_program_raises_as_early_proves_nothing():
    same = Outcome(1, "", "OverloadedError: 529")
    assert "proves nothing" in problem_of(RAISED, RAISED, "raises OverloadedError", same)
    assert problem_of(End("raised", None, 3), RAISED, "raises OverloadedError", same) is None
    assert "instead of raising" in problem_of(End("raised", None, 3), RAISED, "raises Another", same)


def test_a_check_that_prints_nothing_of_what_it_says_is_refused():
    assert "printed no" in problem_of(RAISED, RAISED, "prints ECONNREFUSED")
    assert problem_of(RAISED, RAISED, "prints ECONNREFUSED", prints="ECONNREFUSED") is None


@pytest.mark.parametrize(
    "wants, naive, fix, outcome, harm",
    [
        ("answer", ANSWERED, End("answered", None, 2), SILENT, "sends 2 requests"),
        ("answer", ANSWERED, CUT, SILENT, "cut where the plain client answers"),
        ("answer", ANSWERED, ANSWERED, SILENT, None),
        ("error", RAISED, ANSWERED, SILENT, "where an error is due"),
        ("error", RAISED, RAISED, Outcome(1, "", "RuntimeError: gave up"), "hides the real error"),
        ("error", RAISED, RAISED, Outcome(1, "", "the real one"), None),
        ("error", RAISED, End("raised", None, 6), Outcome(1, "", "the real one"), "sends 6 requests"),
        ("loud", CUT, CUT, SILENT, "passes a cut answer on as whole"),
        ("loud", CUT, ANSWERED, SILENT, "passes a cut answer on as whole"),
        ("loud", CUT, RAISED, SILENT, None),
        ("once", RAISED, End("answered", None, 4), SILENT, "sends 4 requests"),
        ("once", RAISED, End("stopped", None, 1), SILENT, "does not end"),
        ("kept", CUT, CUT, Outcome(0, 'LAB-RESULT {"text": "Hel"}', ""), "hides 'refusal'"),
        ("kept", CUT, CUT, Outcome(0, '{"stop_reason": "refusal"}', ""), None),
        ("kept", CUT, RAISED, SILENT, None),
        ("same error", End("raised", "anthropic.APIStatusError: x", 1), RAISED, SILENT, "APIStatusError"),
        ("accepted", RAISED, RAISED, SILENT, "does not put right"),
        ("accepted", RAISED, ANSWERED, SILENT, None),
        ("refused", RAISED, ANSWERED, SILENT, "does not refuse"),
        ("refused", RAISED, RAISED, SILENT, "does not refuse"),
        ("refused", RAISED, End("raised", "ValueError: nothing is asked", 0), SILENT, None),
        ("own", ANSWERED, End("raised", "OwnError: the real one", 1), SILENT, None),
        ("own", ANSWERED, End("raised", "OwnError: the real one", 2), SILENT, "asks again: 2"),
        ("own", ANSWERED, End("raised", "RuntimeError: x", 1), Outcome(1, "", "the real one"), "hides"),
        ("once", RAISED, End("raised", "TypeError: x", 1), SILENT, "fails itself"),
        ("once", End("raised", "TypeError: y", 1), End("raised", "TypeError: x", 1), SILENT, None),
        ("loud", RAISED, End("raised", "an error", 2001), SILENT, "nothing bounds it"),
        ("once", RAISED, RAISED, Outcome(1, "", "LAB-UNHANDLED Error: x"), "no code can catch"),
        ("once", RAISED, RAISED, Outcome(1, "key: sk-ant-lab-dummy", ""), "shows the key"),
        ("ends", RAISED, End("raised", "TimeoutError: the real one", 1500), SILENT, None),
        ("ends", RAISED, End("raised", "APITimeoutError: x", 1500), SILENT, "does not stop"),
        ("once", RAISED, RAISED, Outcome(1, "", "coroutine 'f' was never awaited"), "no code can catch"),
    ],
)
def test_what_spoils_something_is_caught(wants, naive, fix, outcome, harm):
    says = {"error": "the real one", "own": "the real one", "ends": "the real one", "kept": "refusal"}.get(
        wants, ""
    )
    found = find_harm(HarmTrial("x", wants, says), naive, fix, outcome, 0, 0)
    assert found is None if harm is None else harm in found


def test_what_was_paid_for_must_be_on_the_error():
    trial = HarmTrial("x", "loud", left="Paris")
    kept = Outcome(1, "LAB-LEFT [Paris]\n", "an error")
    assert find_harm(trial, RAISED, RAISED, kept, 0, 0) is None
    lost = Outcome(1, "LAB-LEFT None\n", "an error about Paris")
    assert "loses 'Paris'" in find_harm(trial, RAISED, RAISED, lost, 0, 0)


def test_each_trial_that_the_code_calls_for_is_for_a_block():
    made = {one for block in step_blocks(rulebook().causes.values()) for one in map(repr, trials(block))}
    listed = [one for *_, found in (*BY_CODE, *OF_LISTS) for one in found]
    assert [one for one in listed if repr(one) not in made] == []


@pytest.mark.parametrize(
    "wants, fix, outcome, harm",
    [
        ("answer", CUT, SILENT, None),
        ("answer", RAISED, SILENT, "raises where the plain client answers"),
        ("answer", End("cut", None, 3), SILENT, "sends 3 requests"),
        ("kept", CUT, SILENT, None),
        ("error", CUT, SILENT, "hides the real error"),
        ("error", CUT, Outcome(0, "the real one", ""), None),
        ("once", End("stopped", None, 1), SILENT, "does not end"),
        ("loud", CUT, SILENT, "passes a cut answer on as whole"),
        ("loud", End("raised", "TypeError: x", 1), SILENT, "fails itself"),
        ("loud", RAISED, SILENT, None),
    ],
)
def test_a_check_may_print_an_error_but_not_hide_it_nor_ask_more_often(wants, fix, outcome, harm):
    says = "the real one" if wants == "error" else ""
    found = find_harm_of_check(HarmTrial("x", wants, says), ANSWERED, fix, outcome, 0)
    assert found is None if harm is None else harm in found


def test_a_block_of_a_check_is_known_by_its_step_and_a_fix_is_not_one():
    assert only_prints(RULES / "_shared" / "cause-chain.ts")
    assert only_prints(RULES / "rate-limit-input-tokens" / "count-before.py")
    assert not only_prints(RULES / "_shared" / "restart.py")


def test_a_block_that_waits_less_than_it_is_told_is_caught():
    told = HarmTrial("rate-limit~retry-after=300*1", "answer")
    assert "waits 1 s" in find_harm(told, ANSWERED, ANSWERED, Outcome(0, "", "", (1.0,)), 300, 0)


def test_the_streaming_fixes_meet_the_whole_suite():
    for name in ("restart.py", "restart_async.py", "restart.ts", "resume.py", "resume.ts"):
        met = trials(RULES / "_shared" / name)
        own = met[len(SUITE) :]
        assert met[: len(SUITE)] == list(SUITE), name
        assert any(one.says == "half a character" for one in own) == name.startswith("resume"), name
        assert any(one.user_code == "iterators" for one in own) == name.endswith(".py"), name
        assert any(one.says == "half a JSON" for one in own) == name.startswith("resume"), name
        assert any(one.user_code == "own-late-bug" for one in own) == (name.endswith(("_async.py", ".ts"))), (
            name
        )
        assert any(one.user_code == "own-restart-bug" for one in own) == name.startswith("restart"), name


def test_a_block_that_only_prepares_a_request_is_tried_on_a_healthy_one():
    prepares = trials(Path(RULES / "roles-must-alternate" / "merge-turns.py"))
    assert [one.schedule for one in prepares if one.wants == "answer"] == ["ok", "overloaded*1"]


def test_a_block_for_histories_meets_hidden_defects_also_in_objects_of_the_sdk_and_in_tuples():
    meets = trials(RULES / "tool-result-missing" / "answer-tool-calls.py")
    sides = {(one.schedule, one.user_code) for one in meets if one.wants == "accepted"}
    assert sides == {
        *(("tool-result-missing", side) for side in ("", "sdk-objects", "tuples", "iterators")),
        *(("unchanged", side) for side in ("", "sdk-objects in tuples", "iterators")),
    }
    meets = trials(RULES / "tool-result-missing" / "answer-tool-calls.ts")
    assert {one.user_code for one in meets if one.wants == "accepted"} == {""}


def test_the_api_of_the_lab_refuses_every_history_with_a_hidden_defect():
    for history in HISTORIES:
        check = FAULTS[history["fault"]].check
        body = json.dumps({"model": MODELS[0], "max_tokens": 9, **history["request"]}).encode()
        assert check(Request("POST", "/v1/messages", {}, body)), history["says"]


def test_the_api_of_the_lab_takes_every_valid_request():
    for one in VALID:
        body = {"model": MODELS[0], "max_tokens": 9, **one["request"]}
        assert changed(body) is None, one["says"]


def test_a_valid_request_that_was_changed_is_told():
    body = {"model": MODELS[0], "max_tokens": 9, **VALID[1]["request"]}
    shorter = {**body, "messages": body["messages"][:-1]}
    assert "tool_use" in (changed(shorter) or "")
    told = {**body, "system": "Be brief."}
    assert "was changed" in (changed(told) or "")


def test_what_puts_a_request_right_for_some_models_alone_may_change_a_valid_one():
    assert "unchanged" in {one.schedule for one in trials(RULES / "effort-unsupported" / "no-effort.py")}
    meets = trials(RULES / "sampling-params-invalid" / "no-sampling.py")
    assert "unchanged" not in {one.schedule for one in meets}


CALLS = [
    {"role": "user", "content": "Look."},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "look", "input": {}}]},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "b", "name": "look", "input": {}}]},
]


def result(id, **more):
    return {"type": "tool_result", "tool_use_id": id, "content": "x", **more}


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        ([[result("a")], [result("b")]], None),
        ([[result("a"), result("b")], "And?"], None),
        ([[result("a")]], "were found without"),
        (["And?", [result("a"), result("b")]], "were found without"),
        ([[result("a")], "And?", [result("b")]], "were found without"),
        ([[result("a"), result("b")], [result("c")]], "unexpected `tool_use_id`"),
        ([[result("a"), result("b")], [result("a")]], "single result"),
        ([[result("a"), result("b", content="", is_error=True)]], "cannot be empty"),
    ],
)
def test_the_lab_joins_turns_of_one_role_as_the_api_does(turns, says):
    history = [*CALLS, *({"role": "user", "content": content} for content in turns)]
    problem = results_follow({"messages": history})
    assert problem is None if says is None else says in (problem or "")


def test_a_schedule_is_one_fault_after_the_other():
    schedule = Schedule.parse("rate-limit~retry-after=300*1, stream-overloaded*2@run")
    assert [part and part.fault for part in map(schedule.part, range(4))] == [
        "rate-limit",
        "stream-overloaded",
        "stream-overloaded",
        None,
    ]
    assert schedule.run == "run" and schedule.failing_requests == 3
    assert schedule.parts[0] == Part("rate-limit", (("retry-after", "300"),), 1)
    assert Schedule.parse("stall").part(99) and Schedule.parse("stall").failing_requests is None
    assert Schedule.parse("overloaded+2") == Schedule.parse("overloaded*2")


@pytest.mark.parametrize(
    "text", ["", "Overloaded*4", "overloaded*", "overloaded*-1", "overloaded~x*1", "a,,b"]
)
def test_what_is_no_schedule_is_refused_by_name(text):
    with pytest.raises(ValueError, match="is not a fault with a number"):
        Schedule.parse(text)


def test_a_schedule_says_in_words_what_is_played():
    assert Schedule.parse("overloaded*4").describe() == "529 overloaded_error, four times in a row"
    assert (
        Schedule.parse("overloaded*1,stall").describe()
        == "529 overloaded_error, once, then silence in the middle of the stream, every time"
    )


def test_headers_of_a_schedule_replace_those_of_the_fault_and_then_the_api_is_healthy():
    async def talk():
        async with Lab() as lab:
            segment = "rate-limit~retry-after=300~x-should-retry=false*1"
            return [(await ask(lab.port, segment))[0] for _ in range(2)]

    refused, answered = asyncio.run(talk())
    assert refused.startswith(b"HTTP/1.1 429") and refused.count(b"retry-after: ") == 1
    assert b"retry-after: 300\r\n" in refused and b"x-should-retry: false\r\n" in refused
    assert answered.startswith(b"HTTP/1.1 200") and b"retry-after" not in answered


@pytest.mark.slow
@pytest.mark.parametrize("name", ["deadline.py", "deadline_async.py", "deadline.ts"])
def test_the_deadline_of_a_stream_ends_pings_without_end(name, tmp_path):
    text = (RULES / "stream-idle-timeout" / name).read_text()
    shorter = text.replace("600_000", "2_000").replace("600", "2")
    assert shorter != text
    (tmp_path / name).write_text(shorter)
    sdk = LATEST["typescript" if name.endswith(".ts") else "python"]

    async def play(block, schedule):
        async with Lab() as lab, Runner(sdk) as runner:
            return (await run_block(lab, runner, block, Trial(schedule), "run"))[0].ends

    assert asyncio.run(play(tmp_path / name, "pings-only")) == "raised"
    # With its own deadline, so that a busy machine is not late.
    assert asyncio.run(play(RULES / "stream-idle-timeout" / name, "ok")) == "answered"


@pytest.mark.parametrize(
    ("change", "stored"),
    [
        (lambda now: {"system": f"{now.system} Be brief."}, {"system": "Greet. Be brief."}),
        (lambda now: {"tools": [*now.tools, {"name": "a"}]}, {"tools": [{"name": "a", "type": "custom"}]}),
        (lambda now: {"metadata": {"old": None, "runs": f"{now.metadata}"}}, {"metadata": {"runs": "{}"}}),
        (
            lambda now: {"model": "claude-opus-4-7", "system": f"{now.system} Be brief."},
            {"model": {"id": "claude-opus-4-7"}, "system": "Greet. Be brief."},
        ),
    ],
    ids=["text", "list", "metadata", "model"],
)
def test_a_change_of_an_agent_whose_answer_was_lost_is_not_made_twice(change, stored):
    """The SDK sends it again and gets the conflict with itself; the API adds defaults to the fields."""
    agent = {
        "version": 1,
        "system": "Greet.",
        "tools": [],
        "metadata": {},
        "model": {"id": "claude-haiku-4-5"},
    }
    updates = []

    def update(_, version, **fields):
        updates.append(fields)
        agent.update(stored, version=version + 1)
        request = httpx2.Request("POST", "https://api.anthropic.com")
        raise anthropic.ConflictError("409", response=httpx2.Response(409, request=request), body=None)

    def retrieve(_):
        return SimpleNamespace(**agent, to_dict=lambda: {**agent})

    space = {}
    exec((RULES / "conflict" / "change-agent.py").read_text(), space)
    agents = SimpleNamespace(retrieve=retrieve, update=update)
    client = SimpleNamespace(beta=SimpleNamespace(agents=agents))
    changed = space["change_agent"](client, "agent_1", change)
    assert (len(updates), changed.version) == (1, 2)


def read_block(path):
    """What a Python block defines."""
    space = {}
    exec((RULES / path).read_text(), space)
    return SimpleNamespace(**space)


@pytest.mark.parametrize("block", ["change-agent.py", "change-agent_async.py"])
@pytest.mark.parametrize(
    ("have", "want", "held"),
    [
        ({"type": "coordinator"}, None, False),
        ({"id": "claude-opus-4-7", "speed": "standard"}, "claude-opus-4-7", True),
        ({"id": "claude-opus-4-7"}, "claude-haiku-4-5", False),
        ([{"type": "a", "x": 1}], ({"type": "a"},), True),
        ([{"type": "a"}, {"type": "b"}], [{"type": "a"}], False),
        ({"a": "1", "b": "2"}, {"a": "1", "c": None}, True),
    ],
)
def test_an_agent_holds_a_change_only_if_each_of_its_fields_is_there(block, have, want, held):
    assert read_block(f"conflict/{block}").holds(have, want) is held


def test_results_keep_their_order_where_none_is_missing():
    turns = [*CALLS, {"role": "user", "content": [result("b"), result("a")]}]
    answered = read_block("tool-result-missing/answer-tool-calls.py").answer_calls(turns)
    assert answered[-1] == turns[-1]


SOUND = base64.b64encode(b"RIFF\x24\x08\x00\x00WAVEfmt ").decode()
IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/webp", "data": SOUND}}


def image_of(data):
    return {"type": "image", "source": {**IMAGE["source"], "data": data}}


def test_a_sound_is_no_image():
    with pytest.raises(ValueError, match="not PNG, JPEG, GIF or WebP"):
        read_block("image-invalid/detect-image-type.py").true_types([{"role": "user", "content": [IMAGE]}])


def test_an_image_that_the_sdk_will_read_stays_as_it_is():
    turns = [{"role": "user", "content": [image_of(BytesIO(b"GIF89a"))]}]
    assert read_block("image-invalid/detect-image-type.py").true_types(turns) == turns


def test_an_image_that_is_named_by_its_path_gets_its_type(tmp_path):
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\xff\xd8\xff\xe0 a photo")
    source = {"type": "base64", "media_type": "image/png", "data": photo}
    turns = [{"role": "user", "content": [{"type": "image", "source": source}]}]
    (turn,) = read_block("image-invalid/detect-image-type.py").true_types(turns)
    sent = turn["content"][0]["source"]
    assert sent["media_type"] == "image/jpeg" and source["data"] is photo
    assert base64.b64decode(sent["data"]) == photo.read_bytes()


def test_an_image_that_the_sdk_will_read_is_measured_before(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\0" * 90)
    check = read_block("image-too-large/check-image.py").check_images
    for data, size in ((tmp_path / "a.png", 120), (BytesIO(b"\0" * 90), 0)):
        turns = [{"role": "user", "content": [image_of(data)]}]
        assert check(turns, most_bytes=size) == turns
        assert check((turn for turn in turns), most_bytes=size) == turns
    with pytest.raises(ValueError, match="120 base64 bytes"):
        check([{"role": "user", "content": [image_of(tmp_path / "a.png")]}], most_bytes=119)


def test_a_header_that_holds_no_beta_any_more_is_left_out():
    sent = []

    def answer(request):
        sent.append(request.headers.get("anthropic-beta"))
        message = "Unexpected value(s) `old-1` for the `anthropic-beta` header."
        return httpx2.Response(400 if sent[-1] == "old-1" else 500, json={"error": {"message": message}})

    http_client = anthropic.DefaultHttpxClient(transport=httpx2.MockTransport(answer))
    client = anthropic.Anthropic(api_key="k", max_retries=0, http_client=http_client)
    request = {"model": "m", "max_tokens": 1, "messages": [], "betas": ["old-1"]}
    with pytest.raises(anthropic.InternalServerError):
        read_block("beta-header-invalid/known-betas.py").ask(client, request)
    assert sent == ["old-1", None]


def test_an_answer_of_parse_loses_the_field_that_the_api_does_not_take():
    text = SimpleNamespace(to_dict=lambda: {"type": "text", "text": "{} ", "parsed_output": {}})
    turns = [{"role": "assistant", "content": [text]}]
    stripped = read_block("trailing-whitespace/strip-prefill.py").strip_end(turns)
    assert stripped == [{"role": "assistant", "content": [{"type": "text", "text": "{}"}]}]


@pytest.mark.parametrize("said", ["", "\n", " \t"])
def test_a_part_that_says_nothing_is_not_sent_back_as_it_is(said):
    asked = []

    def create(messages):
        asked.append(messages)
        part = ("max_tokens", said) if len(asked) == 1 else ("end_turn", "Hello.")
        return SimpleNamespace(stop_reason=part[0], content=[SimpleNamespace(type="text", text=part[1])])

    client = SimpleNamespace(messages=SimpleNamespace(create=create))
    request = {"messages": [{"role": "user", "content": "q"}]}
    message = read_block("output-truncated/continue-answer.py").whole_message(client, request)
    assert [block.text for block in message.content] == ["Hello."]
    assert all(turn["content"].strip() for turn in asked[-1])


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(RULES.glob("*/*.py"))
        if prepares_request(path) and "(messages" in path.read_text()
    ],
    ids=lambda path: path.stem,
)
def test_a_block_for_histories_takes_an_empty_one(path):
    block = read_block(path)
    functions = [value for value in vars(block).values() if inspect.isfunction(value)]
    assert functions[-1]([]) == []


def test_the_pages_of_a_pdf_are_counted_without_its_trees_and_labels():
    page, others = b"<< /Type/Page /Parent 2 0 R >>", b"<< /Type /Pages >> << /Type /PageLabel /S /D >>"
    check = read_block("document-invalid/check-pdf.py").check_pdf
    pdf = b"%PDF-1.7 " + others * 9 + page * 3
    assert check(pdf, 3) == pdf
    with pytest.raises(ValueError, match="about 3 pages"):
        check(pdf, 2)


def test_the_lab_refuses_what_was_read_before():
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": ""}}
    question = [{"role": "user", "content": "q"}]
    call = [{"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "f", "input": {}}]}]
    assert read_again({"messages": []}) and read_again({"messages": question + call, "tools": []})
    assert read_again({"messages": question, "tools": []}) is None
    assert read_again({"messages": [{"role": "user", "content": [image]}]})
    assert read_again({"messages": question}) is None


@pytest.mark.parametrize("key", ["sk-1234-of-a-gateway\n", "sk-ant-api03-first\nsecond-half"])
def test_a_printed_chain_of_causes_shows_nothing_of_the_key(key, capsys):
    block = (RULES / "_shared" / "cause-chain.py").read_text()
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(anthropic.AnthropicError):
        base_url = f"http://127.0.0.1:{server.getsockname()[1]}"
        client = anthropic.Anthropic(api_key=key, max_retries=0, base_url=base_url)
        exec(block, {"client": client, "messages": [{"role": "user", "content": "q"}]})
    shown = capsys.readouterr().out
    assert "Illegal header value" in shown and not any(part in shown for part in key.split())


@pytest.mark.parametrize(
    ("pdf", "is_protected"),
    [
        (b"%PDF-1.7 /URI (https://docs.example.com/kms/Encryption)", False),
        (b"%PDF-1.7 trailer << /Size 9 /Encrypt 8 0 R >>", True),
        (b"%PDF-1.7 trailer << /Encrypt<< /V 4 >> >>", True),
    ],
)
def test_a_pdf_is_protected_by_its_trailer_and_not_by_a_link(pdf, is_protected):
    check = read_block("document-invalid/check-pdf.py").check_pdf
    if is_protected:
        with pytest.raises(ValueError, match="protected"):
            check(pdf)
    else:
        assert check(pdf) == pdf


def test_a_last_question_that_is_too_large_alone_costs_few_requests():
    asked = []

    def refuse(request):
        asked.append(request)
        return httpx2.Response(413, json={"type": "error", "error": {"type": "request_too_large"}})

    http_client = anthropic.DefaultHttpxClient(transport=httpx2.MockTransport(refuse))
    client = anthropic.Anthropic(api_key="k", max_retries=0, http_client=http_client)
    turns = [{"role": role, "content": "x"} for _ in range(40) for role in ("user", "assistant")][:-1]
    with pytest.raises(anthropic.APIStatusError):
        read_block("request-too-large/measure-body.py").ask(
            client, {"model": "m", "max_tokens": 1, "messages": turns}
        )
    assert len(asked) <= 7


def test_thinking_that_is_switched_off_is_left_out_and_not_switched_on():
    request = {"thinking": {"type": "disabled"}, "tool_choice": {"type": "tool", "name": "w"}}
    adapted = read_block("thinking-mode-unsupported/thinking-for-model.py").adaptive(request)
    assert adapted == {"tool_choice": {"type": "tool", "name": "w"}}
