"""Passages crowded with names of secrets are masked whole; files of settings are not."""

import random

import pytest
from hostile_texts import token_soup

from diagnostic.pattern_sets import PatternSet
from diagnostic.text import clean

ERROR = "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}"
KINDS = (
    "cookie: a=b -u ann:x1 https://u:p1@h.example/?sig=ab12 /home/ann a@mail.example 203.0.113.9 2a02:1::9"
)
CROWD = f"{KINDS} " + " ".join(f"key_{n}_token=a{n}b" for n in range(40))
KEY = "hV3kQz81WsdP0aLcRgUt5vBb"


@pytest.fixture(params=["Hyperscan", "RE2"], autouse=True)
def _engine(request, monkeypatch):
    """Without Hyperscan, it is not known in advance which masks a text needs."""
    if request.param == "RE2":
        monkeypatch.setattr(PatternSet, "locate", lambda self, data: None)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_of_a_text_that_is_all_settings_and_escapes_stays(seed):
    chance = random.Random(seed)
    text = token_soup(chance, 2048) + KEY + token_soup(chance, 2048)
    once = clean(text).masked
    assert KEY not in once
    assert len(once) < len(text) / 4
    assert clean(once).masked == once


def test_what_is_apart_from_a_crowd_stays():
    assert clean(f"It fails today:\n\n{CROWD}\n\n{ERROR}").masked == (
        f"It fails today:\n\n[masked-secret]\n\n{ERROR}"
    )


@pytest.mark.parametrize("fence", ["", "```\n"])
def test_what_is_on_other_lines_than_a_long_one_stays(fence):
    assert clean(f"{fence}{ERROR}\n{CROWD}\n{ERROR}\n{fence}").masked == (
        f"{fence}{ERROR}\n[masked-secret]\n{ERROR}\n{fence}"
    )


def test_short_lines_may_be_parts_of_one_that_a_window_wrapped():
    words = CROWD.split()
    lines = "\n".join(" ".join(words[at : at + 9]) for at in range(0, len(words), 9))
    masked = clean(f"{lines} last_token={KEY[:12]}\n{KEY[12:]}\n\n{ERROR}").masked
    assert masked == f"[masked-secret]\n\n{ERROR}"


@pytest.mark.parametrize("quote", ["", "%22", "&quot;", "\\u0022"])
def test_a_crowd_counts_in_every_view(quote):
    crowd = f"{KINDS} " + " ".join(f"k{n}_to%6ben={quote}a{n}b{quote}" for n in range(40))
    assert clean(f"{crowd}\n\n{ERROR}").masked == f"[masked-secret]\n\n{ERROR}"


@pytest.mark.parametrize(
    "value",
    [
        f"last_token:\n\n{KEY}",
        f'name="last_token"\n\n{KEY}',
        f'form-data; name="last_token"; filename="x"\nContent-Type: text/plain\n\n{KEY}',
        f"-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{KEY}\n\n{KEY}\n",
        f"kind: Secret\ndata:\n  a: b\n\n  c: {KEY}\n",
    ],
)
def test_the_value_of_the_last_name_of_a_crowd_is_masked_with_it(value):
    assert KEY not in clean(f"{CROWD} {value}").masked


@pytest.mark.parametrize("settings", [40, 90])
def test_each_line_of_a_file_of_settings_is_read(settings):
    lines = [f"APP{n}_TOKEN={KEY[:16]}{n}" for n in range(settings)]
    masked = clean("\n".join([*lines, "", ERROR])).masked
    assert masked == "\n".join([f"APP{n}_TOKEN=[masked-secret]" for n in range(settings)] + ["", ERROR])


@pytest.mark.parametrize("settings", [30, 50])
def test_a_long_line_of_settings_of_one_kind_is_read(settings):
    pairs = ", ".join(f'"app{n}_token": "{KEY}{n}"' for n in range(settings))
    masked = clean(f"{{{pairs}}}\n{ERROR}").masked
    assert masked.count("[masked-secret]") == settings
    assert ERROR in masked
