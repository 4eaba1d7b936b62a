"""Patterns are compiled on first use, so users would find an invalid one; here all are compiled."""

import gc
import tomllib
from pathlib import Path

import pytest
import re2

from diagnostic import create_app, diagnose, file_cache, hyperscan_engine, pattern_sets
from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import Pattern, with_escaped_quotes
from diagnostic.report import _SIGNS


def test_every_pattern_is_one_that_re2_reads(rules):
    create_app()
    patterns = [thing for thing in gc.get_objects() if isinstance(thing, Pattern)]
    assert len(patterns) > 100
    for pattern in patterns:
        re2.compile(pattern.source)


_PIECE = re2.compile(r"\\x\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?[\w:<>-]*[:>])?|(?s:.)")


def _ends(pieces: list[str]) -> list[str]:
    """The first piece of each alternative of the group with which the pieces, or those reversed, begin."""
    depth, found, is_first = 0, [], True
    for piece in pieces:
        depth += (piece[0] in "()") * (1 if piece[0] == pieces[0][0] else -1)
        if piece[0] == pieces[0][0] and depth == 1 or piece == "|" and depth == 1:
            is_first = True
        elif is_first:
            found.append(piece)
            is_first = False
        if depth <= 0:
            return found
    return found


def _words_without_boundary(source: str) -> list[str]:
    """Letters beyond ASCII where a pattern asks for a boundary, which in RE2 only ASCII letters have."""
    pieces = _PIECE.findall(source)
    at = [number for number, piece in enumerate(pieces) if piece == r"\b"]
    beside = [end for number in at for end in _ends(pieces[number + 1 :]) + _ends(pieces[:number][::-1])]
    return [end for end in beside if end.startswith(r"\x{") or (end.isalpha() and not end.isascii())]


def test_no_word_beyond_ascii_stands_where_a_pattern_asks_for_a_boundary(rules):
    create_app()
    patterns = {thing.source for thing in gc.get_objects() if isinstance(thing, Pattern)}
    sources = {
        source if isinstance(source, str) else source.decode()
        for source in patterns | set(_SIGNS.sources.values())
    }
    assert _words_without_boundary(r"\b(?:vous|\x{ea}tes)|(?:voc\x{ea}|tu)\b") == [r"\x{ea}", r"\x{ea}"]
    assert {source: lost for source in sources if (lost := _words_without_boundary(source))} == {}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"'(\w+)' not found", r"\'thinking\' not found"),
        (r"""named ["'`](\w+)["'`]""", r"named \\\"thinking\\\""),
        (r"""\\?["'](\w+)\\{0,3}["']""", r"\"thinking\""),
        (r"""[^"'\n]{0,9}\x{2019} (\w+)""", "one\u2019 thinking"),
    ],
)
def test_a_quote_matches_an_escaped_one(source, text):
    assert re2.search(with_escaped_quotes(source), text)[1] == "thinking"
    assert re2.search(with_escaped_quotes(source), text.replace("\\", ""))[1] == "thinking"


SOURCES = {
    "cut": r"\bcut\b",
    "line": r"(?m)^line \d+$",
    "any case": r"(?i)ERROR",
    "many": r"a{2,3}\s?b",
    "wide": r"[^\n]é",
    "gap": r"<[^\n]{2}>",
}
TEXTS = {
    "": set(),
    "line 12\nnot cutting": {"line"},
    "the cut, an Error": {"cut", "any case"},
    "x\nline 1\naaab": {"line", "many"},
    "ééé": {"wide"},
    "<öü>, ücut": {"gap", "cut"},
    "<ö>, <日>, <ö日🙂>": set(),
}


@pytest.fixture(name="cache")
def _cache(monkeypatch, tmp_path):
    monkeypatch.setattr(file_cache, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def _stay_with_re2(monkeypatch):
    """From here on a set that is not compiled stays so; after some texts it would compile itself."""
    monkeypatch.setattr(pattern_sets, "fast", None)


def _all_sets():
    diagnose("529")
    return [thing for thing in gc.get_objects() if isinstance(thing, PatternSet)]


@pytest.mark.parametrize("fewest", [1, 100], ids=["by halves", "whole"])
@pytest.mark.parametrize("text", TEXTS)
def test_both_engines_find_the_same(text, fewest, monkeypatch, cache):
    monkeypatch.setattr(hyperscan_engine, "_MIN_PATTERNS_TO_SPLIT", fewest)
    plain, compiled = PatternSet(SOURCES), PatternSet(SOURCES)
    compiled.compile()
    assert plain.find(text.encode()) == compiled.find(text.encode()) == TEXTS[text]


CLASSES = [
    *(r"\s", r"\S", r"\w", r"\W", r"\d", r"\D", ".", "(?s:.)", "[^a]", r"[^\s]", r"[^\w]", r"[\s\d]", r"a\b"),
    *("[[:punct:]]", "[[:cntrl:]]", "[[:print:]]", "(?m:a$)", r"a\z", r"a\B"),
]


def test_both_engines_have_the_same_classes_of_characters(monkeypatch, cache):
    plain, compiled = (PatternSet({source: f"x{source}" for source in CLASSES}) for _ in range(2))
    compiled.compile()
    assert compiled.is_compiled
    _stay_with_re2(monkeypatch)
    characters = [*map(chr, range(128)), *"\x85\xa0é\u2028\u3000🙂"]
    texts = [
        f"x{before}{one}{after}".encode() for one in characters for before in ("", "a") for after in ("", "b")
    ]
    assert [text for text in texts if plain.find(text) != compiled.find(text)] == []


# Compiled once a machine; that takes a busy one minutes.
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_both_engines_find_the_same_in_every_text_of_rules_and_tests(rules, monkeypatch):
    texts = [example.text.encode() for cause in rules.causes.values() for example in cause.examples()]
    texts += [path.read_text(errors="replace").encode() for path in Path(__file__).parent.rglob("*.txt")]
    facts = tomllib.loads((Path(__file__).parent / "facts" / "texts.toml").read_text())
    texts += [text.encode() for text in facts.values()]
    sets = [(PatternSet(found.sources, ignores_case=found.ignores_case), found) for found in _all_sets()]
    for _, compiled in sets:
        compiled.compile()
        assert compiled.is_compiled
    _stay_with_re2(monkeypatch)
    for plain, compiled in sets:
        assert [text for text in texts if plain.find(text) != compiled.find(text)] == []


@pytest.mark.parametrize("start, end", [(0, 3), (1, 5), (2, 4), (1, 2)])
def test_a_part_is_never_cut_inside_a_character(start, end, cache):
    compiled = PatternSet({"e": "é", "any": "."})
    compiled.compile()
    inside = "éxéé".encode()[start:end].decode("utf-8", "ignore")
    assert ("e" in compiled.find("éxéé".encode(), start, end)) == ("é" in inside)


def test_a_set_compiles_itself_once_it_has_read_enough_texts(monkeypatch, cache):
    started = []
    monkeypatch.setattr(
        pattern_sets.threading,
        "Thread",
        lambda **kwargs: started.append(kwargs) or kwargs["target"] and _Runs(kwargs["target"]),
    )
    found = PatternSet(SOURCES)
    for _ in range(pattern_sets._TEXTS_BEFORE_COMPILING):
        assert not found.is_compiled
        found.find(b"cut")
    assert len(started) == 1 and found.is_compiled


class _Runs:
    def __init__(self, target):
        self.start = target


def test_the_next_process_takes_what_one_compiled(cache):
    first = PatternSet(SOURCES)
    first.compile()
    second = PatternSet(SOURCES)
    second.find(b"cut")
    assert second.is_compiled


def _flip_a_byte(kept):
    half = len(kept) // 2
    return kept[:half] + bytes([kept[half] ^ 1]) + kept[half + 1 :]


_DAMAGES = [lambda kept: kept[:-1], _flip_a_byte, lambda kept: b""]


@pytest.mark.parametrize("damage", _DAMAGES)
def test_a_damaged_file_is_not_loaded(cache, damage):
    PatternSet(SOURCES).compile()
    file = sorted(cache.iterdir())[0]
    file.write_bytes(damage(file.read_bytes()))
    found = PatternSet(SOURCES)
    assert found.find(b"the cut") == {"cut"}
    assert not found.is_compiled


@pytest.mark.parametrize("damage", _DAMAGES)
def test_a_damaged_file_for_other_texts_than_ascii_is_made_again(cache, damage):
    PatternSet(SOURCES).compile()
    file = sorted(cache.iterdir())[1]
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    found = PatternSet(SOURCES)
    assert found.find(b"the cut") == {"cut"}
    assert file.read_bytes() != whole
    assert found.find("é cut".encode()) == {"cut"}
    assert file.read_bytes() == whole


def test_a_set_is_not_loaded_if_a_file_is_missing(cache):
    PatternSet(SOURCES).compile()
    sorted(cache.iterdir())[1].unlink()
    found = PatternSet(SOURCES)
    assert found.find(b"the cut") == {"cut"}
    assert not found.is_compiled


def test_without_hyperscan_or_a_place_to_keep_it_the_answers_are_the_same(monkeypatch, cache):
    cache.parent.joinpath("cache").write_text("no folder")
    unkept = PatternSet(SOURCES)
    unkept.compile()
    monkeypatch.setattr(pattern_sets, "fast", None)
    plain = PatternSet(SOURCES)
    plain.compile()
    assert not plain.is_compiled
    assert plain.find(b"the cut") == unkept.find(b"the cut") == {"cut"}


def test_many_patterns_are_numbered_across_the_sets_of_re2(monkeypatch):
    monkeypatch.setattr(pattern_sets, "fast", None)
    many = PatternSet({number: f"word{number}\\b" for number in range(3 * pattern_sets._RE2_SET_SIZE)})
    assert many.find(b"word0 word219 word220 word659") == {0, 219, 220, 659}


# Hyperscan takes it with these letters, and refuses it in any case.
_LARGE = (
    r"\b(?:claude|opus|sonnet|haiku)[\w\s*.-]{0,30}[\x{0060}\"\x27]{0,2}\s*(?:(?:that\s*is\s*|which\s*is\s*)?"
    r"(?:hard-?coded|configured|used|set|listed)\s*(?:in|as|by)\s*[^\s,;]{1,60}\s*)?(?:(?:was|were|has\s*been|is)"
    r"\s*(?:retired|deprecated|discontinued|sunset|no\s*longer\s*available)|reached\s*(?:its\s*)?end[-\s*]of"
    r"[-\s*]life)\b"
)


@pytest.mark.parametrize("ignores_case", [True, False])
def test_a_pattern_that_is_too_large_as_it_is_compiled_is_named(ignores_case):
    patterns = PatternSet({"small": "overloaded", "large": _LARGE}, ignores_case=ignores_case)
    assert pattern_sets.find_uncompilable(patterns).keys() == ({"large"} if ignores_case else set())
