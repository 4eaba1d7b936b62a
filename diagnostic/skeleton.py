"""CleanText -> skeleton: the shape of an error without its values, safe to share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from string import ascii_letters, digits

from diagnostic.patterns import Pattern
from diagnostic.text import CleanText

_PLACEHOLDER = "…".encode()
_HIDDEN_QUOTE = b"'" + _PLACEHOLDER + b"'"
_MAX_LINES = 40
_MAX_LINE_LENGTH = 300

# A word also begins where a capital follows a small letter.
_WORD = Pattern(r"[A-Z]+[a-z]*|[a-z]+")
# Tokens of a line: words with their punctuation, numbers, non-ASCII text.
_TOKEN = Pattern(r"[A-Za-z0-9_$][\w.$-]*|[^\x00-\x7f]+")
# Status codes, counts and versions: numbers of at most three digits identify nobody.
_SMALL = Pattern(r"\d{1,3}(?:\.\d{1,3}){0,2}")
_PATH = Pattern(r"(?:[\w.@~:-]*[/\\])+[\w.@~-]*")
_LONG_QUOTE = Pattern(r"""'[^'\n]{41,}'|"[^"\n]{41,}\"""")
_WITHOUT_MARKS = bytes.maketrans(b"@`!#<>[]", b" " * 8)  # of Markdown
_TOKEN_BYTES = bytes(byte if chr(byte) in f"{ascii_letters}{digits}_.$-" else 32 for byte in range(256))
_BETWEEN_WORDS = bytes(byte for byte in range(128) if _TOKEN_BYTES[byte] == 32)
_WORD_BYTES = bytes.maketrans(_BETWEEN_WORDS, b" " * len(_BETWEEN_WORDS))
_DIGITS = digits.encode()
# Shorter words, such as "is", "at" and "io", are always kept.
_MIN_WORD_LENGTH = 3


def known_words(texts: Iterable[str]) -> frozenset[bytes]:
    """The lower-cased words of `texts`. Words of programs and rules are rarely names of people or hosts."""
    tokens = set("\n".join(texts).encode().translate(_TOKEN_BYTES).split())
    words = {word for token in tokens for word in _words(token)}
    return frozenset(words | {token.lstrip(b".-").lower() for token in tokens})


def redacted_shape(clean: CleanText, known: frozenset[bytes], message: str | None) -> str:
    """The last 40 lines of the cleaned text, with all but known words and small numbers replaced by … and
    without Markdown marks. Long quotes are left out, because they contain prompts and answers, except the
    error's own `message`.
    """
    lines = [line[:_MAX_LINE_LENGTH] for line in clean.text.splitlines() if line.strip()][-_MAX_LINES:]
    data = _replace(_PATH, _without_folders, "\n".join(lines).encode())
    kept_quote = message.encode() if message else None
    data = _replace(_LONG_QUOTE, lambda quote: quote if quote[1:-1] == kept_quote else _HIDDEN_QUOTE, data)
    return _redact_words(data.translate(_WITHOUT_MARKS), known).decode()


def _redact_words(data: bytes, known: frozenset[bytes]) -> bytes:
    """The text with its unknown words and numbers replaced; a search for each costs more."""
    redacted: dict[bytes, bytes] = {}  # the words of a text repeat
    parts: list[bytes] = []
    at = 0
    for word in data.translate(_WORD_BYTES).split():
        if word not in redacted:
            redacted[word] = _redact_word(word, known)
        start = data.index(word, at)
        parts += (data[at:start], redacted[word])
        at = start + len(word)
    return b"".join((*parts, data[at:]))


def _redact_word(word: bytes, known: frozenset[bytes]) -> bytes:
    # Nearly every word is one token.
    if word.isascii() and word[:1] not in (b".", b"-"):
        return _redact_token(word, known)
    return _replace(_TOKEN, lambda token: _redact_token(token, known), word)


def _replace(pattern: Pattern, replacement: Callable[[bytes], bytes], data: bytes) -> bytes:
    """Like `sub`, but faster; the replacement gets what was matched."""
    parts: list[bytes] = []
    at = 0
    for start, end in pattern.spans(data):
        parts += (data[at:start], replacement(data[start:end]))
        at = end
    return b"".join((*parts, data[at:]))


def _without_folders(path: bytes) -> bytes:
    name = max(path.rfind(b"/"), path.rfind(b"\\")) + 1
    return _PLACEHOLDER + b"/" + path[name:]


def _redact_token(token: bytes, known: frozenset[bytes]) -> bytes:
    if token.isalpha() and (token.islower() or token.isupper() or token.istitle()):
        return token if token.lower() in known or len(token) < _MIN_WORD_LENGTH else _PLACEHOLDER
    words = _words(token)
    has_number = len(token.translate(None, _DIGITS)) < len(token)
    is_class = token.endswith((b"Error", b"Exception"))
    if b"-" in token or b"." in token.rstrip(b".") and not is_class:
        # Hosts, folders and files may consist of common words, so they stay only if known as a whole.
        words = [token.lower().rstrip(b".")]
    is_known = words and not has_number and all(word in known for word in words)
    if is_known or _SMALL.fullmatch(token) or (not has_number and len(token) < _MIN_WORD_LENGTH):
        return token
    return _PLACEHOLDER


def _words(data: bytes) -> list[bytes]:
    return [data[start:end].lower() for start, end in _WORD.spans(data) if end - start >= _MIN_WORD_LENGTH]
