"""Tallies of parts merge into the tally of the whole, for any parts, in any order, and with retried tasks."""

import copy
import random
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import LAYOUTS, write_log

from diagnostic.diagnosis import diagnose
from diagnostic.groups import counted_cause
from diagnostic.log.tally import CauseCounts, Names, OncePerShape, Tally, Timeline
from diagnostic.scan import reading
from diagnostic.scan.counting import classify, count_events, new_tally
from diagnostic.scan.reading import Piece, count_piece
from diagnostic.scan.report import format_warnings, render_json, scan_answer
from diagnostic.scan.running import scan
from diagnostic.scan.selection import Selection

MOMENTS = st.builds(
    "2026-{:02}-{:02} {:02}:{:02}:{:02}".format,
    st.integers(1, 3), st.integers(1, 28), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59),
)  # fmt: skip
ENTRIES = st.tuples(
    st.sampled_from(("overloaded", "rate-limit", "request-timeout")),
    st.builds(
        'req_01{} claude-{} "host": "{}"'.format,
        st.text("abcdef", min_size=8, max_size=9),
        st.sampled_from(("opus-4-6", "haiku-4-5")),
        st.sampled_from(("api-1", "api-2", "api-3")),
    ),
    st.none() | MOMENTS,
)
PARTS = st.lists(st.lists(ENTRIES, max_size=30), max_size=6)


def tally_of(entries) -> Tally:
    tally = Tally(
        bytes_read=len(entries),
        files=1,
        rules=frozenset(("1",)),
        has_long_lines=len(entries) > 20,
        problems={f"file-{len(entries) % 2}": f"reason {len(entries) % 3}"},
        beginnings={f"file-{len(entries) % 2}": frozenset((len(entries) % 3,))},
    )
    for cause, text, moment in entries:
        tally.add(cause, text.encode(), moment)
    for counts in tally.causes.values():  # small, so that names and minutes are left out
        counts.requests.limit, counts.models.limit, counts.times.limit = 5, 1, 4
    return tally


def merged(*tallies: Tally) -> Tally:
    total = Tally()
    for tally in tallies:
        for id in tally.causes.keys() - total.causes.keys():
            total.merge(Tally(causes={id: type(tally.causes[id])()}))
            total.causes[id].requests.limit, total.causes[id].models.limit, total.causes[id].times.limit = (
                5,
                1,
                4,
            )
        total.merge(copy.deepcopy(tally))
    return total


@settings(max_examples=60, deadline=None)
@given(parts=PARTS, order=st.randoms(use_true_random=False))
def test_the_order_and_the_grouping_of_parts_change_nothing(parts, order):
    tallies = [tally_of(part) for part in parts]
    whole = merged(*tallies)
    shuffled = order.sample(tallies, len(tallies))
    assert merged(*shuffled) == whole
    cut = order.randrange(len(tallies) + 1)
    assert merged(merged(*shuffled[:cut]), merged(*shuffled[cut:])) == whole


@settings(max_examples=40, deadline=None)
@given(part=st.lists(ENTRIES, max_size=30))
def test_an_empty_tally_changes_nothing(part):
    assert merged(Tally(), tally_of(part)) == merged(tally_of(part), Tally()) == merged(tally_of(part))


@settings(max_examples=60, deadline=None)
@given(parts=PARTS)
def test_parts_give_what_one_reader_of_all_entries_gives(parts):
    whole = merged(tally_of([entry for part in parts for entry in part]))
    total = merged(*map(tally_of, parts))
    assert {id: (one.count, one.first, one.last) for id, one in total.causes.items()} == {
        id: (one.count, one.first, one.last) for id, one in whole.causes.items()
    }
    for id, one in total.causes.items():
        same = whole.causes[id]
        assert (one.requests, one.hosts, one.models) == (same.requests, same.hosts, same.models)
        assert one.times.counts == same.times.counts


@settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text("abc", min_size=1, max_size=3), max_size=80))
def test_of_many_names_the_smallest_stay_with_exact_counts(names):
    kept = Names(4)
    for name in names:
        kept.add(name)
    assert kept.ranked().keys() == set(sorted(set(names))[:4])
    assert all(count == names.count(name) for name, count in kept.ranked().items())
    assert kept.left_out == (len(set(names)) > 4)


@pytest.mark.parametrize(
    "most, kept",
    [(6, {"2026-01-01 10:00": 1, "2026-01-01 10:01": 1, "2026-01-01 11:59": 1, "2026-01-02 00:00": 2}),
     (3, {"2026-01-01 10": 2, "2026-01-01 11": 1, "2026-01-02 00": 2}),
     (2, {"2026-01-01": 3, "2026-01-02": 2})],
)  # fmt: skip
def test_more_minutes_than_are_kept_become_hours_and_then_days(most, kept):
    times = Timeline(most)
    for moment in ("01 10:00:00", "01 10:01:59", "01 11:59:00", "02 00:00:00", "02 00:00:30"):
        times.add(f"2026-01-{moment}")
    assert dict(times.counts) == kept
    assert times.by_hour().total() == 5


class Unsteady(ThreadPoolExecutor):
    """Runs each task twice, out of order, and fails it the first time."""

    def __init__(self) -> None:
        super().__init__(3)
        self.seen, self.chance = set(), random.Random(5)

    def submit(self, call, *arguments) -> Future:
        def run():
            call(*arguments)
            if arguments not in self.seen:
                self.seen.add(arguments)
                raise ConnectionResetError("the worker went away")
            return call(*arguments)

        return super().submit(run)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_retries_threads_and_any_size_of_pieces_count_alike(layout, tmp_path, monkeypatch):
    path = tmp_path / "log"
    contents = write_log(path, layout, 150_000, 0.04)
    answers = []
    for size in (20_000, 70_001, 1 << 20):
        monkeypatch.setattr(reading, "RANGE_BYTES", size)
        with Unsteady() as pool:
            tally = scan([str(path)], pool, lambda: 4)
        assert {id: one.count for id, one in tally.causes.items()} == contents.causes
        answers.append(render_json(tally).splitlines())
    assert answers[0] == answers[1] == answers[2]


def test_a_task_that_fails_for_good_is_named_and_the_others_count(tmp_path):
    paths = [tmp_path / name for name in ("first.log", "second.log")]
    contents = [write_log(path, "logging", 30_000 + number, 0.05) for number, path in enumerate(paths)]

    class Failing(ThreadPoolExecutor):
        def submit(self, call, piece, *more):
            return super().submit(fail if "second" in piece.name else call, piece, *more)

    def fail(*_):
        raise TimeoutError("the store does not answer")

    read = []
    with Failing(2) as pool:
        tally = scan([str(path) for path in paths], pool, lambda: 2, progress=read.append)
    assert {id: one.count for id, one in tally.causes.items()} == contents[0].causes
    assert tally.problems == {str(paths[1]): "the store does not answer"}
    assert sum(read) == sum(path.stat().st_size for path in paths)


RETIRED = (
    "2026-11-20 10:00:00 ERROR Error code: 404 - {{'type': 'error', 'error': {{'type': 'not_found_error', "
    "'message': 'model: {}'}}}}"
)


def test_entries_of_one_shape_have_one_cause_whichever_comes_first(rules):
    """Every example, and the same with other times, ids and counters."""
    texts = [example.text for cause in rules.causes.values() for example in cause.examples()]
    texts += [
        RETIRED.format(model) for model in ("claude-2.1", "claude-sonnet-4-6", "claude-3-opus-20240229")
    ]
    shapes: dict[bytes, set] = {}

    def note(entry: bytes):
        best = counted_cause(diagnose(entry.decode(), rules, is_entry=True))
        return best and best.cause.id

    for text in texts:
        once = OncePerShape(note, 1, forgets=True)
        once(text.encode())
        (shape,) = once._known
        shapes.setdefault(shape, set()).add(once._known[shape])
    assert [found for found in shapes.values() if len(found) > 1] == []


def test_of_a_full_memory_of_shapes_new_ones_give_nothing_or_begin_another():
    for forgets, of_third, computed in ((False, None, [b"a", b"b"]), (True, b"c", [b"a", b"b", b"c"])):
        asked: list[bytes] = []
        once = OncePerShape(lambda entry, asked=asked: asked.append(entry) or entry, 2, forgets)
        assert [once(entry) for entry in (b"a", b"b", b"a", b"c")] == [b"a", b"b", b"a", of_third]
        assert asked == computed


def test_logged_attempts_count_unless_another_entry_names_their_error():
    attempt = b'HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 529 Overloaded"'
    error = b"anthropic.APITimeoutError: Request timed out."
    causes = {"overloaded": CauseCounts(), "request-timeout": CauseCounts()}
    causes["overloaded"].add(attempt, None)
    causes["request-timeout"].add(error, None)
    tally = Tally(causes=causes)
    assert tally.errors({"overloaded": frozenset(), "request-timeout": frozenset()}) == causes
    assert [*tally.errors({"overloaded": frozenset(), "request-timeout": frozenset(("overloaded",))})] == [
        "request-timeout"
    ]


def test_classify_names_what_scan_counts():
    overload = "529 {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}"
    found = classify(f"anthropic.APIStatusError: Error code: {overload}")
    assert found is not None and tuple(found) == ("overloaded", "certain")
    assert classify("psycopg2.OperationalError: connection refused") is None
    assert classify("") is None
    events = [f"2026-11-20 10:00:00 ERROR Error code: {overload} \udcff".encode("utf-8", "replace")]
    assert list(count_events(events).causes) == [classify(events[0].decode()).id]


def test_a_range_beyond_the_end_of_a_shrunken_file_gives_nothing(tmp_path):
    path = tmp_path / "log"
    path.write_text("2026-11-20 10:00:00 all is well\n")
    assert count_piece(Piece(str(path), 1 << 20, 2 << 20, False)).causes == new_tally().causes


def _entry(moment, level="ERROR"):
    return f"{moment} {level} anthropic.InternalServerError: Error code: 529 - overloaded_error".encode()


def test_a_log_of_several_zones_is_said_to_be_one_unless_a_zone_is_asked_for():
    entries = [_entry("2026-11-24T03:10:17Z"), _entry("2026-11-24T09:10:17+05:00")]
    tally = count_events(entries[:1])
    assert format_warnings(scan_answer(tally)) == []
    tally.merge(count_events(entries[1:]))
    (doubt,) = format_warnings(scan_answer(tally))
    assert "+0500, Z" in doubt and "--time-zone UTC" in doubt
    in_utc = count_events(entries, Selection(zone=UTC))
    assert format_warnings(scan_answer(in_utc)) == []
    assert in_utc.causes["overloaded"].last == "2026-11-24 04:10:17"


@pytest.mark.parametrize("level", ["ERROR", "WARNING", "CRITICAL"])
def test_a_level_is_not_taken_for_a_host(level):
    tally = count_events([_entry("2026-11-24T03:10:17Z", level)])
    assert tally.causes["overloaded"].hosts.ranked() == {}
