"""Steps suit the reader: the text's client, kind, system, language and version decide their order; the first
is short.
"""

import json

import msgspec
import pytest

from diagnostic.diagnosis import diagnose
from diagnostic.first_step import MAX_LINES, choose_first_step
from diagnostic.reader import (
    Reader,
    StepOrder,
    actions_of,
    client_instructions,
    detect_reader,
    find_step,
    order_steps,
)
from diagnostic.render.phrases import retry_advice, retry_note
from diagnostic.report import Report
from diagnostic.rules import Cause, Explanation, Snippet, Step
from diagnostic.rules.cause import Audience
from diagnostic.rules.conditions import Pattern
from diagnostic.world.actions import common_actions
from diagnostic.world.clients import Action, Client, clients


def _client(id, name, kind, language=None, actions=None):
    return Client(id, name, kind, language, (), 0, id, False, {}, actions or {})


PYTHON = _client("anthropic-python", "The Python SDK", "sdk", "python")
CURL = _client("curl", "curl", "http")
APP = _client("an-app", "SomeApp", "app")
CLAUDE_CODE = _client("claude-code", "Claude Code", "claude-code")
CODE = {"python": Snippet("a.py", "a = 1\n"), "typescript": Snippet("a.ts", "const a = 1\n")}


def _step(id, snippets=None, versions=None, **audience):
    return Step(id, f"Do {id}", "Text. More.", "fix", Audience(**audience), versions, snippets or {}, ())


def _cause(*steps, actions=(), family="api-status", sdk_retries=True):
    explanation = Explanation("What.", "Why.", "Apart.", "Prevent.", None)
    return Cause(
        id="x", folder=None, title="X", family=family, broader=None, who=("you",), retry="backoff",
        sdk_retries=sdk_retries, headlines=(), aliases=(), related=(), overrides=(), harmless=False,
        sources=(), faults=(),
        reproduced={}, seen=(), steps=steps, actions=actions, explanation=explanation, reproduced_on=None,
        verified=None,
        fix=None,
    )  # fmt: skip


OPEN, CODED = _step("open"), _step("coded", CODE)
FOR_CLAUDE_CODE = _step("for-claude-code", kinds=("claude-code",))
FOR_WINDOWS = _step("for-windows", os=("windows",))
FOR_PYTHON = _step("for-python", languages=("python",))


@pytest.mark.parametrize(
    "reader, first, others",
    [
        (Reader(), ["coded", "open", "for-windows", "for-python", "for-claude-code"], []),
        (Reader(PYTHON, "python"), ["coded", "open", "for-windows", "for-python"], ["for-claude-code"]),
        (Reader(PYTHON, "python", "windows"), ["for-windows", "coded", "open", "for-python"],
        ["for-claude-code"]),
        (Reader(PYTHON, "python", "linux"), ["coded", "open", "for-python"], ["for-windows",
        "for-claude-code"]),
        (Reader(None, "typescript"), ["coded", "open", "for-windows", "for-claude-code"], ["for-python"]),
        (Reader(CURL), ["open", "for-windows", "for-python", "coded"], ["for-claude-code"]),
        (
            Reader(CLAUDE_CODE),
            ["for-claude-code", "action-wait", "open", "for-windows", "for-python"],
            ["coded"],
        ),
        (Reader(APP), ["action-wait", "open", "for-windows", "for-python"], ["coded", "for-claude-code"]),
    ],
)  # fmt: skip
def test_steps_that_fit_come_first_and_those_that_cannot_apply_are_set_apart(reader, first, others):
    cause = _cause(CODED, OPEN, FOR_WINDOWS, FOR_PYTHON, FOR_CLAUDE_CODE, actions=("wait",))
    order = order_steps(cause, reader)
    assert (list(order.first), list(order.others)) == (first, others)


@pytest.mark.parametrize(
    "family, first",
    [
        ("api-status", ("action-wait", "action-change-model", "open")),
        ("auth-billing", ("open", "action-change-key")),
    ],
)
def test_what_only_the_family_suggests_stands_before_steps_about_code_and_after_those_about_accounts(
    family, first
):
    assert order_steps(_cause(CODED, OPEN, family=family), Reader(APP)).first == first


def test_a_cause_whose_steps_are_all_for_others_still_has_a_first_step():
    assert order_steps(_cause(FOR_CLAUDE_CODE), Reader(PYTHON)).first == ("for-claude-code",)


def test_an_action_says_how_it_is_done_in_the_client_and_names_the_source():
    app = _client(
        "a", "A", "app", actions={"wait": Action(text="In A, wait.", source="https://a.example/docs")}
    )
    step = find_step(_cause(actions=("wait",)), "action-wait", Reader(app))
    assert (step.title, step.text) == (
        common_actions()["wait"].title,
        "In A, wait. ([source](https://a.example/docs))",
    )
    assert find_step(_cause(), "action-wait", Reader(APP)).text == common_actions()["wait"].text.strip()


def test_the_first_step_of_all_programs_says_how_the_reader_s_own_does_it():
    app = _client(
        "a", "A", "app", actions={"change-model": Action(text="Click M.", source="https://a.example/docs")}
    )
    for_apps, cause = _step("for-apps", kinds=("app",)), _cause(OPEN, actions=("change-model", "wait"))
    said = "In A: Click M."
    assert client_instructions(cause, for_apps, Reader(app)) == said
    assert choose_first_step(for_apps, Reader(app), said).text == f"Do for-apps. {said}"
    for step, reader in ((OPEN, Reader(app)), (for_apps, Reader(PYTHON)), (for_apps, Reader())):
        assert client_instructions(cause, step, reader) is None
    assert choose_first_step(for_apps, Reader(app), "x" * 300).text == "Do for-apps. Text."


def test_only_what_the_step_asks_for_is_said_of_the_reader_s_own_program():
    app = _client(
        "a", "A", "app", actions={"change-model": Action(text="Click M.", source="https://a.example/docs")}
    )
    cause = _cause(actions=("wait", "change-model"))
    asks, asks_not = (
        Step("s", title, "Text.", "fix", Audience(kinds=("app",)), None, {}, ())
        for title in ("Wait, or choose another model", "Check the network that the program uses")
    )
    assert client_instructions(cause, asks, Reader(app)) == "In A: Click M."
    assert client_instructions(cause, asks_not, Reader(app)) is None


@pytest.mark.parametrize("id", ["anthropic-go", "anthropic-java", "curl", "wget"])
def test_the_first_step_of_another_language_is_told_in_words(rules, id):
    reader = Reader(clients()[id])
    for cause in rules.causes.values():
        step = find_step(cause, order_steps(cause, reader).first[0], reader)
        code = choose_first_step(step, reader).code
        assert code is None or code.language not in ("python", "typescript"), cause.id


def test_what_a_step_for_all_programs_says_is_not_said_again_as_an_action():
    cause = _cause(_step("for-apps", kinds=("app",)), actions=("wait", "change-model"))
    app = _client(
        "a", "A", "app", actions={"change-model": Action(text="Click M.", source="https://a.example/docs")}
    )
    assert order_steps(cause, Reader(app)).first == ("for-apps", "action-change-model")


def test_a_step_that_names_the_client_comes_before_those_for_its_kind():
    for_kind, for_curl = _step("for-kind", kinds=("http",)), _step("for-curl", clients=("curl",))
    assert order_steps(_cause(for_kind, for_curl), Reader(CURL)).first == ("for-curl", "for-kind")


def test_a_report_to_a_gateway_comes_after_what_mends_the_request():
    said = {"report-to-the-app": Action(text="Write to G.", source="https://g.example/docs")}
    gateway = _client("g", "G", "gateway", actions=said)
    cause = _cause(OPEN, actions=("report-to-the-app",))
    assert order_steps(cause, Reader(gateway)).first == ("open", "action-report-to-the-app")


def test_a_fault_of_the_request_is_corrected_before_a_gateway_is_set_to_avoid_it():
    avoids = {"change-model": Action(text="Edit the list.", source="https://g.example/docs")}
    gateway = Reader(_client("g", "G", "gateway", actions=avoids))
    for family, first in (("invalid-request", "open"), ("api-status", "action-change-model")):
        cause = _cause(OPEN, actions=("change-model",), family=family)
        assert order_steps(cause, gateway).first[0] == first


def test_a_system_alone_does_not_bring_the_step_of_another_kind_of_client_forward():
    of_both = _step("of-both", kinds=("claude-code",), os=("linux",))
    assert order_steps(_cause(OPEN, of_both), Reader(os="linux")).first == ("open", "of-both")
    assert order_steps(_cause(OPEN, of_both), Reader(CLAUDE_CODE, os="linux")).first[0] == "of-both"


def test_nobody_without_code_begins_with_a_title_that_does_not_say_how(rules):
    for client in clients().values():
        reader = Reader(client)
        if not reader.has_no_code:
            continue
        for cause in rules.causes.values():
            step = find_step(cause, order_steps(cause, reader).first[0], reader)
            assert step.text.strip() or step.snippets, (client.id, cause.id)


@pytest.mark.parametrize(
    "text, os",
    [
        (r'File "C:\Users\x\a.py"', "windows"),
        ("PS C:\\work> python a.py", "windows"),
        ('File "/Users/x/a.py"', "macos"),
        ('File "/home/x/a.py"', "linux"),
        ("Error code: 529", None),
        ("https://example.com/Users", None),
    ],
)
def test_the_system_is_read_from_paths_and_prompts(text, os):
    assert diagnose(text).reader.os == os


def test_the_version_of_a_package_shows_the_language():
    for text, language in (("anthropic 0.23.1", "python"), ("@anthropic-ai/sdk@0.30.0", "typescript")):
        assert diagnose(f"529 overloaded_error\n{text}").reader.language == language


def test_a_client_picked_by_hand_goes_before_the_one_that_the_text_shows():
    assert detect_reader(Report(client="curl"), None).client.id == "curl"
    assert detect_reader(Report(client="curl"), None, "claude-code").client.id == "claude-code"
    assert detect_reader(Report(client="curl"), None, "no-such-client").client.id == "curl"


@pytest.mark.parametrize(
    "client, note",
    [
        (PYTHON, "The SDK has already retried this automatically."),
        (CURL, "curl retries only if you pass --retry."),
        (APP, "The text does not show whether SomeApp retried this."),
        (None, "The SDKs retry this automatically."),
    ],
)
def test_the_note_about_retries_speaks_of_the_client_at_hand(client, note):
    assert retry_note(_cause(OPEN), client) == note


@pytest.mark.parametrize(
    "retry, note",
    [
        ("after-change", "If Claude Code sends the same request again, it fails again."),
        ("backoff", "Claude Code does not always retry this."),
    ],
)
def test_the_note_for_claude_code_promises_no_retry_where_none_helps(retry, note):
    cause = msgspec.structs.replace(_cause(OPEN, sdk_retries=False), retry=retry)
    assert retry_note(cause, CLAUDE_CODE) == note


@pytest.mark.parametrize("lines, shown", [(MAX_LINES, True), (MAX_LINES + 1, False)])
def test_the_first_step_shows_code_of_at_most_six_lines(lines, shown):
    step = _step("a", {"shell": Snippet(None, "x\n" * lines)})
    first = choose_first_step(step, Reader())
    assert (first.code is not None) == shown == (not first.is_longer)
    assert first.text == ("Do a." if shown else "Do a. Text.")


def test_the_first_step_without_code_says_a_little_more():
    assert choose_first_step(OPEN, Reader()).text == "Do open. Text."


@pytest.mark.parametrize(
    "reader, language",
    [
        (Reader(os="windows"), "powershell"),
        (Reader(os="linux"), "shell"),
        (Reader(), "shell"),
    ],
)
def test_the_first_command_is_for_the_reader_s_system(reader, language):
    step = _step("a", {"shell": Snippet(None, "ls\n"), "powershell": Snippet(None, "dir\n")})
    assert choose_first_step(step, reader).code.language == language


def test_every_cause_has_a_first_step_for_every_kind_of_reader(rules):
    for cause in rules.causes.values():
        assert set(actions_of(cause)) <= common_actions().keys(), cause.id
        for client in (None, PYTHON, CURL, APP, CLAUDE_CODE):
            reader = Reader(client)
            order = order_steps(cause, reader)
            assert order.first, cause.id
            first = choose_first_step(find_step(cause, order.first[0], reader), reader)
            assert first.text.strip(), cause.id
            assert {*order.first, *order.others} >= {step.id for step in cause.steps}, cause.id


def test_an_app_user_is_not_told_to_write_code(rules):
    for cause in rules.causes.values():
        order = order_steps(cause, Reader(APP))
        step = find_step(cause, order.first[0], Reader(APP))
        assert not {"python", "typescript"} & step.snippets.keys(), cause.id


def test_the_answer_in_json_carries_the_first_step(client):
    answer = client.post("/api/v1/diagnose", json={"text": "529"}).get_json()
    first = answer["first_step"]
    assert first == answer["matches"][0]["first_step"]
    assert first["step"] == answer["matches"][0]["steps"][0]["id"]
    assert first["text"]
    assert client.post("/api/v1/diagnose", json={"text": "hello"}).get_json()["first_step"] is None


def test_a_copied_cause_is_never_held():
    finding = diagnose("Error code: 529\nanthropic==2.12.0").findings[0]
    from diagnostic.diagnosis import rulebook

    assert finding.cause is rulebook().causes[finding.cause.id]


def test_at_least_forty_clients_say_how_actions_are_done_there_and_name_a_source():
    known = [client for client in clients().values() if client.actions]
    assert len(known) >= 40
    assert [client.id for client in clients().values() if client.kind == "app" and not client.actions] == []
    for client in known:
        for id, action in client.actions.items():
            assert action.source.startswith("https://"), (client.id, id)
            assert action.text.endswith("."), (client.id, id)
            assert len(action.text) <= 220, (client.id, id)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("529", "Wait, then try again"),
        ("anthropic.APIStatusError: Error code: 529", None),  # somebody's own code
        ("[Cline] 529 overloaded_error", None),  # has the steps of Cline
        ("Unable to connect to API (ECONNRESET)", None),  # has those of Claude Code
    ],
)
def test_where_the_text_shows_no_client_the_first_step_says_what_to_do_without_code(text, said):
    assert diagnose(text).findings[0].first_step.without_code == said


def _body(message, type="invalid_request_error"):
    return json.dumps({"type": "error", "error": {"type": type, "message": message}})


_TOO_LONG = "input length and `max_tokens` exceed context limit: 196869 + 8192 > 200000, decrease"
_LIMIT = "max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens for claude-x"
_IMAGE = "messages.7.content.0.image.source.base64: image exceeds 5 MB maximum: 6500000 bytes > 5242880 bytes"
_THINKING = "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`"


@pytest.mark.parametrize(
    ("text", "client", "step", "said"),
    [
        (_body("reasoning_effort: Extra inputs are not permitted"), "anthropic-python", "remove-field",
         "Remove `reasoning_effort` from the request"),
        (_body("messages.3.content.0.text.citations: Extra inputs are not permitted"), None, "remove-field",
         "Remove `messages.3.content.0.text.citations` from"),
        (_body("messages.3.created_at: Extra inputs are not permitted"), "anthropic-python", "beta-field",
         "Send turns"),
        # The program may be written in any language.
        (_body("messages.3.created_at: Extra inputs are not permitted"), None, "remove-field",
         "Remove `messages.3.created_at`"),
        ("API Error: 403 " + _body("Request not allowed", "forbidden"), None, "where", "Check the country"),
        ("Claude AI usage limit reached|1754578800", None, "wait-or-switch",
         "Wait until 2025-08-07 15:00 UTC"),
        ("You've hit your org's monthly limit", None, "organization", "Ask your organization's owner"),
        ("API Error: 400 " + _body(_TOO_LONG), None, "claude-code", "Compact the conversation"),
        ("API Error: 400 " + _body(_IMAGE), None, "rewind", "Go back to before the image"),
        ("Error: Claude Code process exited with code 1", "claude-code", "show-reason",
         "Run the same prompt"),
        ("API Error: Connection error.", None, "app", "Check the network"),
        ("Failed to connect to api.anthropic.com: ERR_BAD_REQUEST", None, "claude-code-start",
         "Change network"),
        ("API Error (Request timed out.) · Retrying in 4 seconds… (attempt 4/10)", None, "still-retrying",
         "It is still retrying"),
        ("API Error (Connection error.) · Retrying in 4 seconds… (attempt 4/10)", None, "still-retrying",
         "It is still retrying"),
        ("Stop hook error: Hook evaluator API error: Prompt is too long", None, "claude-code",
         "In Claude Code"),
        ("API Error: Request timed out.", None, "wait-longer", "Give slow gateways more time"),
        ("API Error: 400 " + _body(_LIMIT), None, "set-limit", "Set max_tokens to 8192 or less"),
        (_body(_LIMIT), "anthropic-go", "set-limit", "Set max_tokens to 8192 or less"),
        ("API Error: 500 " + _body("Streaming is required for operations that may take longer", "api_error"),
         None, "gateway", "Ask the operator of your gateway"),
        (_body(_THINKING), "n8n", "n8n", "Switch `Enable Thinking` off"),
        (_body("`temperature` and `top_p` cannot both be specified for this model"), "n8n", "one-of-two",
         "Send temperature or top_p"),
        (_body("temperature and top_p are not supported for this model"), None, "leave-out", "Leave"),
        ("TypeError: Anthropic.__init__() got an unexpected keyword argument 'api_url'", None, "rename",
         "help(anthropic.Anthropic)"),
        ("anthropic.Anthropic.__init__() got an unexpected keyword argument 'api_url' (type=type_error)",
         None, "integration", "Upgrade the integration"),
        ("TypeError: Messages.create() got an unexpected keyword argument 'top_k'\nanthropic==1.4.0", None,
         "drop", "sampling"),
        (_body("messages.2.content.0.text.text: Field required"), "one-api", "add-the-field",
         "Add `messages.2.content.0.text.text`"),
        (_body("anthropic-version: header is required"), "curl", "raw-http", "anthropic-version"),
        ("API Error: 403 " + _body("This model isn't available right now.", "permission_error"), None,
         "another-model", "Choose another model"),
        ("API Error: 403 " + _body("no access", "permission_error"), None, "sign-in", "sign-in method"),
        ("API Error: 400 " + _body("invalid beta flag"), None, "claude-code", "leave experimental betas"),
        ("Bedrock: ValidationException 400: InvokeModel: prompt must start with 'Human:'", "boto3",
         "messages-body", "Send messages instead of prompt"),
        ("InvokeModel: ValidationException: Malformed input request: 9000 is not less or equal to 8191",
         "boto3", "inner-message", "Correct what the message"),
        (_body("messages.3.content.2.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"),
         "ai-sdk", "ids", "Replace the ids"),
        (_body("tools: Tool names must be unique."), "cline", "unique", "Rename one of the two tools"),
        ("Error: Claude Code process exited with code 127", None, "command-not-found", "PATH"),
        ("Failed to decode JSON: JSON message exceeded maximum buffer size of 1048576 bytes...", "agent-sdk",
         "buffer", "max_buffer_size"),
        ("API Error: 400 output_config.effort 'max' is not supported when thinking is disabled on this model",
         None, "effort", "turn thinking on"),
        (_body("Thinking may not be enabled when tool_choice forces tool use."), "ai-sdk", "tool-choice",
         "Set tool_choice to auto"),
        ("McpError: MCP error -32000: Connection closed (@anthropic-ai/claude-code/cli.js)", None,
         "by-hand", "by hand"),
        ("McpError: MCP error -32001: Request timed out (@anthropic-ai/claude-code/cli.js)", None,
         "time", "more room"),
        ("Failed to spawn Claude Code process: spawn node ENOENT", None, "node", "Put Node on the PATH"),
        ("bash: claude: command not found", "claude-code", "find-claude", "Find the program"),
        ("You're out of extra usage. Add more at claude.ai/settings/usage and keep going.", None,
         "extra-usage", "Add extra usage"),
        ("API Error: 400 " + _body("You have reached your specified API usage limits. You will regain access"
         " on 2027-01-01 at 00:00 UTC."), None, "raise", "Raise the limit in the Console, or wait until 20"),
        ("Unknown model: claude-x-9. Please provide a valid Anthropic model name. Known models are: x.", None,
         "llama-index", "Upgrade the integration, not only LlamaIndex"),
        ("TypeError: Invalid `timeout` argument; `httpx.Timeout` is from the `httpx` package, but this SDK"
         " uses `httpx2`.", None, "timeout", "anthropic.Timeout"),
        ("anthropic.BadRequestError: Error code: 400 - messages.1.content.0: Invalid `signature` in"
         " `thinking` block", None, "drop-finished-thinking", "Remove the thinking blocks"),
        ("API Error: Server is temporarily limiting requests (not your usage limit)", None, "moment",
         "Wait a few minutes"),
        ("BedrockException: Model access is denied due to IAM user or service role is not authorized to"
         " perform the required AWS Marketplace actions (aws-marketplace:Subscribe)", None, "marketplace",
         "subscribe"),
        ("API Error: 403 User: arn:aws:sts::1:assumed-role/x is not authorized to perform: bedrock:Invoke",
         None, "policy", "Allow both"),
        ("You've hit your monthly spend limit · raise it at claude.ai/settings/usage", None,
         "spend-limit", "Raise your spend limit"),
        ("Claude usage limit reached. Your limit will reset at 11am (Europe/Bucharest).", None,
         "wait-or-switch", "Wait until 11am (Europe/Bucharest)"),
        ("/home/runner: Claude requested permissions to write to a.md, but you haven't granted it yet.", None,
         "allow", "Allow the tools"),
        (_body("`temperature` is deprecated for this model."), "openrouter", "leave-out", "Leave"),
        (_body("The long context beta is not yet available for this subscription."), "anthropic-python",
         "drop-beta", "context-1m"),
        ('claude mcp list says "✗ Failed to connect" for my server', None, "by-hand", "by hand"),
        ("TypeError: Object of type TextBlock is not JSON serializable", None, "sdk-objects", "model_dump"),
        ("TypeError: Object of type bytes is not JSON serializable (anthropic)", None, "bytes", "base64"),
        ("TypeError: Object of type Decimal is not JSON serializable (anthropic)", None, "tool-results",
         "Convert tool results"),
        ("anthropic.APITimeoutError: Request timed out after 30.0 s", None, "own-limit", "Raise the limit"),
        ("anthropic.APITimeoutError: Request timed out after 600 seconds", None, "stream", "Stream"),
        ("anthropic.APITimeoutError: Request timed out.", None, "stream", "Stream"),
    ],
)  # fmt: skip
def test_what_the_text_shows_decides_what_comes_first(text, client, step, said):
    first = diagnose(text, client=client).findings[0].first_step
    assert (first.step, said in first.text) == (step, True)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (_body("`temperature` and `top_p` cannot both be specified for this model"),
         "This model takes temperature or top_p, but not both."),
        (_body("`temperature` is deprecated for this model"), "This request may not set temperature."),
        ("API Error: 400 messages.3.content.0.text.text: Input should be a valid string",
         "The API does not accept the value at messages.3.content.0.text.text."),
        (_body("tools: Tool names must be unique."), "Two tools of the request have the same name."),
        (_body("messages.2.content.0.image.source.base64.data: At least one of the image dimensions exceed"
               " max allowed size: 8000 pixels"), "An image has more pixels than the API takes."),
        ('400 {"message":"messages.1.content.0.text: Input should be a string","provider_name":"Bedrock"}',
         "Bedrock does not accept the value at messages.1.content.0.text."),
        ('data: {"type":"error","error":{"type":"overloaded_error"}}', "The API is overloaded."),
        ("ValidationException: Access to Anthropic models is not allowed from unsupported countries",
         "Bedrock refuses calls from a place where Anthropic's models are not offered."),
        ('404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-2.1"}}',
         "The model claude-2.1 is unknown or retired: its end of life is 2025-07-21."),
        ('With claude-opus-4-6 it works.\n404 {"type":"error","error":{"type":"not_found_error",'
         '"message":"model: claude-2.1"}}',
         "The model claude-2.1 is unknown or retired: its end of life is 2025-07-21."),
        ('404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-9"}}',
         "The model claude-9 is unknown, retired, or not available to this key."),
    ],
)  # fmt: skip
def test_a_headline_says_what_this_very_text_complains_about(text, headline):
    assert diagnose(text).findings[0].headline == headline


@pytest.mark.parametrize(
    "text",
    [
        'received error while streaming: {"type":"overloaded_error","message":"Overloaded"}',
        '{"type" => "error", "error" => {"type" => "overloaded_error", "message" => "Overloaded"}}',
        "Reqwest error: 529 overloaded_error from Claude",
    ],
)
def test_nobody_who_writes_another_language_begins_with_python(text):
    assert diagnose(text).findings[0].first_step.codes == ()
    of_python = diagnose(text, client="anthropic-python").findings[0].first_step
    assert of_python.codes or of_python.is_longer


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("python", "pip install x\n"),
        ("typescript", "npm install x\n"),
        (None, "pip install x\nnpm install x\n"),
    ],
)
def test_commands_for_both_languages_are_shown_for_the_reader_s_own(language, shown):
    both = _step("a", {"shell": Snippet(None, "pip install x\nnpm install x\n")})
    assert choose_first_step(both, Reader(language=language)).code.text == shown
    one = _step("a", {"shell": Snippet(None, "npm install x\n")})
    assert choose_first_step(one, Reader(language=language)).code.text == "npm install x\n"


def test_a_step_for_some_texts_comes_first_there_and_applies_to_no_others():
    shown = msgspec.structs.replace(_step("shown"), shown_by=Pattern(r"\bX\b", ()))
    cause = _cause(OPEN, shown)
    assert order_steps(cause, Reader(), ("shown",)).first == ("shown", "open")
    assert order_steps(cause, Reader()) == StepOrder(("open",), ("shown",))
    of_others = msgspec.structs.replace(FOR_CLAUDE_CODE, shown_by=shown.shown_by)
    assert order_steps(_cause(OPEN, of_others), Reader(), (of_others.id,)).first == ("open", of_others.id)


def test_a_step_for_some_texts_is_first_in_an_example_of_its_cause(rules):
    for cause in rules.causes.values():
        wanted = {step.id for step in cause.steps if step.shown_by}
        texts = [example.text for example in cause.examples()] if wanted else []
        assert wanted <= {diagnose(text).findings[0].first_step.step for text in texts}, cause.id


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("429 " + _body("slow down", "rate_limit_error"), "Only after a wait (usually up to a minute)"),
        ("429 " + _body("slow down", "rate_limit_error") + "\nretry-after: 30", "Only after the stated wait"),
        ("You've hit your weekly limit", "Only after a wait"),
        ("You've hit your weekly limit · resets 5pm", "Only after the stated wait"),
    ],
)
def test_a_wait_is_called_stated_only_if_the_text_states_it(text, advice):
    assert retry_advice(diagnose(text).findings[0]) == advice


@pytest.mark.parametrize(
    ("client", "other"), [("anthropic-python", "NODE_OPTIONS"), ("anthropic-typescript", "pip")]
)
def test_a_certificate_is_trusted_first_in_the_language_at_hand(client, other):
    text = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed\nanthropic.APIConnectionError: x"
    first = diagnose(text, client=client).findings[0].first_step
    assert first.codes and all(other not in code.text for code in first.codes)
