"""Creates a rule folder that passes all checks; its author replaces the content piece by piece."""

from __future__ import annotations

from pathlib import Path

import re2

from diagnostic.rules.errors import RuleError

_ID = re2.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILES = {
    "rule.toml": """#:schema ../rule.schema.json
title = "TODO: name the problem in words that people search for ({id})"
family = "sdk-usage"
who = ["you"]
retry = "no"
sdk_retries = false
sources = ["https://platform.claude.com/docs/en/api/errors"]

[[when]]
text = '\\bTODO a sentence that only {id} prints\\b'
seen = ["first"]

[[steps]]
id = "do-this"
title = "Say what to do, as an order"
text = \'\'\'At most three sentences.\'\'\'
""",
    "explanation.md": """## What

TODO: the whole answer in one sentence.

## Why

TODO: what happens, one sentence per line.

## Tell it apart

TODO: which errors look similar, and how to tell them apart.

## Prevent

TODO: how to avoid the error.
""",
    "examples/first.txt": "#= {id} certain\nanthropic.BadRequestError: TODO a sentence that only {id} "
    "prints\n",
}


def make_folder(rules: Path, id: str) -> Path:
    """Creates rules/<id>. Raises RuleError if the id is invalid or taken."""
    folder = rules / id
    if not _ID.fullmatch(id):
        raise RuleError(folder, "an id is lower-case words joined by hyphens, such as stream-disconnected")
    if folder.exists():
        raise RuleError(folder, "is there already")
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{id}", id), encoding="utf-8")
    return folder
