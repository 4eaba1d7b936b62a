"""Whose error a text shows: a text for each sign in vendors.toml, then five texts for each kind of doubt."""

import tomllib
from pathlib import Path

import pytest
import re2

from diagnostic.diagnosis import diagnose
from diagnostic.paths import RULES
from diagnostic.report import read_report
from diagnostic.report.attribution.evidence import find_near, find_signs
from diagnostic.text import clean
from diagnostic.world.files import DataFileError
from diagnostic.world.vendors import load_vendors, signs

_TEXTS = tomllib.loads((Path(__file__).parent / "vendors.toml").read_text())
_BESIDE = tomllib.loads((Path(__file__).parent / "beside.toml").read_text())
_FILES = {path.stem: tomllib.loads(path.read_text()) for path in (RULES / "_vendors").glob("*.toml")}
_SEEN = [
    (f"{vendor}/{sign}", text)
    for vendor, by_sign in _TEXTS.items()
    for sign, texts in by_sign.items()
    for text in texts
]


def _vendor(text):
    return read_report(clean(text)).report.vendor


@pytest.mark.parametrize(
    "text",
    [
        "the params of the code",
        "an api.xopenai.company",
        "togetherness",
        "import antropic",
        "geminiani",
        "grokking it",
        "the overloaded_errors list",
        "port=114340",
        "redirect",
        "stripes",
        "a composers' meeting",
    ],
)
def test_a_part_of_another_word_shows_nobody(text):
    assert not find_signs(text.encode())


@pytest.mark.parametrize(("sign", "text"), _SEEN)
def test_a_text_shows_its_sign(sign, text):
    assert sign in [found.id for found in find_signs(text.encode())]


@pytest.mark.parametrize("id", _FILES)
def test_each_pattern_of_a_vendor_is_in_one_of_its_texts(id):
    lost = [
        pattern
        for table in _FILES[id]["signs"]
        for pattern in table["patterns"]
        if not any(re2.search(pattern, text) for text in _TEXTS[id][table["id"]])
    ]
    assert lost == []


def test_every_sign_has_texts():
    assert {sign for sign, _ in _SEEN} == signs().keys()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # A relay wraps Claude's own sentence in OpenAI's form: the sentence says whose it is.
        ("Error code: 400 - {'error': {'message': 'Your credit balance is too low to access the Anthropic "
            "API.', 'type': 'invalid_request_error', 'param': '', 'code': None}}", "anthropic"),
        ('{"error":{"message":"messages: roles must alternate between \\"user\\" and '
            '\\"assistant\\"","type":"upstream_error","param":"400","code":"bad_response_status_code"}}',
            "anthropic"),
        ("openai.BadRequestError: Error code: 400 - {'error': {'code': 'invalid_request_error', 'message': "
            "'prompt is too long: 210000 tokens > 200000 maximum', 'type': 'invalid_request_error', 'param': "
            "None}}", "anthropic"),
        ('500: {"error":{"code":"500","message":"messages.3.content.0: unexpected '
            '`tool_use_id`","param":null,"type":"new_api_error"}}', "anthropic"),
        ('{"error":{"message":"max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens '
            'for claude-3-5-sonnet","param":null,"code":"400"}}', "anthropic"),
        # The same form without a word of Claude stays nobody's that is known here.
        ("Error code: 401 - {'error': {'message': 'x', 'type': 'y', 'param': None, 'code': "
            "'invalid_api_key'}}", "other"),
        ('{"error":{"message":"Rate limit '
            'reached","type":"tokens","param":null,"code":"rate_limit_exceeded"}}', "other"),
        ('429 {"error":{"code":"1302","message":"too fast","param":null}}', "other"),
        ("{'error': {'message': 'model not found', 'param': 'model', 'code': 'model_not_found'}}", "other"),
        ('BadRequestError: 400 {"message":"bad","param":null,"code":null}', "other"),
        # Another vendor's error behind Claude Code, the SDK or the error's shape, which forks and relays
        # print too.
        ('API Error: 400 {"error":{"message":"Azure OpenAI: the response was '
            'filtered","type":"invalid_request_error","code":"content_filter"}}', "other"),
        ("anthropic.BadRequestError: Error code: 400 - {'type': 'error', 'error': {'type': "
            "'invalid_request_error', 'message': 'The reasoning_content in the thinking mode must be passed "
            "back to the API.'}}", "other"),
        ('API Error: 500 {"type":"error","error":{"type":"api_error","message":"Post '
            '\\"http://localhost:11434/api/chat\\": EOF"}}', "other"),
        ("✕ [API Error: You have exhausted your capacity on this model.]", "other"),
        ('POST /v1/messages 400 {"model":"gpt-5-codex","error":{"type":"error","message":"Codex error: '
            'unsupported parameter"}}', "other"),
        ('API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"model: '
            'amazon.nova-pro-v1:0 is not available"}}', "other"),
        ("Permission 'aiplatform.endpoints.predict' denied on resource "
            "'publishers/google/models/gemini-2.5-pro' (anthropic-vertex)", "other"),
        # Help lines, protocols, imports and lists of versions are nobody's.
        ("litellm.BadRequestError: AnthropicException - bad\nPass model as E.g. For 'Huggingface' inference "
            "endpoints pass in `completion(model='huggingface/starcoder',..)`", "anthropic"),
        ('OpenAI completion error: 529 '
            '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', "anthropic"),
        ("import openai\nimport anthropic\nanthropic.RateLimitError: Error code: 429 - {'type': 'error', "
            "'error': {'type': 'rate_limit_error'}}", "anthropic"),
        ("from langchain_openai import ChatOpenAI\nfrom langchain_anthropic import "
            "ChatAnthropic\nInternalServerError: 529 overloaded_error", "anthropic"),
        ("openai==2.1.0\nanthropic==0.97.0\nhttpx.ReadTimeout: The read operation timed out", "anthropic"),
        # What stands near the error outweighs what stands far from it, either way.
        ("Gemini CLI is installed too.\n" + "- step done\n" * 60 + "anthropic.RateLimitError: Error code: "
            "429 - {'type': 'error', 'error': {'type': 'rate_limit_error'}}", "anthropic"),
        ("claude-sonnet-4-5 answered first.\n" + "- step done\n" * 60 + "openai.RateLimitError: Error code: "
            "429 - {'error': {'message': 'quota'}}", "other"),
        ("anthropic==0.97.0 is used elsewhere\n" + "- step done\n" * 60 + "google.genai.errors.ServerError: "
            "503 UNAVAILABLE.", "other"),
        ("redis is up\n" + "- step done\n" * 60 + 'API Error: 529 '
            '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', "anthropic"),
        ("psycopg2.OperationalError: connection refused\n" + "- step done\n" * 60 + "the claude worker was "
            "fine", "other"),
        # A service or an installer far from an error did not print it.
        ("redis is up\n" + "- step done\n" * 60 + "HTTP/1.1 503 Service Unavailable", None),
        ("npm error code 1\n" + "- step done\n" * 60 + "RowTroubleError: no row", None),
        ("npm error code 1\nRowTroubleError: no row", "other"),
        ("ChatGPT is up\n" + "- step done\n" * 60 + "HTTP/1.1 503 Service Unavailable", "other"),
    ],
)  # fmt: skip
def test_evidence_is_weighed_where_the_error_stands(text, value):
    found = _vendor(text)
    assert (found and found.value) == value


@pytest.mark.parametrize("text", _BESIDE["theirs"])
def test_an_error_of_another_service_in_a_text_that_names_claude_has_no_cause(text):
    assert diagnose(text).findings == ()


@pytest.mark.parametrize(
    ("cause", "text"), [(cause, text) for cause, texts in _BESIDE["claudes"].items() for text in texts]
)
def test_an_error_of_claude_beside_another_service_has_its_cause(cause, text):
    assert [one.cause.id for one in diagnose(text).findings][:1] == [cause]


def test_a_mention_of_claude_is_no_evidence_that_its_client_printed_the_text():
    assert not _vendor("I use Claude and it says: Connection error.").is_claude
    assert _vendor("claude-sonnet-4-5: Connection error.").is_claude


_GOOD = (
    'name = "X"\nkind = "model"\nroots = ["x"]\n[[signs]]\nid = "own"\nstrength = "strong"\npatterns ='
    " ['\\bx\\b']\n"
)
_CLAUDE = _GOOD.replace('"model"', '"claude"')


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (_GOOD.replace('"model"', '"vendor"'), "$.kind"),
        (_GOOD.replace('"model"', '"claude"'), "$.kind"),
        (_GOOD.replace('"strong"', '"sure"'), "$.signs[0].strength"),
        (_GOOD.replace("id = ", "ids = "), "ids"),
        (_GOOD.replace('"X"', '""'), "$.name"),
        (_GOOD.replace(r"\bx\b", "x"), "$.signs[0].patterns[0]: 'x' begins inside a word"),
        (_GOOD.replace(r"\bx\b", "x*"), "matches the empty text"),
        (_GOOD.replace(r"'\bx\b'", ""), "$.signs[0].patterns"),
        (_GOOD + "[[" + _GOOD.partition("[[")[2], "two signs have one id"),
    ],
)
def test_a_fault_in_a_file_is_an_error_with_file_and_field(tmp_path, file, problem):
    (tmp_path / "anthropic.toml").write_text(_CLAUDE)
    (tmp_path / "x.toml").write_text(file)
    with pytest.raises(DataFileError) as caught:
        load_vendors(tmp_path)
    assert "x.toml" in str(caught.value)
    assert problem in str(caught.value)


def test_a_folder_without_claude_is_an_error(tmp_path):
    (tmp_path / "x.toml").write_text(_GOOD)
    with pytest.raises(DataFileError, match="anthropic.toml"):
        load_vendors(tmp_path)


@pytest.mark.parametrize(
    "answered",
    [
        'INFO:httpx:HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 200 OK"',
        "2026-10-11 08:00:01 INFO llm: claude-haiku-4-5 answered in 812 ms",
        '{"level":"info","msg":"claude: ok","model":"claude-haiku-4-5","tokens":529}',
    ],
)
def test_a_request_that_went_well_makes_a_bare_status_of_another_line_no_more_than_possible(answered):
    error = '{"level":"error","service":"signing","msg":"request failed","status":429}'
    assert {one.confidence for one in diagnose(f"{answered}\n{error}").findings} <= {"possible"}


@pytest.mark.parametrize(
    "package, is_other", [(r"@langchain\core", False), ("@langchain/core", False), (r"@prisma\client", True)]
)
def test_a_trace_through_a_framework_for_several_vendors_does_not_show_whose_error_it_is(package, is_other):
    """On Windows the scope and the name of a package are separated by a backslash."""
    trace = rf"""Error: read ECONNRESET
    at TLSWrap.onStreamRead (node:internal/stream_base_commons:216:20)
    at invoke (C:\app\node_modules\{package}\dist\index.js:11:5)
    at retry (C:\app\node_modules\p-retry\index.js:3:1)"""
    assert (_vendor(trace) is not None) == is_other


@pytest.mark.parametrize(
    "log, confidence",
    [
        (
            "10:00:02 ERROR db: RateLimitError: slow down\n10:00:03 INFO claude-opus-5 done",
            "possible",
        ),
        (
            "2026-11-30 10:00:02 ERROR db: connection refused\n2026-11-30 10:00:03 INFO claude-opus-5 done",
            "possible",
        ),
        ("INFO claude-sonnet-5 answered\nERROR db: connection refused\n\n", "possible"),
        (
            "10:00:02 ERROR claude-opus-5: connection refused\n10:00:03 INFO asked again",
            "certain",
        ),
        ("cannot reach the service: connection refused\nmodel: claude-sonnet-5", "certain"),
    ],
)
def test_a_model_in_another_entry_of_a_log_does_not_make_its_errors_those_of_claude(log, confidence):
    assert diagnose(log).findings[0].confidence == confidence


_SDK_FRAME = '  File "/venv/lib/python3.12/site-packages/anthropic/_base_client.py", line 1050, in request\n'
_HEAD = "Traceback (most recent call last):\n"


@pytest.mark.parametrize(
    ("above", "is_shown"),
    [
        (_HEAD + _SDK_FRAME, True),
        (_SDK_FRAME, True),
        (f"{_HEAD}{_SDK_FRAME}KeyError: 'row'\n\n{_HEAD}", False),
        # Below the first line of a traceback, however far; without that line, near the error.
        (_HEAD + _SDK_FRAME + '  File "/app/deep.py", line 3, in again\n' * 120, True),
        (_SDK_FRAME + '  File "/app/deep.py", line 3, in again\n' * 120, False),
    ],
)
def test_frames_of_the_sdk_count_in_the_traceback_above_the_error(above, is_shown):
    found = _vendor(f'{above}  File "/app/row.py", line 9, in save\nOSError: [Errno 111] Connection refused')
    assert (found is not None and found.sign == "anthropic/frames") is is_shown


def test_signs_far_below_an_error_are_not_near_it():
    error, sign = b"Error code: 529\n", b"\nopenai.OpenAIError"
    for between, is_near in ((b"so it is " * 9, True), (b"so it is " * 90, False)):
        data = error + between + sign
        assert bool(find_near(data, (0, len(error)), find_signs(data))) is is_near
