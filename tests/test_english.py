"""Plain English, as far as a machine can check it: texts for readers, and the prose in the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# A phrase that a reader has to turn over -> what to write instead.
REFUSED = {
    r"(?<!there )\b(?:is|was|are|were) no (?!longer\b|more\b|better\b|one\b)[a-z]": "is not a …",
    r"\bthat (?:is|are) none\b": "an invalid …",
    r"\b(?:an?|the|no|each|every) \w+ of (?:its|their|your) own\b(?! (?:OpenTelemetry|proxy)\b)": "its own …",
    r"\bby itself\b": "automatically",
    r"\bspeaks of\b": "names, describes",
    r"\bstands? (?:in(?! for\b)|under|at|below|above|beside|on|before|after|here|where)\b": "is",
    r"\b(?:is|are|was|were) given up\b": "is discarded",
    r"\bbelongs? into\b": "belongs in",
}
# What is recorded, pasted or run is quoted as it is; the programs of rules are part of their proofs.
PROSE = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "templates").rglob("*.md"),
    *(ROOT / "templates").rglob("*.html"),
    *(ROOT / "rules").rglob("*.md"),
    *(ROOT / "rules").rglob("*.toml"),
]
CODE = [path for path in (ROOT / "diagnostic").rglob("*.py") if "harness" not in path.parts]


def _lines(path):
    """The numbered lines of a file, without what a rule looks for in a paste."""
    table = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if path.suffix == ".toml" and line.startswith("["):
            table = line.strip("[] ")
        if not (table == "when" and line.lstrip().startswith(("text = ", "phrase = ", "words = "))):
            yield number, line


def _found(paths, pattern):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in _lines(path)
        if re.search(pattern, line, re.IGNORECASE)
    ]


@pytest.mark.parametrize("pattern", REFUSED, ids=REFUSED.values())
def test_what_people_read_is_plain_english(pattern):
    assert _found(PROSE, pattern) == []


@pytest.mark.parametrize("pattern", REFUSED, ids=REFUSED.values())
def test_what_the_code_says_of_itself_is_plain_english(pattern):
    assert _found(CODE, pattern) == []


@pytest.mark.parametrize(
    "line",
    [
        "The body is no JSON",
        "a PDF that is none",
        "It has a file of its own",
        "The SDK retries by itself",
        "It stands in line 3",
    ],
)
def test_the_refused_phrases_are_found(line):
    assert any(re.search(pattern, line, re.IGNORECASE) for pattern in REFUSED)
