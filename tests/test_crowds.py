"""Passages crowded with names of secrets are masked whole; files of settings are not."""

import random

import pytest
from hostile_texts import token_soup

from diagnostic.text import clean

ERROR = "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}"
CROWD = " ".join(f"key_{n}_token=a{n}b" for n in range(40))
KEY = "hV3kQz81WsdP0aLcRgUt5vBb"


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


@pytest.mark.parametrize("quote", ["", "%22", "&quot;", "\\u0022"])
def test_a_crowd_counts_in_every_view(quote):
    crowd = " ".join(f"k{n}_to%6ben={quote}a{n}b{quote}" for n in range(40))
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


def test_a_long_line_with_some_names_is_read():
    settings = ", ".join(f'"app{n}_token": "{KEY}{n}"' for n in range(30))
    assert clean(f"{{{settings}}}").masked.count("[masked-secret]") == 30
