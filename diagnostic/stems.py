"""The words of a text in the forms in which they are compared with others."""

from __future__ import annotations

from diagnostic.patterns import Pattern

# Lower-cases ASCII and turns everything that is not part of a word into a space. A byte table, because it is
# applied to all examples.
_WORD_BYTES = bytes(
    32 if byte < 128 and not (chr(byte).isalnum() or chr(byte) == "_") else byte
    for byte in bytes(range(256)).lower()
)
# Thai, Chinese, Japanese and Korean.
_SPACELESS = Pattern(
    r"[\x{e00}-\x{eff}\x{3040}-\x{30ff}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}]+"
)
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s")
_MIN_STEM = 3  # letters before an ending


def stemmed(text: str) -> str:
    """The names in their stems with a space on each side, so that only whole ones are found in it."""
    return f" {' '.join(map(stem, names_of(text)))} "


def names_of(text: str) -> list[str]:
    """The names, words and status codes in lower case, in text order; what is written without spaces is in
    pieces of its own: 用Claude写 is three.
    """
    words = text.encode().translate(_WORD_BYTES).decode()
    if not text.isascii():
        letters = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in words)
        words = _SPACELESS.sub(r" \g<0> ", letters)
    return [name for name in words.split() if not name.isdigit() or len(name) == 3]


def is_spaceless(name: str) -> bool:
    """Whether it is of a script without spaces between words."""
    return not name.isascii() and _SPACELESS.match(name) is not None


def stem(name: str) -> str:
    """Removes English endings, because people use other forms of a word than the pages do: retries and
    retried become retry, dropping and dropped become drop. Not cached: a cache would keep words of pasted
    texts.
    """
    if not (name.isascii() and name.isalpha()):
        return name
    has_ending = name.endswith(_ENDINGS)  # a quick check, because most have none
    ending = next(ending for ending in _ENDINGS if name.endswith(ending)) if has_ending else ""
    base = name.removesuffix(ending)
    if len(base) < _MIN_STEM or name.endswith("ss"):
        ending, base = "", name
    if ending in ("ied", "ies"):
        return f"{base}y"
    if ending and base[-1] == base[-2] and base[-1] not in "ls":
        base = base[:-1]
    return base.removesuffix("e") if len(base) > _MIN_STEM else base
