"""Whether a setting, an option, a header or a column contains a secret, judged by its name. The words are in
masks/names.toml.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

import re2

from diagnostic.patterns import Pattern
from diagnostic.text.languages import words_of_languages
from diagnostic.text.mask_data import mask_data
from diagnostic.text.memory import once_a_text

_MAX_NAME = 80


# A separate prefilter, not a mask: its names belong to the mask "name".
NAME_OF_OTHER_WORDS = "name-of-other-words"


class Sensitivity(IntEnum):
    """How much a name says about its value."""

    NONE = 0
    KEY_LIKE = 1  # a vendor's setting, or a word such as "key": a secret if the value looks like a key
    WORD = 2  # "token", "password" alone: a setting, or prose about one
    SECRET = 3  # db_password, x-api-key: a secret whatever the value looks like


# On their own these also occur in sentences.
_PROSE_WORDS = frozenset(
    b"password passwords passwd passcode passphrase pass pw pwd secret secrets token credential credentials"
    b" creds key parole".split()
)


class _Words(NamedTuple):
    endings: tuple[bytes, ...]
    words: frozenset[bytes]
    pairs: frozenset[bytes]
    about: frozenset[bytes]
    harmless: frozenset[bytes]
    tails: frozenset[bytes]
    vendors: tuple[bytes, ...]
    plurals: frozenset[bytes]
    access: frozenset[bytes]
    inflected: tuple[bytes, ...]
    keys: tuple[bytes, ...]


def _with_unaccented(words: list[str]) -> list[bytes]:
    """Adds the forms without accents that people type: cle for clé, mat khau for mật khẩu."""
    bare = [
        "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
        for word in words
        if max(word) < "\u2000"  # in other scripts a word without marks is another word
    ]
    return [word.encode() for word in dict.fromkeys([*words, *bare])]


# The lists that the words of languages join.
_OF_LANGUAGES = {"secret": "words", "keys": "keys", "inflected": "inflected", "phrases": "phrases"}


@cache
def _words() -> _Words:
    lists = {name: _with_unaccented(words) for name, words in mask_data("names").items()}
    for own, name in _OF_LANGUAGES.items():
        lists[name] = [*lists[name], *_with_unaccented(words_of_languages(own))]
    return _Words(
        tuple(lists["endings"]),
        frozenset(lists["words"]) | frozenset(lists["endings"]) | frozenset(lists["plurals"]),
        frozenset(lists["pairs"])
        | frozenset(word for word in lists["plurals"] if b" " in word)
        | frozenset(b" ".join(phrase.split()[-2:]) for phrase in lists["phrases"]),
        frozenset(lists["about"]),
        frozenset(lists["harmless"]),
        frozenset(lists["tails"]),
        tuple(lists["vendors"]),
        frozenset(lists["plurals"]),
        frozenset(lists["access"]),
        tuple(lists["inflected"]),
        tuple(lists["keys"]),
    )


@cache
def _stems() -> str:
    # A language's names of several words come before the English words with which they begin.
    return "|".join((*words_of_languages("stems"), *mask_data("names")["stems"]))


@cache
def _phrases() -> str:
    # These come before the stems, which would match the first word only.
    return _any_of([*mask_data("names")["phrases"], *words_of_languages("phrases")])


@cache
def _other_words() -> str:
    """The words that no stem matches, whatever separates their parts; and "key" in languages."""
    known, rows = Pattern(f"(?i){_stems()}"), mask_data("names")
    words = [
        word
        for word in (*rows["endings"], *rows["words"], *words_of_languages("secret"))
        if not all(known.search(word.replace(" ", mark)) for mark in (" ", "_", "x"))
    ]
    keys = _any_of([*rows["keys"], *words_of_languages("keys")])
    # API lykill, clau d'API
    key_of_api = rf"(?:api[ ._-]?)?(?:{keys})(?:[ ._-](?:d['’ ]|de |del |la )?api)?"
    return f"{_any_of(sorted(words, key=len, reverse=True))}|{key_of_api}"


def _any_of(words: list[str]) -> str:
    patterns = (re2.escape(word.decode()) for word in _with_unaccented(words))
    return "|".join(pattern.replace(r"\ ", "[ ._-]?") for pattern in patterns)


def _vendors() -> str:
    return "|".join(word.decode().replace("_", "[_-]") for word in _words().vendors)


_OF_NAME = r"[\w.$@\x{c0}-\x{24f}\x{370}-\x{4ff}\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}-]"
# Where names can begin: at such characters, or with a word of another script.
_BEGIN = Pattern(rf"{_OF_NAME}+|[^\x00-\x7f]")


@cache
def name_pattern() -> Pattern:
    """Finds names that may hold a secret: letters, digits and . _ - $ @ around a stem or a vendor."""
    return Pattern(
        rf"(?i){_OF_NAME}*(?:{_phrases()}|{_stems()}|{_other_words()}|\b(?:{_vendors()}))"
        r"[\w\x{c0}-\x{24f}\x{370}-\x{58f}\x{10a0}-\x{10ff}-]*(?:\.[\w-]+)*"
    )


def name_signs() -> dict[str, Pattern]:
    """Prefilters that match every text with such a name; two, because Hyperscan limits the length of a
    pattern.
    """
    return {
        "name": Pattern(rf"(?i)(?:{_stems()}|\b(?:{_vendors()}))"),
        NAME_OF_OTHER_WORDS: Pattern(rf"(?i)(?:{_phrases()}|{_other_words()})"),
    }


def _split_camel_case(name: bytes) -> bytes:
    """Turns dbPassword into db_Password."""
    pieces: list[bytes] = []
    start = last = 0
    for at, char in enumerate(name):
        if 65 <= char <= 90 and (97 <= last <= 122 or 48 <= last <= 57):
            pieces.append(name[start:at])
            start = at
        last = char
    return b"_".join((*pieces, name[start:]))


_TO_BLANK = bytes(char if char >= 128 or chr(char).isalnum() else 32 for char in range(256))
_DIGITS = b"0123456789"


def name_parts(name: bytes) -> list[bytes]:
    """The words of a name, in lower case, without numbers."""
    if len(name) > _MAX_NAME:
        name = name[-_MAX_NAME:]
    if not (name.islower() or name.isupper()):
        name = _split_camel_case(name)
    lower = name.lower() if name.isascii() else name.decode("utf-8", "ignore").lower().encode()
    parts = lower.translate(_TO_BLANK).split()
    return [part.rstrip(_DIGITS) or part for part in parts if not part.isdigit()]


@cache
def _plural_ends() -> frozenset[bytes]:
    """A prefilter: the last byte of each plural, which may be only a part of a letter."""
    plurals = [word.decode() for word in _words().plurals]
    return frozenset(
        form.encode()[-1:].lower() for word in plurals for form in (word, word.upper(), word.title())
    )


@once_a_text
def is_plural(name: bytes) -> bool:
    """Whether it names several secrets: passwords, API_KEYS, access tokens."""
    if name.rstrip(b"0123456789_-.$@")[-1:].lower() not in _plural_ends():
        return False  # most names
    parts = name_parts(name)
    return bool(parts) and (parts[-1] in _words().plurals or b" ".join(parts[-2:]) in _words().plurals)


# -Ddb.password=, -PapiKey=: a property given to Java or Gradle
_PROPERTY = (b"-D", b"-P")


@once_a_text
def read_name(name: bytes) -> Sensitivity:
    """How sensitive a setting of this name is."""
    if name.startswith(b"apikey_01"):  # the id of a key
        return Sensitivity.NONE
    sensitivity = _read_words(name)
    return (
        max(sensitivity, _read_words(name[2:]))
        if sensitivity < Sensitivity.WORD and name.startswith(_PROPERTY)
        else sensitivity
    )


def _read_words(name: bytes) -> Sensitivity:
    known = _words()
    parts = name_parts(name)
    while len(parts) > 1 and parts[-1] in known.tails and b" ".join(parts[-2:]) not in known.pairs:
        parts.pop()
    if not parts or b"ratelimit" in parts:
        return Sensitivity.NONE
    if parts[-1] in known.about and b" ".join(parts[-2:]) not in known.pairs:
        return Sensitivity.NONE
    for at in range(len(parts) - 1, -1, -1):
        sensitivity = _read_word(parts, at, known)
        if sensitivity is not None:
            return (
                sensitivity if at == len(parts) - 1 or sensitivity is Sensitivity.NONE else Sensitivity.SECRET
            )
    return _read_key_or_vendor(name, parts, known)


# qwen3-coder-480b, glm-4.5: a model
_MODEL = Pattern(r"(?i)(?:qwen|glm|mistral|minimax|moonshot|voyage|jina|baichuan)[\d-]")


def _read_key_or_vendor(name: bytes, parts: list[bytes], known: _Words) -> Sensitivity:
    """The sensitivity of a name without a word for a secret: some_key, or a vendor at its beginning."""
    if parts[0] == b"x" and name[1:2] == b"-" and (b"signature" in parts or b"hmac" in parts):
        return Sensitivity.SECRET  # a header
    is_key = parts[-1] == b"key" and len(parts) > 1 and parts[-2] not in known.harmless
    # A constant, a header, or a vendor's key.
    if is_key and (
        name.endswith(b"_KEY") and name.isupper() or parts[0] == b"x" or parts[-2] in known.vendors
    ):
        return Sensitivity.SECRET
    is_of_vendor = b"_".join(parts).startswith(known.vendors) and not _MODEL.match(name)
    return Sensitivity.KEY_LIKE if is_key or is_of_vendor else Sensitivity.NONE


def _read_key_word(word: bytes, before: bytes, parts: list[bytes], known: _Words) -> Sensitivity | None:
    """The sensitivity of a pair of words, or of a word for "key"; None if it is neither."""
    if b" ".join((before, word)) in known.pairs:
        return Sensitivity.SECRET
    if word == b"key" and before and before in known.harmless:
        return Sensitivity.NONE
    if word.endswith(known.keys):
        return Sensitivity.SECRET if len(parts) > 1 or word not in known.keys else Sensitivity.KEY_LIKE
    return None


def _read_word(parts: list[bytes], at: int, known: _Words) -> Sensitivity | None:
    word = parts[at]
    before = parts[at - 1] if at else b""
    if (sensitivity := _read_key_word(word, before, parts, known)) is not None:
        return sensitivity
    is_sensitive = word in known.words or word.endswith(known.endings) or word.startswith(known.inflected)
    if not is_sensitive or (word in known.harmless and word not in known.words):
        return None
    if before in known.harmless or word in known.harmless:
        return Sensitivity.NONE
    if word == b"tokens":  # a model's tokens, unless a word before says that they give access
        return (
            Sensitivity.SECRET
            if before in known.access
            else Sensitivity.NONE
            if before
            else Sensitivity.KEY_LIKE
        )
    if word in (b"auth", b"bearer", b"jwt", b"keys") and not before:
        return Sensitivity.KEY_LIKE
    return Sensitivity.WORD if word in _PROSE_WORDS and not before else Sensitivity.SECRET


Name = tuple[int, int, Sensitivity]
Names = dict[bytes, Sensitivity]


def read_cached(name: bytes, known: Names) -> Sensitivity:
    """`read_name` with `known` as its cache for the names of one text."""
    sensitivity = known.get(name)
    if sensitivity is None:
        sensitivity = known[name] = read_name(name)
    return sensitivity


def find_names(data: bytes, known: Names, ends: list[int] | None = None) -> list[Name]:
    """Start, end and sensitivity of every sensitive name; `known` caches the names of one text. `ends` tells,
    if it is known, where the words end without which a name is not sensitive.
    """
    found: list[Name] = []
    for match in name_pattern().finditer(data) if ends is None else _find_near(data, ends):
        start, end = match.span()
        if sensitivity := read_cached(data[start:end], known):
            found.append((start, end, sensitivity))
    return found


# No name contains one of these.
_BETWEEN_NAMES = (b"\n", b'"', b":", b"=", b",")


def _find_near(data: bytes, ends: list[int]) -> Iterator[Any]:
    """The matches of `name_pattern`, which is tried only at the words before `ends`: a search through the
    whole text gives its automaton new states in each unfamiliar text.
    """
    match, at = name_pattern().match, 0
    for end in ends:
        while at < end:
            low = max([at, *[data.rfind(mark, at, end) + 1 for mark in _BETWEEN_NAMES]])
            for start, _ in _BEGIN.spans(data[low:end]):
                if found := match(data, low + start):
                    yield found
                    at = found.end()
                    break
            else:
                at = end
