"""The gate passes every entry that would count if all were diagnosed, and few others."""

import random
import re
import string
from functools import cache

import pytest
import re2
from synthetic import LAYOUTS, chatty, write_log

from diagnostic.diagnosis import diagnose
from diagnostic.groups import counted_cause
from diagnostic.log.events import HINT, Layout, find_entries
from diagnostic.scan import gate
from diagnostic.scan.log_rules import log_rules
from diagnostic.scan.rarest import rarest_part
from diagnostic.world.edges import parse

STAMP = "2026-11-20 10:00:00,123 ERROR app.ask: "
# What a healthy program that calls Claude writes.
HEALTHY = (
    'INFO httpx: HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 200 OK"',
    (
        "INFO app: claude-sonnet-4-6 answered req_011CLabLabLabLabLabLab input_tokens=529 output_tokens=404"
        " stop_reason=end_turn"
    ),
    "DEBUG anthropic: sending 500 tokens to claude-opus-4-6, max_tokens=4096, stop_reason: tool_use",
    "INFO app: Claude wrote 429 lines in 503 ms",
    "INFO app: claude-opus-4-6 answered job 17: 460 tokens, end_turn, req_011CLabLabLabLabLabLab",
    "INFO worker: queue anthropic has 12 requests, 0 errors, error rate 0.0",
)


@pytest.fixture(name="examples", scope="module")
def _examples(rules):
    """Outputs that count as an error of the Claude API."""
    texts = [example.text for cause in rules.causes.values() for example in cause.examples()]
    return [text for text in texts if HINT.search(text.encode()) and _count(text)]


def _count(entry):
    """The cause of one entry of a log, diagnosed whole."""
    best = counted_cause(diagnose(entry, log_rules(), is_entry=True))
    return best and best.cause.id


@pytest.mark.parametrize("line", HEALTHY)
def test_a_healthy_line_does_not_pass(line):
    assert not gate.may_match(f"2026-11-20 10:00:00 {line}")


def test_every_real_output_passes(examples):
    assert len(examples) > 500
    assert [text for text in examples if not gate.may_match(text)] == []


@pytest.mark.parametrize("is_compiled", [False, True])
def test_every_real_output_is_found_between_healthy_lines(examples, is_compiled, monkeypatch):
    gate._signs_in_blocks.cache_clear()
    gate.prepare(is_large=is_compiled)
    calm = "".join(f"2026-11-20 10:00:00,000 {line}\n" for line in HEALTHY)
    lost = []
    for text in examples:
        before = f"{calm}{STAMP}"
        data = f"{before}{text.rstrip()}\n{calm}".encode()
        begins, ends = len(before.encode()) - len(STAMP), len(data) - len(calm)
        # An output of several entries is found in one of them.
        found = find_entries(data, Layout(data), gate.find_sign)
        if not any(begins <= start < ends for start, _ in found):
            lost.append(text)
    assert lost == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"caf\xe9 anthropic 529 overloaded_error\n",
        "claude \u2028 Überlast 529 overloaded\n".encode(),
    ],
)
def test_bytes_of_any_kind_are_read(data):
    gate.prepare(is_large=True)
    assert -1 <= gate.find_sign(data, 0) < len(data)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_gate_and_hints_lead_to_the_same_counted_entries(layout, tmp_path):
    gate.prepare(is_large=True)
    path = tmp_path / "log"
    write_log(path, layout, 60_000, 0.04)
    data = path.read_bytes()

    def counted(places):
        entries = (data[start:end].decode() for start, end in places)
        return [cause for entry in entries if gate.may_match(entry) and (cause := _count(entry))]

    form = Layout(data)
    all_of_them = [
        cause for start, end in find_entries(data, form) if (cause := _count(data[start:end].decode()))
    ]
    assert counted(find_entries(data, form, gate.find_sign)) == all_of_them
    assert len(all_of_them) > 5


@pytest.mark.parametrize(
    "source, part",
    [
        (r"\bstream\b.{0,40}\b(?:connection\s*lost|cut\s*off)\b", r"\b(?:connection\s*lost|cut\s*off)\b"),
        (
            r"(?m)\b(?:error|request)\b[^\n:]{0,60}[:-]\s?model:\s*(?P<m>claude-[\w.]{2,60})$",
            r"(?m)model:\s*claude-",
        ),
        (r"\bcannot\s*launch\b[^\n]{0,40}\bclaude\b", r"\bcannot\s*launch\b"),
        (r"\bcalls?\s*(?:\w{1,12}\s*){0,6}timed\s*out|\bx-y", r"timed\s*out|\bx-y"),
        (r"a.{0,40}b", r"a.{0,40}b"),
        (r"(?:optional\s*words\b.{0,40})?must\s*be", r"must\s*be"),
        (r"\bHTTP\s*connect\s*timed\s*out\b", r"connect\s*timed\s*out\b"),
        (r"\b[Cc]laude\s*is\s*[Bb]usy\b", r"\b[Cc]laude\s*is\s*[Bb]usy\b"),
        (r"\berror\b.{0,40}(?s)closed\s*early", r"\berror\b.{0,40}(?s)closed\s*early"),
        (r"(?-i:\bSTART.{0,40}\w)[^\n]{0,40}(?:x|unexpected)", r"(?-i:\bSTART.{0,40}\w)"),
    ],
)
def test_the_rarest_part_of_a_pattern_is_one_that_no_match_lacks(source, part):
    assert rarest_part(source) == part


def test_where_a_sentence_occurs_its_rarest_part_does(rules):
    texts = [example.text.encode() for cause in rules.causes.values() for example in cause.examples()]
    reduced = {source: rarest_part(source) for source in gate._sentences()}
    assert sum(part != source for source, part in reduced.items()) > 50
    lost, found = [], 0
    for source, part in reduced.items():
        if part != source:
            whole, rare = re2.compile(f"(?i){source}".encode()), re2.compile(f"(?i){part}".encode())
            hits = [text for text in texts if whole.search(text)]
            found += len(hits)
            lost += [(source, text) for text in hits if not rare.search(text)]
    assert lost == []
    assert found > 100


def _write(items, chance):
    """A text that the pieces of a pattern may match."""
    said = ""
    for item in items:
        if item.may_be_absent and chance.random() < 0.5:
            continue
        least = re.search(r"\{(\d+)", item.source[len(item.text) :] if item.group is None else "")
        for _ in range(int(least[1]) if least else 1):
            said += _write(chance.choice(item.group), chance) if item.group is not None else _spell(item.text)
    return said


@cache
def _spell(piece):
    if piece in (r"\b", r"\B", r"\A", r"\z", "^", "$"):
        return ""
    return next((char for char in f"{string.printable}’·—" if re2.fullmatch(f"(?s:{piece})", char)), "")


def test_texts_made_of_the_sentences_contain_their_rarest_parts():
    chance, lost, made = random.Random(25), [], 0
    for source in sorted(gate._sentences()):
        whole = re2.compile(f"(?i){source}".encode())
        loose = re2.compile(gate._loosen(source).encode())
        alternatives, _ = parse(source, 0)
        for alternative in alternatives * 3:
            text = f"x: {_write(alternative, chance)}.".encode()
            if whole.search(text):
                made += 1
                lost += [(source, text)] * (not loose.search(text))
    assert lost == []
    assert made > 3000


def test_the_signs_of_blocks_compile():
    assert gate._signs_in_blocks().compile()


def test_few_places_of_a_log_without_errors_look_like_one(tmp_path):
    log = tmp_path / "app.log"
    write_log(log, "logging", 400_000, 0.0, chatty)
    data = log.read_bytes()
    lines = data.count(b"\n")
    assert sum(1 for _ in find_entries(data, Layout(data), gate.find_sign)) < lines / 100


def test_no_sign_ends_before_the_place_that_is_found_first(examples):
    gate.prepare(is_large=True)
    signs, found = gate._signs_in_blocks(), 0
    for text in examples:
        data = text.encode()
        if ends := signs.find(data):
            found += 1
            assert ends[0] - signs.find_first(data) in (1, 2), text
        else:
            assert signs.find_first(data) == -1, text
    assert found > 1000
