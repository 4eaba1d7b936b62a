"""Without its Python layers, RE2 gives the same results; an unexpected version of the package is left as it
is.
"""

import gc

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic import diagnose, thin_re2
from diagnostic.patterns import OPTIONS, Pattern

SOURCES = [rb"a", rb"(?P<first>a)|(b)(c)?", rb"(a(b))|(a)", rb"a*", rb"(?m)^b|c$", rb"\bab?\b", rb"(?:)"]
KINDS = ["search", "match", "fullmatch"]


def _told(found):
    return found and (
        found.span(),
        found.groups(),
        found.group(),
        found.lastindex,
        [found.span(number) for number in range(found.re.groups + 1)],
        [(found.start(number), found.end(number), found[number]) for number in range(found.re.groups + 1)],
        found.groupdict(),
    )


def test_the_package_is_made_as_expected():
    """Where this fails, answers stay right and take longer: see what changed in google-re2."""
    assert thin_re2.has_known_internals()


@settings(deadline=None)
@given(
    st.sampled_from(SOURCES),
    st.text("abc \n", max_size=12),
    st.integers(0, 14),
    st.integers(0, 14) | st.none(),
    st.booleans(),
)
def test_all_methods_find_the_same(source, text, start, end, is_text):
    data = text if is_text else text.encode()
    source = source.decode() if is_text else source
    own, thin = re2.compile(source), Pattern(source)
    for kind in KINDS:
        assert _told(getattr(thin, kind)(data, start, end)) == _told(getattr(own, kind)(data, start, end))
    assert [*map(_told, thin.finditer(data, start, end))] == [*map(_told, own.finditer(data, start, end))]


@settings(deadline=None)
@given(
    st.sampled_from([rb"a", rb"a*", rb"(?m)^b|c$", rb"\bab?\b", rb"\A(?:ab|a)", rb"b\z", rb"(?:)"]),
    st.text("abc é\n", max_size=12),
    st.integers(0, 14),
    st.integers(0, 14) | st.none(),
    st.sampled_from([b"", b" " * 4000]),
)
def test_what_few_texts_need_is_found_in_the_same_place(source, text, start, end, before):
    regexp, data = re2.compile(source), before + text.encode()
    search = thin_re2.fast_search_of_rare(source, re2.Options(), lambda: regexp.search)
    for place in ((start, end), (len(before) + start, end and len(before) + end)):
        found, own = search(data, *place), regexp.search(data, *place)
        assert (found and found.span()) == (own and own.span())


@settings(deadline=None)
@given(st.sampled_from(SOURCES), st.text("abc é\n", max_size=12))
def test_the_places_are_those_of_the_matches(source, text):
    data = text.encode()
    assert Pattern(source).spans(data) == [found.span() for found in re2.compile(source).finditer(data)]


@settings(deadline=None)
@given(st.sampled_from(["a", "(?m)^b+|cé?", "ab|é"]), st.text("abc é\n", max_size=12))
def test_what_is_between_the_matches_is_cut_as_re2_does(source, text):
    assert [piece.decode() for piece in Pattern(source).pieces(text.encode())] == re2.split(source, text)
    assert Pattern(source).replace(text, "-") == re2.sub(source, "-", text)


@settings(deadline=None)
@given(st.sampled_from(SOURCES), st.text("abc é\n", max_size=12))
def test_what_occurs_is_what_a_search_finds(source, text):
    pattern = Pattern(source)
    assert bool(pattern.occurs(text.encode())) == bool(pattern.search(text.encode()))


def test_no_pattern_needs_an_eighth_of_the_memory_to_tell_whether_it_occurs(rules):
    """Without enough, a set of RE2 finds nothing and does not say so."""
    texts = [example.text for cause in rules.causes.values() for example in cause.examples()[:2]]
    for text in texts:
        diagnose(text)
    asked = [thing for thing in gc.get_objects() if isinstance(thing, Pattern) and "occurs" in vars(thing)]
    assert len(asked) > 50
    options = re2.Options()
    options.max_mem, options.log_errors = OPTIONS.max_mem // 8, False
    data = "\n".join(texts).encode()
    for pattern in asked:
        occurs = thin_re2.fast_occurs(pattern.source, options)
        assert [bool(occurs(one)) for one in (data, b"")] == [
            bool(pattern.search(one)) for one in (data, b"")
        ]


def test_a_text_beyond_ascii_goes_to_re2_itself():
    assert Pattern("é(b)").search("xéb").span(1) == (2, 3)
    assert [found.span() for found in Pattern("é").finditer("éé")] == [(0, 1), (1, 2)]


@pytest.mark.parametrize("gone", ["_ANCHOR", "_behaves_like_re2"])
def test_a_package_made_otherwise_is_used_as_it_comes(monkeypatch, gone):
    def fail():
        raise AttributeError

    monkeypatch.setattr(thin_re2, "_has_known_internals", None)
    monkeypatch.setattr(thin_re2, gone, None if gone == "_ANCHOR" else fail)
    regexp = re2.compile(b"a")
    assert thin_re2.fast_search(regexp, "search") == regexp.search
    assert thin_re2.fast_finditer(regexp) == regexp.finditer
