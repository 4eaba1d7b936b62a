"""Finds private keys: in PEM and the like, whole and cut, and in JSON; and blocks that are public although
they look random.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.plain_words import is_word
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.value_ends import find_closing

_BEGIN = Pattern(
    r"-{4,5} ?BEGIN\s[A-Za-z0-9\s]{0,40}(?:PRIVATE\sKEY|Static key)[A-Z0-9\s]{0,10}-{4,5}"
    r"|PuTTY-User-Key-File-\d"
)
_END = Pattern(
    r"-{4,5} ?END\s[A-Za-z0-9\s]{0,40}(?:PRIVATE\sKEY|Static key)[A-Z0-9\s]{0,10}-{4,5}"
    r"|Private-MAC: [0-9a-f]+"
)
_BASE64_RUN = Pattern(r"[A-Za-z0-9+/=]{16,}")
# The rest of a key that was cut: base64 and line ends, escaped or not.
_REST_OF_KEY = Pattern(r"(?:[A-Za-z0-9+/=\s:,.()>|-]|\\+[nr])*")
_SENTENCE = Pattern(r"[A-Za-z]{2,}: [A-Za-z0-9]|[A-Za-z]{2,} [a-z]{2,}")
_LONGEST_KEY = 32 * 1024
# How many characters of a line of a key are base64; fewer may be a name or the last line.
_LEAST_LINE = 40


def find_private_keys(data: bytes) -> Iterator[Range]:
    """Private keys from BEGIN to END, with whatever else is on these lines, and the remains of truncated
    keys.
    """
    at = 0
    ends = [found.span() for found in _END.finditer(data)]
    begins = [found.span() for found in _BEGIN.finditer(data)]
    for (begin, lead), (following, _) in zip(begins, [*begins[1:], (len(data), 0)], strict=False):
        if begin < at:
            continue
        while ends and ends[0][0] < begin:
            yield _find_tail(data, at, ends.pop(0))
        if ends and ends[0][0] - begin < _LONGEST_KEY:
            at = ends.pop(0)[1]
        else:
            at = _find_cut_end(data, lead, min(following, lead + _LONGEST_KEY))
        yield begin, at
    for end in ends:
        yield _find_tail(data, at, end)
        at = end[1]


def _find_cut_end(data: bytes, at: int, stop: int) -> int:
    """The end of a key without an END line: after the last of its lines that contains base64, which begins
    before `stop`.
    """
    at = _end_of_lines(data, at, _REST_OF_KEY.match(data, at, min(len(data), stop)).end())
    while (line := data.find(b"\n", at, at + 400)) >= 0:
        following = find_or_end(data, b"\n", line + 1)
        runs = [found.span() for found in _BASE64_RUN.finditer(data[line + 1 : min(following, line + 400)])]
        if not runs or max(end - start for start, end in runs) < _LEAST_LINE:
            break
        at = line + 1 + runs[-1][1]
    return at


def _end_of_lines(data: bytes, start: int, stop: int) -> int:
    """`stop`, moved before the lines that are blank or of words; their characters also occur in a key."""
    while (line := data.rfind(b"\n", start, stop)) >= 0 and not _may_be_of_key(data[line:stop]):
        stop = line
    return stop


def _may_be_of_key(line: bytes) -> bool:
    words = line.strip()
    is_text = not words or is_word(words) or _SENTENCE.search(line) is not None
    return not is_text and (b" " not in words or _BASE64_RUN.search(words) is not None)


def _is_name(run: bytes) -> bool:
    """Whether it is a name of letters only, such as ThrottlingException, not a line of base64."""
    return run.isalpha() and len(run) < _LEAST_LINE


def _find_tail(data: bytes, least: int, end: Range) -> Range:
    """The range of a key whose beginning is missing: its last lines and `end`, not before `least`."""
    start = end[0]
    while start > least:
        line = data.rfind(b"\n", max(least, start - 400), start - 1)
        piece = data[line + 1 : start]
        run = next(
            (found.span() for found in _BASE64_RUN.finditer(piece) if not _is_name(found.group())), None
        )
        if line < 0 or run is None and piece.strip():
            return (line + 1 + run[0] if run else start), end[1]
        start = line + 1
    return start, end[1]


# Certificates, requests for them, public keys and signatures, in base64 once or twice, and keys of SSH.
_PUBLIC = Pattern(
    r"-----BEGIN [A-Z0-9 ]{0,30}(?:CERTIFICATE|PUBLIC KEY|CERTIFICATE REQUEST|X509 CRL|PKCS7|SIGNATURE"
    r"|PARAMETERS)"
    r"(?: BLOCK)?-----(?:(?:[\s>|#]|\\+[nr])*[A-Za-z0-9+/=]{20,})*(?:(?:[\s>|#]"
    r"|\\+[nr])*[A-Za-z0-9+/=]+-----END)?"
    r"|LS0tLS1CRUdJTiB(?:DRVJU|QVUJM)[A-Za-z0-9+/=]*"
    r"|\bAAAA[A-Z][23][A-Za-z0-9+/]{30,}={0,2}"
)
_PUBLIC_SIGNS = ("-----BEGIN ", "LS0tLS1CRUdJTi", "AAAA")


def find_public_blocks(text: str) -> list[tuple[int, int]]:
    """Ranges of what is public although it looks random."""
    if not any(sign in text for sign in _PUBLIC_SIGNS):
        return []
    return [found.span() for found in _PUBLIC.finditer(text)]


_KEY_TYPE = Pattern(r"""\\*["']kty\\*["']\s*:""")
_KEY_PART = Pattern(r"""\\*["'](?:d|p|q|dp|dq|qi|k)\\*["']\s*:\s*(\\*)(["'])""")


def find_web_keys(data: bytes) -> Iterator[Range]:
    """The private parts of JSON web keys."""
    done = 0
    for kind in _KEY_TYPE.finditer(data):
        low = max(done, data.rfind(b"{", max(0, kind.start() - 4096), kind.start()))
        high = find_or_end(data, b"}", kind.end(), kind.end() + 8192)
        for part in _KEY_PART.finditer(data[low:high]):
            start = low + part.end()
            yield start, find_closing(data, start, len(part.group(1)), part.group(2))
        done = high


SIGNS = {"private-key-begin": _BEGIN, "private-key-end": _END, "web-key": _KEY_TYPE}
