"""How people of many languages name a secret and say that its value follows: masks/languages.toml."""

from __future__ import annotations

from functools import cache

import re2

from diagnostic.text.mask_data import mask_data


def words_of_languages(key: str) -> list[str]:
    """The words under this key, of all languages, each once."""
    rows = mask_data("languages")["language"]
    return list(dict.fromkeys(word for row in rows for word in row.get(key, ())))


@cache
def pattern_of(*keys: str) -> str:
    """One of the words under these keys, as RE2 finds it; of two that begin alike, the longer one."""
    words = {word for key in keys for word in words_of_languages(key)}
    return "|".join(map(re2.escape, sorted(words, key=lambda word: (-len(word), word))))
