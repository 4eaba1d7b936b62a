"""Where the entries of a log begin and end, and when they were written."""

from datetime import UTC

import pytest

from diagnostic.log.events import Layout, find_entries
from diagnostic.log.tally import CauseCounts, Timeline
from diagnostic.log.times import common_zone, fill_gaps, read_moment, read_offset

STAMPED = [f"2026-11-20 10:11:{second:02} INFO page shown" for second in range(9)]
TRACEBACK = [
    "Traceback (most recent call last):",
    '  File "/srv/app/chat.py", line 7, in answer',
    "anthropic.APIStatusError: Error code: 529",
]


def entries(*lines: str, end: str = "\n") -> list[list[str]]:
    data = ("\n".join(lines) + end).encode()
    return [data[start:stop].decode().splitlines() for start, stop in find_entries(data, Layout(data))]


@pytest.mark.parametrize(
    ("before", "own", "after"),
    [
        # Each entry begins with a time.
        (STAMPED, ["2026-11-20 10:12:00 ERROR it failed", *TRACEBACK], STAMPED),
        (STAMPED, ["web-1 | 2026-11-20 10:12:00 ERROR claude said no"], STAMPED),
        (STAMPED, ["2026-11-20 10:12:00 ERROR it failed", "and went on: anthropic"], STAMPED),
        # A collector writes the time before each line of a traceback, and perhaps a logger's name.
        (STAMPED, [f"2026-11-20 10:12:00 {line}" for line in ("it failed", *TRACEBACK)], STAMPED),
        (STAMPED, [f"2026-11-20 10:12:00 app.chat: {line}" for line in TRACEBACK], STAMPED),
        # Without times, what is indented, and what tracebacks print, goes on.
        (["page shown", "page shown"], ["it failed", *TRACEBACK], ["page shown"]),
        (["page shown"], ["claude said no:", "  overloaded", "so it ended"], ["page shown"]),
        (["> page shown"], [f"> {line}" for line in ("it failed", *TRACEBACK)], ["> page shown"]),
        # Each line of JSON is an entry.
        (['{"msg":"shown"}'] * 3, ['{"msg":"claude said no"}'], ["  stopped", *['{"msg":"shown"}'] * 3]),
    ],
)
def test_an_entry_has_all_lines_that_belong_to_it(before, own, after):
    assert entries(*before, *own, *after) == [own]
    assert entries(*own, *after) == [own]
    assert entries(*before, *own, end="") == [own]


def test_an_empty_line_does_not_hide_the_next_entry():
    own = ["2026-11-20 10:12:00 ERROR it failed", *TRACEBACK]
    assert entries(*STAMPED, *own, "", *own) == [[*own, ""], own]
    bare = ["it failed", *TRACEBACK]
    assert entries("page shown", *bare, "", "claude said no") == [[*bare, ""], ["claude said no"]]


def test_an_error_goes_on_only_in_lines_of_its_logger():
    first = [f"2026-11-20 10:12:00 app.chat: {line}" for line in TRACEBACK]
    assert entries(*STAMPED, *first, "2026-11-20 10:12:00 app.pay:   slow", *STAMPED) == [first]
    assert entries(*STAMPED, *first, "2026-11-20 10:12:00 app.chat: went on", *STAMPED) == [first]
    assert entries(*STAMPED, *first, "2026-11-20 10:12:00 went on", *STAMPED) == [first]
    assert entries(*STAMPED, "2026-11-20 10:12:00 claude:", "2026-11-20 10:12:00   File", *STAMPED[:1]) == [
        ["2026-11-20 10:12:00 claude:", "2026-11-20 10:12:00   File"]
    ]


def test_a_traceback_of_the_same_logger_is_another_entry_unless_it_is_of_one_chain():
    head = "2026-11-20 10:12:00 app.chat: "
    first = [head + line for line in TRACEBACK]
    assert entries(*STAMPED, *first, *first) == [first, first]
    chained = [*first, f"{head}During handling of the above exception, another exception occurred:", *first]
    assert entries(*STAMPED, *chained) == [chained]


@pytest.mark.parametrize(
    ("entry", "moment"),
    [
        (b"2026-11-20 10:11 claude said no", "2026-11-20 10:11:00"),
        # The message may quote a record with another time.
        (b'2026-11-20 10:11:12 got {"time":"2020-01-01T00:00:00Z"} of claude', "2026-11-20 10:11:12"),
        (b'{"msg":"2026-11-20 10:11:12 claude said no"}', "2026-11-20 10:11:12"),
    ],
)
def test_the_time_of_an_entry_is_that_of_its_beginning(entry, moment):
    assert read_moment(entry) == moment


@pytest.mark.parametrize(
    ("entry", "moment"),
    [
        (b"2026-11-20T10:11:12+02:00 x", "2026-11-20 08:11:12"),
        (b"2026-11-20T10:11:12Z x", "2026-11-20 10:11:12"),
        (b"2026-11-20 10:11:12 x", "2026-11-20 10:11:12"),
        (b"2026-11-20 10:11 x", "2026-11-20 10:11:00"),
        (b"[20/Nov/2026:10:11:12 -0100] x", "2026-11-20 11:11:12"),
        (b"[20/Nov/2026:10:11:12] x", "2026-11-20 10:11:12"),
        (b"2026-02-31T10:11:12+02:00 x", "2026-02-31 10:11:12"),
        (b'{"ts":1795000000,"msg":"x"}', "2026-11-18 11:06:40"),
    ],
)
def test_a_time_is_converted_if_it_has_an_offset(entry, moment):
    assert read_moment(entry, UTC) == moment


def test_entries_with_several_offsets_are_shown_in_one_zone():
    summer, winter, utc = b"2026-07-01 10:11:12+0200", b"2026-12-01 10:11:12 +01:00", b"2026-12-01 10:11:12Z"
    assert [read_offset(entry) for entry in (summer, winter, utc, b"10:11")] == ["+0200", "+0100", "Z", None]
    assert read_offset(b"2026-12-01 10:11:12+00:00") == "Z"
    assert common_zone([summer, winter]) is UTC
    assert common_zone([summer, summer, b"x"]) is None


def test_a_month_is_shown_by_hour_and_more_by_day():
    month = fill_gaps({"2026-01-01 10:00": 1, "2026-02-01 10:00": 2})
    assert (len(month), month["2026-01-02 00:00"]) == (31 * 24 + 1, 0)
    days = fill_gaps({"2026-01-01 10:00": 1, "2026-01-01 12:00": 4, "2026-02-01 11:00": 2})
    assert (len(days), days["2026-01-01"], days["2026-02-01"]) == (32, 5, 2)
    assert fill_gaps({}) == {}
    assert list(fill_gaps({"11-20 11:00": 1, "11-20 10:00": 2})) == ["11-20 10:00", "11-20 11:00"]


@pytest.mark.parametrize(
    ("limit", "hours"),
    [
        (3, {"2026-01-01 10:00", "2026-01-01 11:00", "2026-01-02 00:00"}),
        (2, {"2026-01-01 00:00", "2026-01-02 00:00"}),
        (1, {"2026-01-01 00:00", "2026-01-02 00:00"}),  # coarser than days there is nothing
    ],
)
def test_the_hours_of_a_long_log_are_those_that_are_kept(limit, hours):
    times = Timeline(limit)
    for moment in ("01 10:00:00", "01 10:01:00", "01 11:59:00", "02 00:00:00"):
        times.add(f"2026-01-{moment}")
    assert times.by_hour().keys() == hours


def test_the_request_of_an_entry_is_kept():
    counts = CauseCounts()
    counts.add(b"ERROR overloaded_error req_011CSHoEeqs5C35K2UUqR7Fy claude-opus-4-8", None)
    assert (counts.requests.ranked(), counts.models.ranked()) == (
        {"req_011CSHoEeqs5C35K2UUqR7Fy": 1},
        {"claude-opus-4-8": 1},
    )
