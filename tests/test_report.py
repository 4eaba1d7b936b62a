"""Facts read from a paste: real outputs in reports/*.txt, each with the expected facts in a .json beside it,
shorter texts in facts/texts.toml, with theirs in facts/facts.json, and single facts in facts/claims.toml.
"""

import json
import os
import re
import time
import tomllib
from http import HTTPStatus
from pathlib import Path

import pytest
from cpu_time import within
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic import report
from diagnostic.pattern_sets import find_uncompilable
from diagnostic.report import ParsedReport, SurfaceFact, read_report
from diagnostic.report.codes import is_code
from diagnostic.text import clean

_HERE = Path(__file__).parent / "reports"
_CASES = sorted(_HERE.glob("*.txt"))
_FACTS = Path(__file__).parent / "facts" / "facts.json"
_TEXTS = tomllib.loads(_FACTS.with_name("texts.toml").read_text())
_CLAIMS = tomllib.loads(_FACTS.with_name("claims.toml").read_text())["claim"]
_FIELDS = ("language", "client", "status", "error_type", "error_code", "api_message", "request_id", "phase",
    "stop_reason", "model", "retry_after", "platform")  # fmt: skip


def _read(text: str) -> ParsedReport:
    return read_report(clean(text))


def _shorten(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:60]} … {text[-30:]}"


def _describe_surface(surface: SurfaceFact) -> str:
    # The newest version changes with each release.
    return re.sub(r"up to \d+\.\d+", "up to …", f"{surface.verdict}: {surface.sentence}")


def _facts(text: str) -> dict:
    """The known facts in a short form that a person can check against the text, and where it shows them."""
    cleaned = clean(text)
    reading = read_report(cleaned)
    report = reading.report
    names = [f"{fact.module}.{fact.name}" if fact.module else fact.name for fact in report.exceptions]
    facts = {name: getattr(report, name) for name in _FIELDS}
    facts |= {
        "vendor": report.vendor
        and f"{report.vendor.value}: {report.vendor.reason} ({report.vendor.sign}, {report.vendor.strength})",
        "exceptions": names,
        "main_exception": names[reading.main_exception_index]
        if reading.main_exception_index is not None
        else None,
        "codes": list(report.codes),
        "sdk_version": report.sdk_version
        and f"{report.sdk_version.package} {report.sdk_version.range}: {report.sdk_version.reason}",
        "stream": (
            report.stream and {"events": report.stream.events, "message_stop": report.stream.message_stop}
        ),
        "numbers": report.numbers,
        "relations": [fact.relation for fact in report.exceptions[1:]],
        "messages": [_shorten(fact.message) for fact in report.exceptions],
        "surface": report.surface and _describe_surface(report.surface),
        "other_errors": [
            [other.error_type, other.status, other.api_message, cleaned.text[slice(*other.place)]]
            for other in reading.other_errors
        ],
        "places": {name: _shorten(cleaned.text[slice(*place)]) for name, place in reading.spans.items()},
    }
    return {name: value for name, value in facts.items() if value not in (None, [], {}, "unknown")}


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.stem)
def test_real_output_gives_its_facts(case):
    facts = _facts(case.read_text())
    expected = case.with_suffix(".json")
    if os.environ.get("UPDATE_REPORTS"):
        expected.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
    assert facts == json.loads(expected.read_text())


@pytest.fixture(name="expected", scope="session")
def _expected():
    if os.environ.get("UPDATE_REPORTS"):
        facts = {name: _facts(text) for name, text in sorted(_TEXTS.items())}
        _FACTS.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
    return json.loads(_FACTS.read_text())


@pytest.mark.parametrize("name", _TEXTS)
def test_a_text_gives_its_facts(name, expected):
    assert _facts(_TEXTS[name]) == expected[name]


@pytest.mark.parametrize(
    ("fact", "text", "values"),
    [
        pytest.param(claim["fact"], text, values, id=f"{claim['says']}-{number}")
        for claim in _CLAIMS
        for number, (text, *values) in enumerate(claim["cases"])
    ],
)
def test_a_claim_about_one_fact_holds(fact, text, values):
    facts = _facts(text)
    if "vendor" in facts:
        facts["vendor"] = facts["vendor"].partition(":")[0]
    assert facts.get(fact) == (values[0] if values else None)


@pytest.mark.parametrize(
    ("text", "field", "longest"),
    [
        ("Claude liefert seit gestern 529, was tun?", "status", 400),
        ("Claude liefert seit gestern overloaded_error, was tun?", "error_type", 400),
        ("Error: overloaded_error", "error_type", 4000),
        ("We saw a RateLimitError here", "exceptions", 4000),
        ("The gateway answered 503 Service Unavailable", "status", 20_000),
    ],
)
def test_what_is_only_named_in_words_counts_up_to_a_length_of_the_text(text, field, longest):
    for length in (longest, longest + 1):
        filler = ("so " * length)[: length - len(text) - 2]
        read = _read(f"{text}\n{filler}.")
        assert len(read.data) == length
        assert bool(getattr(read.report, field)) == (length == longest)


def test_only_a_text_that_is_no_log_describes_errors():
    for length in (20_000, 20_001):
        text = "Troubleshooting: 503 Service Unavailable"
        assert len(data := _read(text + "." * (length - len(text))).data) == length
        assert data.strip().startswith(b"T") == (length > 20_000)


@pytest.mark.parametrize(("distance", "status"), [(3999, 529), (4000, 503)])
def test_of_several_statuses_the_one_near_the_body_counts(distance, status):
    body = '{"type":"error","error":{"type":"api_error","message":"x"}}'
    filler = ("so " * distance)[: distance - len(f"529\n\n{body.partition('api_error')[0]}")]
    text = f"HTTP Error 529\n{filler}\n{body}\n{'so ' * 2000}\nHTTP Error 503"
    assert _read(text).report.status == status


@pytest.mark.parametrize("lead", ["", "x"])
@pytest.mark.parametrize(
    "head",
    [
        "anthropic.BadRequestError: ",
        "anthropic.BadRequestError('",
        '{"type":"error","error":{"type":"api_error","message":"',
    ],
)
def test_a_message_that_is_cut_within_a_character_is_read(head, lead):
    report = _read(head + lead + "é" * 4000).report
    message = report.exceptions[0].message if report.exceptions else report.api_message
    assert message.startswith(f"{lead}éé") and len(message) < 4000


_API = (
    "{'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}, 'request_id':"
    " 'req_011CAbc'}"
)


@pytest.mark.parametrize(
    "text",
    [
        _API,
        _API.replace("'", '"'),
        _API.replace("'", '\\"'),
        _API.replace("'", '\\\\\\"'),
        'b"' + _API + '"',
        _API.replace("'error': {", "'error':\n    {\n  "),
        (
            "{\n  type: 'error',\n  error: { type: 'overloaded_error', message: 'Overloaded' },\n "
            " request_id: 'req_011CAbc'\n}"
        ),
        (
            "event: error\ndata:"
            ' {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}'
            ',"request_id":"req_011CAbc"}'
        ),
    ],
)
def test_the_apis_error_body_is_read_in_every_notation(text):
    report = _read(text).report
    assert (report.error_type, report.api_message, report.request_id) == (
        "overloaded_error",
        "Overloaded",
        "req_011CAbc",
    )
    assert report.vendor.value == "anthropic"


def test_a_wrapper_is_looked_through_to_the_clients_own_exception():
    reading = _read("langchain_anthropic.chat_models.AnthropicConnectionError: Connection error.")
    assert reading.main_exception_index == 0
    text = (
        "anthropic.APIConnectionError: Connection error.\n\n"
        "The above exception was the direct cause of the following exception:\n\n"
        "langchain_anthropic.chat_models.AnthropicConnectionError: Connection error."
    )
    reading = _read(text)
    assert [(fact.name, fact.relation) for fact in reading.report.exceptions] == [
        ("AnthropicConnectionError", "raised"),
        ("APIConnectionError", "cause"),
    ]
    assert reading.main_exception_index == 1


_IPYTHON = """File /usr/lib/python3.12/asyncio/runners.py:186, in run(main)
    183 if events._get_running_loop() is not None:
    184     raise RuntimeError("asyncio.run() cannot be called from a running event loop")
--> 186 with Runner(debug=debug) as runner:
    187     return runner.run(main)
    188 # ECONNREFUSED: not here
OverloadedError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': \
'Overloaded'}}
"""
_RICH = """╭──────────── Traceback (most recent call last) ─────────────╮
│ /usr/lib/python3.12/asyncio/runners.py:194 in run          │
│                                                            │
│   191 │   │   raise RuntimeError("cannot be called from")   │
│   192                                                      │
│   193 │   with Runner(debug=debug) as runner:               │
│ ❱ 194 │   │   return runner.run(main)                       │
│   195                                                      │
│   196 def _cancel_all_tasks(loop):  # ECONNREFUSED          │
╰────────────────────────────────────────────────────────────╯
OverloadedError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': \
'Overloaded'}}
"""
_PYTEST = """    def request(self):
        if timeout:
            raise APITimeoutError(request=request)
>       raise self._make_status_error(response)
E       anthropic.OverloadedError: Error code: 529
"""
_TOOL = """⏺ Bash(psql -c 'select 1')
  ⎿  Error: Exit code 2
     connect ECONNREFUSED 127.0.0.1:5432
⏺ The database is not running.
"""


_NAMES = ",".join(f'"{status.value}":"{status.phrase}"' for status in HTTPStatus)
_AXIOS = (
    '{"err":{"name":"AxiosError","message":"timeout of 20000ms'
    f' exceeded","nativeProtocols":{{"STATUS_CODES":{{{_NAMES}}},"maxHeaderSize":16384}}}}}}'
)


@pytest.mark.parametrize(
    ("text", "hidden", "shown"),
    [
        (
            _IPYTHON,
            ["cannot be called from", "ECONNREFUSED"],
            ["with Runner(debug=debug)", "Error code: 529"],
        ),
        (
            _RICH,
            ["cannot be called from", "ECONNREFUSED"],
            ["return runner.run(main)", "runners.py:194 in run", "Error code: 529"],
        ),
        (_PYTEST, ["APITimeoutError"], ["raise self._make_status_error", "Error code: 529"]),
        (_TOOL, ["ECONNREFUSED"], ["The database"]),
        (_TOOL.replace("connect E", "anthropic.APIError: E"), [], ["ECONNREFUSED"]),
        ("redis.exceptions.ConnectionError: Error 111\nclaude-sonnet-4-6: HTTP 529", ["redis"], ["HTTP 529"]),
        (
            "ConnectError fetching https://raw.githubusercontent.com/x.json: [Errno -2]\nHTTP 529",
            ["Errno"],
            ["HTTP 529"],
        ),
        (
            _AXIOS,
            ["Proxy Authentication Required", "Too Many Requests"],
            ["timeout of 20000ms", "maxHeaderSize"],
        ),
    ],
    ids=[
        "IPython",
        "rich",
        "pytest",
        "a tool",
        "a tool that calls Claude",
        "a database",
        "a side request",
        "a table of statuses",
    ],
)
def test_what_is_not_this_errors_own_is_not_read(text, hidden, shown):
    data = _read(text).data.decode()
    assert [word for word in hidden if word in data] == []
    assert [word for word in shown if word not in data] == []


def test_codes_that_a_client_only_lists_did_not_happen():
    listed = "retry: { errorCodes: ['ETIMEDOUT', 'ECONNRESET', 'EADDRINUSE'] }, code: 'ENOTFOUND'"
    assert _read(listed).report.codes == ("ENOTFOUND",)


def test_node_numbers_its_errors_in_its_own_way():
    assert _read("errno: -2, code: 'ENOENT', syscall: 'open'").report.codes == ("ENOENT",)


def test_a_text_that_names_several_types_or_statuses_explains_them():
    explained = (
        "400 - invalid_request_error: bad. 401 - authentication_error: key. 429 - rate_limit_error. 529 -"
        " overloaded_error"
    )
    assert _read(explained).report.error_type is None
    assert _read(explained).report.status is None


def test_a_type_in_quotes_counts_where_somebody_got_it():
    assert (
        _read('my bot says that Claude returned error "overloaded_error"').report.error_type
        == "overloaded_error"
    )
    assert _read('if kind == "overloaded_error": retry with Claude').report.error_type is None


def test_every_answer_of_the_api_in_a_paste_is_read():
    body = "anthropic.X: Error code: {} - {{'type': 'error', 'error': {{'type': '{}', 'message': '{}'}}}}\n"
    text = body.format(429, "rate_limit_error", "slow") + body.format(529, "overloaded_error", "Overloaded")
    reading = _read(text)
    assert (reading.report.status, reading.report.error_type) == (529, "overloaded_error")
    assert [(one.status, one.error_type, one.api_message) for one in reading.other_errors] == [
        (429, "rate_limit_error", "slow")
    ]


def test_a_null_stop_reason_is_said_and_one_in_a_transcripts_start_is_not():
    assert _read("Message(id='msg_01A', stop_reason=None)").report.stop_reason == "none"
    assert _read("Message(id='msg_01A', stop_reason='max_tokens')").report.stop_reason == "max_tokens"
    start = (
        'event: message_start\ndata: {"type":"message_start","message":{"stop_reason":null}}\n\nevent:'
        ' ping\ndata: {"type":"ping"}'
    )
    assert _read(start).report.stop_reason is None


def test_of_two_languages_the_one_that_numbers_its_errors_printed_the_text():
    node = "    at fetch (x.js:1:2)\n"
    assert _read(f"{node}anthropic.APIError: Error code: 400 - {{'x': 1}}").report.language == "python"
    assert _read(f"{node}400 {{'x': 1}}").report.language == "typescript"


@pytest.mark.parametrize(
    ("rest", "is_shown"),
    [
        ('"content":[]}}', True),
        ('"content":[{"type":"text","text":"Wait..."}]}}', True),
        ('"content":[]}}\n\nand then nothing...', True),
        ('"content":[],...}}', False),
        ('"content":[]}}\n\n...\n', False),
        ('"content":[]}}\n\n…\nThe id is also in the log.', False),
        ('"content":[]}}\n\n...\n\nevent: error\ndata: {"type":"error","error":{}}', True),
    ],
)
def test_an_excerpt_that_is_cut_does_not_show_how_the_stream_ended(rest: str, is_shown: bool):
    start = f'event: message_start\ndata: {{"type":"message_start","message":{{"id":"msg_01A",{rest}'
    assert (_read(start).report.stream is not None) is is_shown


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("ECONNRESET", True),
        ("UND_ERR_SOCKET", True),
        ("ERR_INVALID_ARG_TYPE", True),
        ("CERT_HAS_EXPIRED", True),
        ("curl:28", True),
        ("curl:7", True),
        ("ECONNRESETS", False),
        ("a ECONNRESET", False),
        ("curl:", False),
        ("curl:280", False),
        ("28", False),
        ("ConnectionRefused", False),  # it is read as ECONNREFUSED
    ],
)
def test_a_rule_can_ask_for_codes_in_their_normal_form_alone(name, is_one):
    assert is_code(name) == is_one


def test_a_failed_connection_has_no_status_of_another_requests_log():
    log = 'INFO: 127.0.0.1 - "POST /chat HTTP/1.1" 500 Internal Server Error'
    assert _read(f"{log}\nanthropic.APITimeoutError: Request timed out.\n{log}").report.status is None


def test_places_are_those_of_the_cleaned_text():
    cleaned = clean(
        "Größe ✓\nanthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type':"
        " 'rate_limit_error'}}"
    )
    spans = read_report(cleaned).spans
    assert cleaned.text[slice(*spans["status"])] == "429"
    assert cleaned.text[slice(*spans["error_type"])] == "rate_limit_error"
    assert cleaned.text[slice(*spans["exceptions.0"])].startswith("anthropic.RateLimitError")


_PIECES = st.sampled_from(
    ["Traceback (most recent call last):\n", "The above exception was the direct cause of the following "
        "exception:\n", "E", "rror: ",
     "anthropic.", "APIError", "\n", " ", "{", "}", "'", '"', "\\", "type", ": ", "error", "529", "message",
     "event: ", "data: ", "[cause]: ",
     "req_011C", "claude-", "stop_reason", "=", "None", "é", "⎿", "\x00", "(", ")", "    at ", "File \"a\", "
         "line 1"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=6), max_size=40).map("".join))
def test_any_text_is_read(text):
    reading = _read(text)
    assert reading.main_exception_index is None or reading.main_exception_index < len(
        reading.report.exceptions
    )


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(_CASES),
    st.lists(st.sampled_from(["deploy finished", "user 42 logged in", "cache warm"]), max_size=3),
)
def test_innocent_lines_around_an_error_change_no_fact(case, lines):
    text = case.read_text().strip("\n")
    facts, around = _facts(text), _facts("\n".join([*lines, text, *lines]))
    for read in (facts, around):  # a line as long as a terminal is wide may go on in the next one
        del read["places"]
        read.pop("messages", None)
    assert around == facts


@pytest.mark.parametrize(
    "piece",
    ["APIError: ", "Error: x\n", "{'type': 'error', 'error': {'type': 'api_error', ", "message: '", "\\",
    "a.", "[", "529 ", "event: ping\n",
     "Traceback (most recent call last):\n", "claude-", "\n\n    at ", "KeyError('"],
)  # fmt: skip
def test_hostile_repetition_is_read_in_linear_time(piece):
    cleaned = clean(piece * (256 * 1024 // len(piece)))
    with within(1):
        read_report(cleaned)


def test_a_plain_traceback_is_read_fast():
    cleaned = clean((_HERE / "python-2.12.0-refused.txt").read_text())
    times = []
    for _ in range(30):
        started = time.thread_time()
        read_report(cleaned)
        times.append(time.thread_time() - started)
    # A generous bound for busy machines; 0.25 ms is what is aimed at and usually met.
    assert min(times) < 0.002


def test_hyperscan_takes_every_sign():
    """One that it rejects leaves all of them to RE2: twice the time for every text."""
    assert find_uncompilable(report._SIGNS) == {}
