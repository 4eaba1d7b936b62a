"""Cleaning a paste is traceable: noise is removed, positions map back exactly, and secrets never remain."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.text import clean
from diagnostic.text.noise import remove_noise
from diagnostic.text.sourcemap import Mapped

NOISE = sorted((Path(__file__).parent / "noise").glob("*.txt"))
SEPARATOR = "\n==========\n"
# Pieces of which noisy texts are made: each begins or ends something that cleaning looks for.
PIECES = [
    "anthropic.APIConnectionError: Connection error.",
    '{"type":"error","error":{"type":"overloaded_error"}}', "\n", "\r\n", "\r",
    " ", "\t", "\\n", "\\\\n", '\\"', '\\\\\\"', "\x1b[31m", "\x1b[0m", "[0m", "\x1b]8;;x\x07", "&quot;",
    "&amp;lt;", "“", "’", "\u00a0",
    "\u2028", "\u200b", "\x00", "🙂", "é", "> ", "| ", "│ ", " │", "  + ", "2026-01-01T00:00:00Z ", "ERROR ",
    "ERROR: ", "INFO - ",
    "app-1  | ", "Nov 19 07:41:02 host app[1]: ", "[12:00:00] ", "E   ", "# ", "// ", "Traceback (most "
        "recent call last):\\n", "sk-ant-",
    "api03-Qm3xT9vLk2ZpW8yRb5Nc7Hd4Jf6Gs1Aa", "password=", "https://u:p@", "8.8.8.8", "/home/ada/", "%40",
    "-----BEGIN PRIVATE KEY-----",
    "x" * 79, "{", "}", "'", '"', "\ud800", "\ufeff", "\u202e", "a@b.example", "[masked-secret]", "1",
]  # fmt: skip
noisy_texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)
CASES = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize("path", NOISE, ids=lambda path: path.stem)
def test_noise_goes_and_the_error_remains(path):
    noisy, _, remains = path.read_bytes().decode().partition(SEPARATOR)
    assert clean(noisy).text == remains.rstrip("\n")


@pytest.mark.parametrize("path", NOISE, ids=lambda path: path.stem)
def test_every_word_that_remains_leads_back_to_where_it_stood(path):
    cleaned = clean(path.read_bytes().decode().partition(SEPARATOR)[0])
    lines = cleaned.masked.split("\n")
    for word in ("APIConnectionError", "main.py", "overloaded_error", "line 14"):
        at = cleaned.text.find(word)
        if at >= 0:
            spans = cleaned.locate(at, at + len(word))
            assert (
                "".join(
                    lines[span.line - 1][span.column - 1 : span.column - 1 + span.length] for span in spans
                )
                == word
            )


@pytest.mark.parametrize("text", ["Error: 529\n\x0c\nagain", "Error: 529\n\x0b", "\x0c\n0|a", "a\x0c\n\x0c"])
def test_a_form_feed_alone_on_its_line_is_no_word(text):
    assert clean(text).masked == text


@CASES
@given(noisy_texts)
def test_the_source_map_is_exact(text):
    cleaned = clean(text)
    position = source = 0
    for start, at, length in cleaned.runs:
        assert start >= position and at >= source and length > 0
        pairs = zip(cleaned.text[start : start + length], cleaned.masked[at : at + length], strict=True)
        # One code point for one: marks that people type in many ways are made plain.
        assert all(one == other or not other.isascii() or other in "\x0b\x0c" for one, other in pairs)
        position, source = start + length, at + length
    assert position <= len(cleaned.text) and source <= len(cleaned.masked)
    lines = cleaned.masked.split("\n")
    for at in range(0, len(cleaned.text), 7):
        for span in cleaned.locate(at, at + 5):
            assert lines[span.line - 1][span.column - 1 : span.column - 1 + span.length] == span.text


@CASES
@given(noisy_texts)
def test_cleaning_what_was_cleaned_changes_nothing(text):
    once = clean(text)
    again = clean(once.masked)
    assert (again.masked, again.text) == (once.masked, once.text)
    assert again.redactions == ()


@CASES
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_no_noise_is_left_behind(text):
    """Ten layers of wrapping are taken off; nobody wraps deeper."""
    once = remove_noise(text.replace("\ud800", "")).text
    assert remove_noise(once).text == once


def test_a_nul_separates_words_but_not_the_halves_of_a_secret():
    key = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"
    assert clean("529\0overloaded_error").text == "529 overloaded_error"
    assert clean(f"{key[:20]}\0{key[20:]}").masked == "[masked-anthropic-key]"
    assert clean("\0".join(f"key={key}")).redactions


@CASES
@given(noisy_texts)
def test_what_people_see_has_no_control_but_tab_line_end_and_escape(text):
    shown = clean(text).masked
    assert "\r" not in shown and "\u202e" not in shown and "\u200b" not in shown and "\x00" not in shown
    assert shown.encode().decode() == shown  # no lone surrogate


@CASES
@given(
    noisy_texts,
    noisy_texts,
    st.sampled_from(
        ["{}", "x-api-key: {}", "api_key='{}'", "Bearer {}", '{{"apiKey": "{}"}}', "https://h/?key={}"]
    ),
)
def test_a_planted_key_survives_nowhere(before, after, form):
    key = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"
    cleaned = clean(f"{before}\n{form.format(key)}\n{after}")
    for at in range(13, len(key) - 8):
        assert key[at : at + 8] not in cleaned.masked and key[at : at + 8] not in cleaned.text


@CASES
@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), st.text(max_size=4)), max_size=6),
)
def test_edits_of_edits_lead_back_to_the_source(source, edits):
    mapped = Mapped.identity(source)
    for _ in range(2):
        position, kept = 0, []
        for start, length, put in sorted(edits):
            if position <= start <= len(mapped.text):
                end = min(start + length, len(mapped.text))
                kept.append((start, end, put))
                position = end
        mapped = mapped.edited(kept)
        for start, at, length in mapped.runs:
            assert mapped.text[start : start + length] == source[at : at + length]


KIB = 1024


def test_a_text_within_the_limit_is_kept_whole(monkeypatch):
    monkeypatch.setattr("diagnostic.text._BUDGET_SECONDS", 60)  # a busy machine takes longer
    text = ("x" * 63 + "\n") * 4096
    assert not clean(text).truncated
    assert clean(text).masked == text


def test_a_long_text_keeps_its_ends_and_says_so():
    lines = [f"line {number} {'x' * 60}" for number in range(8000)]
    cleaned = clean("\n".join(lines))
    kept = cleaned.masked.split("\n")
    assert cleaned.truncated
    assert set(kept) <= set(lines), "a line was cut in the middle"
    assert (kept[0], kept[-1]) == (lines[0], lines[-1])
    gap = next(number for number, line in enumerate(kept) if line != lines[number])
    head, tail = "\n".join(kept[:gap]), "\n".join(kept[gap:])
    assert 63 * KIB < len(head) <= 64 * KIB
    assert 191 * KIB < len(tail) <= 192 * KIB


@pytest.mark.parametrize("at", [64 * KIB, 1024 * KIB - 192 * KIB])
def test_a_secret_across_the_cut_does_not_show_its_half(at):
    key = "sk-ant-api03-" + "Qm3xT9vLk2ZpW8yRb5Nc7Hd4Jf6Gs1Aa" * 3
    for shift in range(0, len(key), 9):
        start = at - shift
        text = ("words " * (start // 6 + 1))[:start] + key + " words" * 200_000
        masked = clean(text[: 1024 * KIB]).masked
        assert "Qm3xT9v" not in masked and "Nc7Hd4J" not in masked


@pytest.mark.parametrize("mark", ["```", "-" * 20, "~~~~"])
def test_a_line_above_a_fence_or_a_rule_was_not_cut(mark):
    line = "    at run (/app/node_modules/cli.js:2765:2203) in the worker that writes,".ljust(100, "x")
    assert clean(f"TypeError: terminated\n{line}\n{mark}\n").text.split("\n")[1] == line


def test_code_as_wide_as_a_terminal_does_not_swallow_the_exception_below_it():
    code = "    with client.messages.stream(messages=messages, max_tokens=1024".ljust(131, " ") + ":"
    exception = "TypeError: 'AsyncMessageStreamManager' object does not support the context manager protocol"
    assert clean(f"{code}\n{exception}").text.split("\n")[1:] == [exception]


def test_a_text_without_line_ends_is_cut_too():
    cleaned = clean("é" * 300_000)
    assert cleaned.truncated
    assert len(cleaned.masked.encode()) <= 257 * KIB


def test_positions_are_one_based_code_points_of_the_masked_text():
    cleaned = clean("🙂 x\r\nérror: \x1b[31manthropic.APIError\x1b[0m")
    at = cleaned.text.index("anthropic")
    (span,) = cleaned.locate(at, at + 9)
    assert (span.line, span.text) == (2, "anthropic")
    assert cleaned.masked.split("\n")[1][span.column - 1 :].startswith("anthropic")


def test_a_hit_over_two_lines_gives_a_span_for_each():
    cleaned = clean("one\ntwo\nthree")
    assert [(span.line, span.column, span.text) for span in cleaned.locate(2, 9)] == [
        (1, 3, "e"),
        (2, 1, "two"),
        (3, 1, "t"),
    ]
