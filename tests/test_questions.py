"""What a person is asked if no cause matches: what their program can show, in their program's words."""

import msgspec
import pytest

from diagnostic.diagnosis import diagnose
from diagnostic.paths import RULES, read_toml
from diagnostic.questions import load_questions, programs_without_key, questions_for
from diagnostic.reader import Reader
from diagnostic.render.answer import Answer
from diagnostic.render.json import encode_answer
from diagnostic.render.markdown import render_markdown
from diagnostic.render.phrases import summarize
from diagnostic.report.facts import ExceptionFact, Report
from diagnostic.world.actions import common_actions
from diagnostic.world.clients import clients

FIND, STATUS = (common_actions()[id].text.strip() for id in ("find-message", "check-status"))
OPENAI = (
    "openai.RateLimitError: Error code: 429 - {'error': {'message': 'You exceeded your current quota',"
    " 'type': 'insufficient_quota', 'param': None, 'code': 'insufficient_quota'}}"
)


def _why(text, client=None):
    return [question.why for question in diagnose(text, client=client).questions]


def test_errors_of_other_software_raise_no_questions(client):
    diagnosis = diagnose(OPENAI)
    answer = msgspec.json.decode(encode_answer(diagnosis), type=Answer)
    assert _why(OPENAI) == [] == answer.unmatched.ask
    assert summarize(diagnosis).startswith("This error comes from other software. It names OpenAI.")
    page = client.post("/diagnose", data={"text": OPENAI}).text
    assert "Do this first" not in page and "narrow it down" not in page


@pytest.mark.parametrize("text", ["Traceback (most recent call last):\nKeyError: 1", "Error: 418 teapot"])
def test_a_printed_message_is_not_asked_for_again(text):
    assert diagnose(text).report.has_message and not diagnose(text).findings
    assert FIND not in _why(text) and STATUS not in _why(text)
    assert diagnose(text).questions[0].commands


@pytest.mark.parametrize(
    "fact",
    [
        {"exceptions": (ExceptionFact("httpx", "ReadError", "", "raised"),)},
        {"codes": ("ECONNRESET",)},
        {"status": 418},
        {"error_type": "api_error"},
        {"error_code": "spend_cap"},
        {"api_message": "Overloaded"},
    ],
    ids=lambda fact: next(iter(fact)),
)
def test_each_fact_that_only_a_program_prints_is_a_message(fact):
    assert Report(**fact).has_message
    assert not Report(client="cursor", model="claude-opus-4-6", packages=("anthropic",)).has_message


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 08:01:02 [error] 调用失败 provider=claude err=weird\n2026-11-20 08:01:09 [info] retry",
        "ERROR relay: claude: strange thing happened",
    ],
)
def test_lines_of_a_log_are_a_message_whatever_they_say(text):
    assert not diagnose(text).report.has_message and not diagnose(text).findings
    assert FIND not in _why(text) and diagnose(text).questions[0].commands


@pytest.mark.parametrize(
    "text", ["claude is not working any more since this morning", "The build is slow.", "hello"]
)
def test_words_without_a_message_lead_to_the_message_and_the_status_page_first(client, text):
    assert _why(text)[:2] == [FIND, STATUS]
    answer = msgspec.json.decode(encode_answer(diagnose(text)), type=Answer)
    assert answer.unmatched.ask[0].why == FIND and answer.first_step is None
    for shown in (summarize(diagnose(text)), render_markdown(diagnose(text))):
        assert shown.count("word for word") == 1
    page = client.post("/diagnose", data={"text": text}).text
    assert page.index("Do this first") < page.index("word for word") < page.index("Your text")
    assert page.partition("Share this result")[0].count("word for word") == 1


@pytest.mark.parametrize("id", ["n8n", "zed", "copilot"])
def test_people_without_code_get_their_programs_words_and_no_programs(client, id):
    for text in ("it broke again, no idea why", "Error: 418 teapot"):
        first, *others = diagnose(text, client=id).questions
        assert clients()[id].actions["find-message"].text in first.why
        assert any("status.claude.com" in one.why for one in others)
        assert not any({"python", "typescript"} & question.commands.keys() for question in (first, *others))
    page = client.post("/diagnose", data={"text": "it broke again, no idea why", "client": id}).text
    assert f"In {clients()[id].name}:" in page and "pip list" not in page


def test_claude_code_checks_itself():
    commands = [one.commands.get("shell", "") for one in diagnose("no idea", client="claude-code").questions]
    assert "claude doctor\n" in commands and not any("pip" in command for command in commands)
    assert not any("claude doctor" in one.commands.get("shell", "") for one in diagnose("no idea").questions)


def test_each_question_is_for_somebody_and_its_action_is_known():
    tables = read_toml(RULES / "_shared" / "questions.toml")["question"]
    assert len(tables) == len(load_questions())
    readers = [Reader(), *map(Reader, clients().values())]
    asked = {question.why for reader in readers for question in questions_for(reader, False)}
    assert {question.why for question in load_questions()} <= asked


def test_each_reader_is_asked_something():
    for reader in (Reader(), *map(Reader, clients().values())):
        for has_message in (False, True):
            assert questions_for(reader, has_message), (reader.client, has_message)


def test_the_programs_without_a_key_send_a_request():
    programs = programs_without_key()
    assert programs.keys() == {"python", "typescript"}
    assert all("api.anthropic.com" in program for program in programs.values())
