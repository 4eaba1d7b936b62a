"""Requests to Claude handle each fault of the API as our own rules advise, and end in bounded time."""

import time
from itertools import pairwise
from types import SimpleNamespace

import pytest

from diagnostic import timed_client
from diagnostic.lab.healthy import TEXT as ANSWER
from diagnostic.opinion import asking
from diagnostic.opinion.events import Completed, Failed, Problem, Restarted, TextDelta


def text_of(events):
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def causes_of(events, kind):
    return [event.problem.cause for event in events if isinstance(event, kind)]


def test_a_whole_answer_comes_in_pieces(ask, claude):
    events = ask("ok")
    assert text_of(events) == ANSWER
    assert len(events) > 3
    assert events[-1] == Completed(is_cut=False)
    assert claude.waited == []


# What passes is tried again, at most four times, with longer waits; what it is, our own rules say.
@pytest.mark.parametrize(
    "fault, cause",
    [
        ("drop-mid-stream", "stream-disconnected"),
        ("reset-mid-stream", "stream-disconnected"),
        ("stall", "stream-idle-timeout"),
        ("end-before-message-stop", "stream-missing-message-stop"),
        ("end-after-message-delta", "stream-missing-message-stop"),
        ("stream-overloaded", "stream-overloaded"),
        ("stream-api-error", "stream-api-error"),
        ("stream-rate-limit", "stream-api-error"),
        ("cut-json", "stream-malformed-event"),
        ("stream-empty", "stream-empty"),
        ("overloaded", "overloaded"),
        ("hang", "request-timeout"),
        ("reset-before-response", "connection-reset"),
        ("refused", "connection-refused"),
    ],
)
def test_what_passes_is_tried_again_and_then_given_up_with_its_cause(ask, claude, fault, cause):
    events = ask(fault)
    assert causes_of(events, Restarted) == [cause] * 3
    assert causes_of(events, Failed) == [cause]
    assert not any(isinstance(event, Completed) for event in events)
    assert len(claude.waited) == 3
    for attempt, seconds in enumerate(claude.waited, 1):
        assert 2**attempt / 2 <= seconds <= 2**attempt


@pytest.mark.parametrize(
    "fault", ["drop-mid-stream", "stream-overloaded", "stall", "overloaded", "end-before-message-stop"]
)
def test_a_fault_that_passes_ends_in_a_whole_answer_after_a_visible_restart(ask, fault):
    events = ask(fault, times=1)
    place = next(number for number, event in enumerate(events) if isinstance(event, Restarted))
    assert text_of(events[place:]) == ANSWER
    assert isinstance(events[-1], Completed)


@pytest.mark.parametrize(
    "fault, cause",
    [
        ("authentication", "invalid-api-key"),
        ("stream-content-filtered", "content-filtered"),
        ("permission", "permission-denied"),
        ("credit-balance", "credit-balance-too-low"),
    ],
)
def test_what_does_not_pass_is_not_tried_again(ask, claude, fault, cause):
    events = ask(fault)
    assert causes_of(events, Failed) == [cause]
    assert claude.waited == []
    assert len(claude.lab.asked) == 1


def test_a_refusal_is_no_answer(ask, rules):
    events = ask("refusal")
    title = rules.causes["response-refused"].title
    assert events[-1] == Failed(Problem(title, "response-refused"))


def test_an_answer_without_words_is_none(ask):
    assert causes_of(ask("no-content"), Failed) == ["empty-content"]


def test_an_answer_cut_by_its_limit_says_so(ask):
    events = ask("max-tokens")
    assert text_of(events)
    assert events[-1] == Completed(is_cut=True)


def test_a_connection_cut_after_message_stop_loses_nothing(ask):
    events = ask("drop-after-message-stop")
    assert text_of(events) == ANSWER
    assert events[-1] == Completed(is_cut=False)


def test_the_server_is_given_the_time_it_asks_for(ask, claude):
    ask("overloaded-retry-after", times=1)
    assert 7 <= claude.waited[0] <= 8


@pytest.mark.parametrize("asked", ["nan", "inf", "3600", "-5", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_an_odd_retry_after_neither_breaks_nor_waits_long(ask, monkeypatch, asked):
    honest = asking.anthropic.APIStatusError.__init__

    def odd(self, *args, **kwargs):
        honest(self, *args, **kwargs)
        self.response.headers["retry-after"] = asked

    monkeypatch.setattr(asking.anthropic.APIStatusError, "__init__", odd)
    events = ask("overloaded")
    assert causes_of(events, Failed) == ["overloaded"]
    assert all(
        0 <= event.seconds <= asking.MAX_WAIT_SECONDS for event in events if isinstance(event, Restarted)
    )


def test_a_stream_of_nothing_but_pings_ends_at_the_deadline(begin, monkeypatch):
    events = begin("pings-only")
    assert isinstance(next(events), TextDelta)
    clock = time.monotonic
    monkeypatch.setattr(timed_client, "time", SimpleNamespace(monotonic=lambda: clock() + 30))
    assert "not complete after 30 s" in list(events)[-1].problem.title


def test_nothing_is_waited_for_past_the_deadline(ask, claude):
    events = ask("overloaded-retry-after", seconds=6.5)
    assert claude.waited == []
    assert causes_of(events, Failed) == ["overloaded"]


def test_each_attempt_is_counted_and_none_is_made_without(ask, claude):
    allowed = iter([None, None, "spent"])
    events = ask("drop-mid-stream", take=lambda: next(allowed))
    assert len(claude.lab.asked) == 2
    assert events[-1] == Failed(Problem("spent"))


def test_who_stops_listening_ends_the_call(begin):
    events = begin("pings-only")
    assert isinstance(next(events), TextDelta)
    started = time.monotonic()
    events.close()
    assert time.monotonic() - started < 20


def test_the_key_of_the_environment_is_not_taken_where_one_is_given(ask, claude, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-somebody-else")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "somebody-else")
    ask("ok")
    assert claude.lab.keys == ["sk-ant-lab-dummy"]


def test_waits_grow_and_differ(ask, claude):
    seen = set()
    for _ in range(3):
        ask("overloaded")
        assert all(later > earlier / 2 for earlier, later in pairwise(claude.waited))
        seen.add(tuple(claude.waited))
    assert len(seen) == 3
