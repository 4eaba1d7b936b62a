"""A pasted log is tallied by cause: counts, first and last, request ids. A single error has no groups, and no
fact mixes two errors.
"""

import pytest
from cpu_time import within

from diagnostic.diagnosis import diagnose
from diagnostic.groups import last_group
from diagnostic.log.events import Layout, find_entries
from diagnostic.render.handoff import for_support
from diagnostic.render.phrases import summarize
from diagnostic.scan.counting import count_events

BODY = "{{'type': 'error', 'error': {{'type': '{type}', 'message': '{message}'}}, 'request_id': '{id}'}}"


def _entry(second, status, type, message, id, level="ERROR"):
    body = BODY.format(type=type, message=message, id=id)
    return f"2026-11-25 10:{second // 60:02}:{second % 60:02},000 {level} app: Error code: {status} - {body}"


def _overload(number):
    return _entry(number * 3, 529, "overloaded_error", "Overloaded", f"req_011CVabcdefghijkLMN{number:04}")


LIMIT = _entry(
    3000,
    429,
    "rate_limit_error",
    "This request would exceed the rate limit for your organization of 50,000 input tokens per minute.",
    "req_011CVzzzzzzzzzzzzzzzzzzzz",
)
MANY = "\n".join([*(_overload(number) for number in range(163)), LIMIT])


def test_a_log_says_what_dominates_and_what_ended_it():
    diagnosis = diagnose(MANY)
    first, last = diagnosis.groups
    assert (first.cause.id, first.count, first.first.line, first.last.line) == ("overloaded", 163, 1, 163)
    assert (first.first.time, first.last.time) == ("2026-11-25 10:00:00", "2026-11-25 10:08:06")
    assert (last.cause.id, last.count, last.request_ids) == (
        "rate-limit-input-tokens",
        1,
        ("req_011CVzzzzzzzzzzzzzzzzzzzz",),
    )
    assert sum(first.minutes.values()) == 163
    assert last_group(diagnosis.groups) is last
    assert [finding.cause.id for finding in diagnosis.findings[:2]] == [
        "overloaded",
        "rate-limit-input-tokens",
    ]
    assert summarize(diagnosis).startswith("163 of 164 errors: ")


def test_the_facts_for_support_are_those_of_one_error():
    facts = for_support(diagnose(MANY))
    assert "Status code: 529" in facts
    assert "Cause found: overloaded" in facts
    assert "req_011CVabcdefghijkLMN" in facts and "req_011CVzzzz" not in facts
    assert "163 times from 2026-11-25 10:00:00 to 2026-11-25 10:08:06" in facts


def test_the_numbers_are_those_of_scan():
    data = MANY.encode()
    tally = count_events(data[start:end] for start, end in find_entries(data, Layout(data)))
    assert {id: counts.count for id, counts in tally.causes.items()} == {
        group.cause.id: group.count for group in diagnose(MANY).groups
    }


@pytest.mark.parametrize(
    "text",
    [
        "529",
        _overload(1),
        "The build is slow.\n" * 50,
        (
            'Traceback (most recent call last):\n  File "a.py", line 1, in'
            " <module>\nanthropic.OverloadedError: Error code: 529 - {'type': 'error', 'error': {'type':"
            " 'overloaded_error', 'message': 'Overloaded'}}"
        ),
        "2026-11-25 10:00:00 INFO claude is used here\n" * 30 + _overload(1),
    ],
)
def test_a_single_error_has_no_groups(text):
    assert diagnose(text).groups == ()


@pytest.mark.slow
def test_no_example_of_one_error_is_taken_for_a_log(rules):
    taken = [
        (id, example.name)
        for id, cause in rules.causes.items()
        for example in cause.examples()
        if len(diagnose(example.text).groups) > 1 and example.text.count("req_") < 2
    ]
    assert len(taken) <= 3, taken


def test_tries_that_an_http_library_notes_are_no_errors_of_their_own():
    tries = "\n".join(
        f"2026-11-25 10:00:0{number},000 INFO httpx: HTTP Request: POST https://api.anthropic.com/v1/messages"
        ' "HTTP/1.1 429 Too Many Requests"'
        for number in range(3)
    )
    found = diagnose(f"{tries}\n{LIMIT}")
    assert found.findings[0].cause.id == "rate-limit-input-tokens"
    assert found.groups == ()


TRACEBACK = """Traceback (most recent call last):
  File "/app/ask.py", line 5, in <module>
    message = anthropic.Anthropic().messages.create(
  File "/app/.venv/lib/python3.11/site-packages/anthropic/_base_client.py", line 1243, in request
    raise APIConnectionError(request=request) from err

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/.venv/lib/python3.11/site-packages/anthropic/_base_client.py", line 1250, in request
    raise self._make_status_error_from_response(err.response) from None
anthropic.InternalServerError: Error code: 500 - {'type': 'error', 'error': {'type': 'api_error'}}
"""
HEALTHY = "2026-11-25 10:00:00,000 INFO app: Claude answered in 812 ms\n"


def _stamped(text, prefix):
    return "".join(f"2026-11-25 10:00:01,000 {prefix}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize("prefix", ["", "ERROR app: "])
def test_a_traceback_with_the_time_before_each_line_is_one_entry_of_a_log(prefix):
    data = f"{HEALTHY}{_stamped(TRACEBACK, prefix)}{HEALTHY}".encode()
    entries = [data[start:end].decode() for start, end in find_entries(data, Layout(data))]
    assert len([entry for entry in entries if "anthropic" in entry]) == 1


def test_two_errors_that_a_logger_writes_below_each_other_are_two_entries():
    data = _stamped(f"{LIMIT.partition('app: ')[2]}\n" * 2, "ERROR app: ").encode()
    assert len(list(find_entries(data, Layout(data)))) == 2


def test_a_quoted_traceback_is_one_entry():
    data = "".join(f"> {line}\n" for line in TRACEBACK.splitlines()).encode()
    assert len(list(find_entries(data, Layout(data)))) == 1


def test_entries_without_times_count_only_if_there_are_several_whole_errors():
    line = (
        "anthropic.InternalServerError: Error code: 529 - {'type': 'error', 'error': {'type':"
        " 'overloaded_error', 'message': 'Overloaded'}}"
    )
    other = (
        "anthropic.AuthenticationError: Error code: 401 - {'type': 'error', 'error': {'type':"
        " 'authentication_error', 'message': 'invalid x-api-key'}}"
    )
    assert diagnose("\n".join(["start", line, "next", other])).groups == ()


def test_json_gives_the_groups(client):
    answer = client.post("/api/v1/diagnose", json={"text": MANY}).get_json()
    first = answer["groups"][0]
    assert first["cause"]["id"] == answer["matches"][0]["cause"]["id"] == "overloaded"
    assert first["count"] == 163
    assert first["first"] == {"line": 1, "time": "2026-11-25 10:00:00"}
    assert answer["report"]["status"] == 529
    assert client.post("/api/v1/diagnose", json={"text": "529"}).get_json()["groups"] == []


def test_a_log_of_many_shapes_is_read_in_bounded_time():
    lines = [
        f"2026-11-25 10:00:00 ERROR anthropic {'abcdefghij'[number % 10] * (number % 37 + 1)}"
        f" zx{number % 997} failed"
        for number in range(4000)
    ]
    with within(3):
        diagnose("\n".join(lines))


def _in_zones(*moments):
    return "\n".join(
        f"{moment} ERROR anthropic.InternalServerError: Error code: 529 - {{'type': 'error', 'error': {{"
        "'type': 'overloaded_error', 'message': 'Overloaded'}}"
        for moment in moments
    )


def test_times_of_several_zones_are_put_in_order_in_utc():
    log = _in_zones("2026-11-24T03:10:17Z", "2026-11-23T22:12:35-05:00", "2026-11-24T08:41:08+05:30")
    (group,) = diagnose(log).groups
    assert group.is_utc
    assert (group.first.time, group.last.time) == ("2026-11-24 03:10:17", "2026-11-24 03:12:35")
    assert (group.first.line, group.last.line) == (1, 2)


@pytest.mark.parametrize("offset", ["", "+02:00"])
def test_times_of_one_zone_stay_as_they_are_printed_and_the_first_is_the_earliest(offset):
    later, earlier = f"2026-11-24T03:12:17{offset}", f"2026-11-24T03:10:17{offset}"
    (group,) = diagnose(_in_zones(later, earlier, later)).groups
    assert not group.is_utc
    assert (group.first.line, group.first.time) == (2, "2026-11-24 03:10:17")
    assert (group.last.line, group.last.time) == (3, "2026-11-24 03:12:17")


def test_zero_offsets_are_one_zone():
    log = _in_zones("2026-11-24T03:10:17Z", "2026-11-24T03:10:18+00:00", "2026-11-24T03:10:19-0000")
    assert not diagnose(log).groups[0].is_utc


def test_the_paragraph_about_a_log_names_its_main_cause_once():
    said = summarize(diagnose(MANY))
    assert said.count("The API is overloaded (529)") == 1
    assert "About the most frequent one: " in said
