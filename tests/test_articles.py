"""What explains errors is told from what shows one by its form: titles, several errors, advice, readers."""

import pytest

from diagnostic.diagnosis import diagnose
from diagnostic.report.kind.article import is_article, without_questions

_REST = "The hall is on the left, and the lamp over the door is green at noon and in the evening."
_ASKED = "Why is the lamp over the door green at noon and in the evening?"


@pytest.mark.parametrize(
    "text",
    [
        # Too short, as a whole or beside what a program says in it.
        "A 529 means that all are busy. Check the page. Wait, then retry. Use a queue.",
        f'A 529 means that all are busy. "{_REST}"',
        # A time, an id, a person.
        f"A 529 means that all are busy. Check the page. Wait, then retry. It was 12:00:31 then. {_REST}",
        f"A 529 means that all are busy. Check the page. Wait, then retry. See req_01abcdefgh. {_REST}",
        f"A 529 means that all are busy. Check the page. Wait, then retry. So I do. {_REST}",
        f"A 529 means that all are busy. Check the page. Wait, then retry. So i just do. {_REST}",
        f"A 529 is triggered at noon. {_REST}",
        # Advice and readers explain nothing alone.
        f"Check your key. Wait, then retry, and use your queue. Set your limit, and open your page. {_REST}",
        # One point less than enough.
        f"The page holds 401, 429 and 529. Check the key. Wait for it. {_REST}",
        f"The page holds 429 and 529. Check the key. Wait, then retry, and use a queue. {_REST}",
        f"The page holds 400, 401, 403, 404, 429 and 529. Check the key. {_REST}",
        f"The page holds 400, 401, 403, 404 and 429. Check the key, and wait for it. {_REST}",
        f"A lamp over the door\n{_REST}\n{_ASKED}\nIt usually is.",
        f"A lamp over the door\n  The hall\n{_REST}\n{_ASKED}\nIt usually is.",
        f"A lamp over the door\nHall\n{_REST}\n{_ASKED}\nIt usually is.",
        f"A lamp over the door\nThe hall\n{_REST}\n{_ASKED}\nIt is.",
        f"A lamp over the door\nThe hall\n{_REST}\nIt usually is.",
    ],
)
def test_a_text_that_explains_too_little_is_no_article(text):
    assert not is_article(text)


@pytest.mark.parametrize(
    "text",
    [
        f"A 529 means that all are busy. {_REST}",
        "A 529 means that all are busy. The hall is on the left, and the lamp is over the door.",
        "Claude 报错 401、429 和 529 怎么办？\n请检查密钥是否正确，稍后重试，建议使用队列，并确认网络。",
        f"The page holds 401, 429 and 529. Check the key. Wait, then retry, and use a queue. {_REST}",
        f"The page holds 401, overloaded_error and RateLimitError. Check the key. Wait, then retry. Use it. "
        f"{_REST}",
        f"The page holds 400, 401, 403, 404, 429 and 529. Check the key, and wait for it. {_REST}",
        f"The page holds 401, 429 and 529. Check the key. Wait. Your key is of your team, for you. {_REST}",
        f"A lamp over the door\nThe hall\n{_REST}\n{_ASKED}\nIt usually is.",
        f"A lamp over the door of a house there\nThe hall\n{_REST}\n{_ASKED}\nIt usually is.",
        f"A lamp over the door\nThe hall\n{_REST}\n{_ASKED} Why do I see it?\nIt usually is green.",
        "The page holds 401, 429 and 529. Wait, then retry, and use a queue. Check `I am a lamp over halls`. "
        f"{_REST}",
    ],
)
def test_a_text_that_explains_errors_is_an_article(text):
    assert is_article(text)


_PRINTED = (
    "Bad request - please check your parameters\n"
    "messages.13: all messages must have non-empty content except for the optional final assistant message"
)


@pytest.mark.parametrize(
    "asked",
    [
        f"What does this mean?\n\n{_PRINTED}",
        f"Hi all, how can I fix this error?\n{_PRINTED}",
        f"Can someone explain what is wrong with it?\n{_PRINTED}",
        f"Please explain this:\n{_PRINTED}",
        f"What does this error mean and how do I fix it\n\n{_PRINTED}",
        f"这是什么意思？\n\n{_PRINTED}",
        f"これはどういう意味ですか？\n\n{_PRINTED}",
        f"이게 무슨 뜻인가요?\n\n{_PRINTED}",
        f"¿Qué significa esto?\n\n{_PRINTED}",
        f"Was bedeutet dieser Fehler?\n\n{_PRINTED}",
        f"Que signifie cette erreur ?\n\n{_PRINTED}",
        f"O que significa isso?\n\n{_PRINTED}",
        f"{_PRINTED}\n\nHow do I solve this?",
        f"{_PRINTED}\nAny ideas?",
        f"{_PRINTED}\nWhat should I do?",
    ],
)
def test_what_a_person_asks_about_a_paste_is_no_title_of_an_article(asked):
    assert diagnose(asked).findings[0].cause.id == "empty-content"


@pytest.mark.parametrize(
    "text",
    [
        "What does 529 mean?\nIt is a code.",
        "Is it noon?",
        "It is noon. What is this?\nA lamp.",
        "Retry it:\n1",
    ],
)
def test_other_questions_stay(text):
    assert without_questions(text) == text


def test_an_article_on_an_error_is_told_by_its_title_and_its_headings():
    said = '429 {"type":"error","error":{"type":"rate_limit_error","message":"Number of requests"}}'
    sections = "Why this happens: too much is sent.\nMain causes\nBursts.\nHow to avoid it\nSpread the load."
    assert diagnose(f"Claude rate limits explained\n\n{said}\n\n{sections}").findings == ()
    assert diagnose(f"Claude rate limits\n\n{said}").findings
