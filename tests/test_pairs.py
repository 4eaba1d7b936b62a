"""Texts that differ in one thing, which decides: the ones that need a condition, and those beside them."""

import tomllib
from pathlib import Path

import pytest

from diagnostic.diagnosis import diagnose

_PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text())["pair"]


def _first(text):
    findings = diagnose(text).findings
    return f"{findings[0].cause.id} {findings[0].confidence}" if findings else "none"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        pytest.param(first, text, id=f"{pair['says']}-{number}")
        for pair in _PAIRS
        for number, (first, text) in enumerate(pair["texts"])
    ],
)
def test_what_decides_is_in_the_one_text_and_not_in_the_other(first, text):
    assert _first(text) == first
