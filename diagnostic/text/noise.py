"""Turns masked text into text that patterns can read, without colour codes, escapes, entities, log prefixes
and hard wraps.
"""

from __future__ import annotations

from collections.abc import Callable
from string import hexdigits
from urllib.parse import unquote

from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import Pattern, without_upper_bounds
from diagnostic.text.sourcemap import Edit, Mapped
from diagnostic.text.wraps import find_cuts, find_wraps

# Each replacement is one code point, so that positions do not change.
_PLAIN_ASCII = dict.fromkeys("\x0b\x0c", "\n")
_PLAIN = {
    **_PLAIN_ASCII,
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        " ",
    ),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
}

_ANSI = (
    r"\x1b\[[0-?]{0,24}["
    r" -/]{0,4}[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|(?:\\u001b|\\x1b|\\033|\^\[|\x1b|"
    r"\x{241b}|\x{fffd})?\[(?:\d{1,3};){0,5}\d{1,3}m"
)
_ENTITY = (
    r"&(?:quot|apos|lt|gt|amp|nbsp|[lr]squo|[lr]dquo|middot|#0?39|#x27|#34|#x22|#38|#60|#62|#822[01]|#821[67]"
    r"|#x201[89cd]|#183|#xb7);"
)
_ENTITIES = {
    "&quot;": '"', "&#34;": '"', "&#x22;": '"', "&apos;": "'", "&#39;": "'", "&#039;": "'", "&#x27;": "'",
    "&lt;": "<", "&#60;": "<", "&gt;": ">", "&#62;": ">", "&amp;": "&", "&#38;": "&", "&nbsp;": " ",
    **dict.fromkeys(("&lsquo;", "&rsquo;", "&#8216;", "&#8217;", "&#x2018;", "&#x2019;"), "'"),
    **dict.fromkeys(("&ldquo;", "&rdquo;", "&#8220;", "&#8221;", "&#x201c;", "&#x201d;"), '"'),
    **dict.fromkeys(("&middot;", "&#183;", "&#xb7;"), "\u00b7"),
}  # fmt: skip

# A character written as its code: JSON's u1234, the bytes of UTF-8 as Python (x) and C (octal) print them.
_CODED = (
    r"\\+u(?:00(?:2[267]|3[cCeE]|60|[a-fA-F][0-9a-fA-F])"
    r"|(?:0[1-9a-fA-F]|[1-9abAB][0-9a-fA-F]|[cC][0-9a-fA-F]|[dD][0-7]|[eEfF][0-9a-fA-F])[0-9a-fA-F]{2})"
    r"|\\+x[c-fC-F][0-9a-fA-F](?:\\+x[89abAB][0-9a-fA-F]){1,3}"
    r"|\\+3[0-7]{2}(?:\\+2[0-7]{2}){1,3}"
)
# UTF-8 decoded with another encoding, as Windows consoles and old pages do; and replacement characters.
_MISREAD = {
    **dict.fromkeys(("\u00e2\u20ac\u2122", "\u00e2\u20ac'", "\u0393\u00c7\u00d6", "\u00e2\ufffd\ufffd"), "'"),
    **dict.fromkeys(("\u00e2\u20ac\u0153", "\u0393\u00c7\u00a3", "\u0393\u00c7\u00a5"), '"'),
    **dict.fromkeys(("\u00c2\u00b7", "\u252c\u2556"), "\u00b7"),
    **{f"n{lost}t": "n't" for lost in ("\ufffd", "\ufffd\ufffd", "\ufffd\ufffd\ufffd")},
}
_MISREAD_ANY = "|".join(sorted(_MISREAD, key=len, reverse=True))

_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SEVERE|ERR)"
_TIME = r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d|UTC))?"
_PREFIXES = (
    # GitHub Actions, logging, loguru, Heroku, CloudWatch
    rf"\[?{_TIME}\]?(?:[ \t]+[-|:][ \t]+|[ \t]{{2,}}{_LEVEL}\b[ \t]*:?|[ \t]|$)",
    rf"[^\t\n]{{1,60}}\t[^\t\n]{{1,60}}\t{_TIME}[ \t]",  # gh run view --log
    r"\d{4}/\d\d/\d\d/\[[^\]\n]{1,40}\][0-9a-f]{4,32}[ \t]",  # aws logs tail
    r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,60} [\w./@-]{1,60}(?:\[\d{1,8}\])?: ",  # syslog, journald
    r"\[\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\][ \t]",
    r"\d\d:\d\d:\d\d(?:[.,]\d{1,6})?[ \t]",
    r"(?:[\w.-]{1,60}  ?|[\w.-]{1,60}-\d{1,3} {1,30}|\d{1,3}\|[\w.-]{1,40} *)\| ",  # docker compose, pm2
    r"\[pod/[\w./-]{1,120}\] ",  # kubectl
    r"std(?:out|err) [FP] ",  # a container's log file, behind its time
    r"(?:app|heroku)\[[\w.-]{1,40}\]: ",
    r"[0-9a-f]{8}-[0-9a-f-]{27}[ \t]",  # Lambda request ids
    rf"\[?{_LEVEL}\]?(?:/[\w.-]{{1,40}})?(?:[ \t]*[|:][ \t]{{0,8}}|[ \t]+-[ \t]+|\][ \t]*|[ \t]{{1,8}})",
    rf"\[[^\]\n]{{0,60}}{_LEVEL}(?:/[\w.-]{{1,40}})?\][ \t]+",  # celery
    r"[\w.]{1,80}:[\w<>]{1,60}:\d{1,6} - ",  # loguru
    r"[a-zA-Z_][\w.]{0,80} - ",
    r"\[\d{1,8}\][ \t]+",  # gunicorn
    r"##\[(?:error|warning|group|debug)\]|::error(?: [^\n:]{0,80})?::",
    r"(?:>[ \t]?)+",  # quoted mail and Markdown
    r"[ \t]{0,12}(?:#{1,3}|//)[ \t]",  # an error kept in a comment
    r"[ \t]{0,12}(?:[|\x{2502}\x{2503}\x{2551}][ \t]?)+",  # exception groups, boxes
    r"[ \t]{0,12}\+-?[+-]{3,}[ -]{0,40}\d{0,4}[ -]{0,60}$",
    r"E   ",  # pytest
    r"(?:\((?:pid|\w{1,40} pid)=\d{1,8}(?:, ip=[\d.]{7,15})?\)) ",  # ray
    r"[ \t]{0,6}\d{1,5}[ \t]*[\x{2502}|][ \t]|[ \t]{1,6}\d{1,5}\t",  # numbered listings, cat -n
)
PREFIX = Pattern(rf"(?m)^(?:{'|'.join(_PREFIXES)})")
# Beginnings that look like a prefix but are part of the error: marks of curl and pytest, words of messages.
_ERROR_TEXT_BEGINNINGS = ("ERROR", "WARNING", "CRITICAL", "FATAL", "ERR", "Error: ", "> ")
_ERROR_TEXT = Pattern(
    r"^(?:ERROR|WARNING|CRITICAL|FATAL|ERR)[ \t]+[A-Z_]{3,}|^Error: |^> (?: {6,}\S|[A-Z]{3,7}"
    r" /|[A-Za-z]?[a-z]{1,20}(?:-[A-Za-z]?[a-z]{1,20}){0,4}: |$)"
)
# OverloadedError - Error code: 529: an exception class and its message, not the name of a logger.
_CLASS_ENDS = ("Error - ", "Exception - ")
# messages.1.content - text content blocks must be non-empty: a field of a request.
_REQUEST_FIELDS = ("messages.", "system.", "tools.")

_ESCAPES = {"n": "\n", "t": "\t", "r": "", '"': '"', "'": "'", "\\": "\\", "/": "/"}
# What only escaped text contains; a backslash alone may be part of a Windows path.
_ESCAPED = (
    r"""\\n(?:[ \t]{2}|[ \t]+(?:File|at) )"""
    r"""|^[ \t]*\{["'][^\n]*\\n[^\n]*\}[ \t]*$"""
    r"""|'[^\n]*\\n[A-Z$][^\n]*'[ \t]*$"""
    r"""|["'][^\n]*\\n["'][)\]}]{0,3}[ \t]*$"""  # what a program printed, as a string that ends its line
    r"""|Traceback \(most recent call last\):\\n"""
    r"""|\{\\+"|\\+"[:,]\s?\\+["{]"""
    r"""|\\n(?:data|event): |\\n\\n"""
)
# Doubled quotes, as in a cell of a CSV file.
_DOUBLED = r"""(?:^|[{\[,])\s{0,40}""\w{1,60}""\s?:|\bFile ""[^"\n]+"", line \d"""
# How rsyslog writes a tab and a line end.
RSYSLOG_ESCAPE = r"#011|(?:#015)?#012"
# An error in a URL, for example in a link that opens a new issue.
_IN_LINK = r"%7B%22|%22%3A|Error%3A%20"


def _line_with(inner: str) -> Pattern:
    return Pattern(rf"(?m)^[^\n]*(?:{inner})[^\n]*$")


_ESCAPED_LINE = _line_with(_ESCAPED)
_DOUBLED_LINE = _line_with(_DOUBLED)
_IN_LINK_LINE = _line_with(_IN_LINK)
_PERCENT = Pattern(r"(?:%[0-9a-fA-F]{2})+")
_PATTERNS = {
    "ansi": Pattern(_ANSI),
    "entity": Pattern(_ENTITY),
    "coded": Pattern(_CODED),
    "misread": Pattern(_MISREAD_ANY),
    "border": Pattern(r"(?m)[ \t]?[\x{2502}\x{2503}\x{2551}][ \t]*$"),  # the right side of a box
    "prefix": PREFIX,
    "escaped": _ESCAPED_LINE,
    "doubled": _DOUBLED_LINE,
    "in-link": _IN_LINK_LINE,
    "rsyslog": Pattern(RSYSLOG_ESCAPE),
}
# Prefilters: without the rest of the line and without upper bounds, which would make the automaton large.
SOURCES = {
    name: without_upper_bounds(source)
    for name, source in (
        {name: str(pattern.source) for name, pattern in _PATTERNS.items()}
        | {"escaped": f"(?m){_ESCAPED}", "doubled": f"(?m){_DOUBLED}", "in-link": _IN_LINK}
    ).items()
}
_ANY = PatternSet(SOURCES)
_MAX_LAYERS = 10
_LONG_PREFIX = 20


def remove_noise(masked: str) -> Mapped:
    """The masked text without noise, mapped to the masked text; most pastes have none and are returned
    unchanged.
    """
    marks = _PLAIN_ASCII if masked.isascii() else _PLAIN
    return _strip_layers(Mapped.identity(to_plain_punctuation(masked, marks)))


def join_cut_lines(plain: Mapped) -> Mapped:
    """Joins lines that the margin of a terminal cut. Only for masked text, because a mask must not continue
    on the next line.
    """
    edits = find_cuts(plain.text) if "\n" in plain.text else []
    return _strip_layers(plain.edited(edits)) if edits else plain


def _strip_layers(mapped: Mapped) -> Mapped:
    may_wrap = True
    for _ in range(_MAX_LAYERS):  # docker around a logger around JSON around a traceback
        due = _ANY.find(mapped.text.encode())
        # Line ends that were escaped belong to the text; a terminal did not add them.
        may_wrap = may_wrap and "escaped" not in due
        stripped = _strip_one_layer(mapped, due, may_wrap)
        if stripped is mapped:
            break
        mapped = stripped
    return mapped


def _strip_one_layer(mapped: Mapped, due: frozenset[str], may_wrap: bool) -> Mapped:
    """Removes one layer of each kind of noise in `due`."""
    for name, find in _FINDERS.items():
        if name in due and (edits := find(mapped.text)):
            mapped = mapped.edited(edits)
    if may_wrap and "\n" in mapped.text and (edits := find_wraps(mapped.text)):
        mapped = mapped.edited(edits)
    return mapped


def to_plain_punctuation(text: str, marks: dict[str, str]) -> str:
    """Replaces each of `marks`. Most texts contain few or none, and a search is faster than str.translate."""
    for mark, plain in marks.items():
        if mark in text:
            text = text.replace(mark, plain)
    return text


def find_spans(pattern: Pattern, text: str) -> list[tuple[int, int]]:
    """Character ranges of the matches of a pattern, which must not match the empty string. The search runs on
    bytes, which is twice as fast.
    """
    data = text.encode()
    places = pattern.spans(data)
    if len(data) == len(text):
        return places
    at = count = 0
    spans: list[tuple[int, int]] = []
    for start, end in places:
        first = count + len(data[at:start].decode())
        at, count = end, first + len(data[start:end].decode())
        spans.append((first, count))
    return spans


def _find_marks(name: str) -> Callable[[str], list[Edit]]:
    return lambda text: [(*span, "") for span in find_spans(_PATTERNS[name], text)]


def _find_entities(text: str) -> list[Edit]:
    return [(start, end, _ENTITIES[text[start:end]]) for start, end in find_spans(_PATTERNS["entity"], text)]


def _find_misread(text: str) -> list[Edit]:
    return [(start, end, _MISREAD[text[start:end]]) for start, end in find_spans(_PATTERNS["misread"], text)]


def _find_coded(text: str) -> list[Edit]:
    found = ((*span, _decode(text[slice(*span)])) for span in find_spans(_PATTERNS["coded"], text))
    return [(start, end, plain) for start, end, plain in found if plain is not None]


def _decode(codes: str) -> str | None:
    """The character that an escape represents; None if it is invalid or not printable."""
    kind = codes.lstrip("\\")[0]
    digits = [piece for piece in codes.split("\\") if piece]
    try:
        if kind == "u":
            character = chr(int(digits[0][1:], 16))
        elif kind == "x":
            character = bytes(int(piece[1:], 16) for piece in digits).decode()
        else:
            character = bytes(int(piece, 8) for piece in digits).decode()
    except ValueError:
        return None
    if character == '"':  # unescaped, it would end the string around it
        return '\\"'
    plain = _PLAIN.get(character, character)
    return plain if plain.isprintable() else None


def _find_escapes(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for start, end in find_spans(_ESCAPED_LINE, text):
        at = text.find("\\", start, end)
        while 0 <= at < end - 1:
            replacement, length = _ESCAPES.get(text[at + 1]), 2
            if replacement is None:
                replacement, length = _read_code(text[at + 1 : at + 6]), 6
            if replacement is not None:
                edits.append((at, at + length, replacement))
            at = text.find("\\", at + (1 if replacement is None else length), end)
    return edits


def _read_code(code: str) -> str | None:
    """The character of u1234; None if that is not a code or the character is not printable."""
    if len(code) != 5 or code[0] != "u" or any(digit not in hexdigits for digit in code[1:]):
        return None
    character = chr(int(code[1:], 16))
    return character if character.isprintable() else None


def _find_doubled(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for start, end in find_spans(_DOUBLED_LINE, text):
        at = text.find('""', start, end)
        while at >= 0:
            edits.append((at, at + 2, '"'))
            at = text.find('""', at + 2, end)
    return edits


def _find_percent(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for start, end in find_spans(_IN_LINK_LINE, text):
        for low, high in find_spans(_PERCENT, text[start:end]):
            plain = unquote(text[start + low : start + high])
            if plain.replace("\n", "").replace("\t", "").isprintable():
                edits.append((start + low, start + high, to_plain_punctuation(plain, _PLAIN)))
    return edits


def _find_rsyslog(text: str) -> list[Edit]:
    return [
        (start, end, "\n" if text[end - 1] == "2" else "\t")
        for start, end in find_spans(_PATTERNS["rsyslog"], text)
    ]


def _find_prefixes(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for start, end in find_spans(PREFIX, text):
        is_whole_line = text[end : end + 1] in ("", "\n")
        if is_whole_line and end - start < _LONG_PREFIX:
            continue  # alone on its line, a short prefix may be the message
        # Most begin with a time.
        if end > start and (text[start].isdigit() or not _is_error_text(text, start, end)):
            edits.append((start, end, ""))
    return edits


def _is_error_text(text: str, start: int, end: int) -> bool:
    """Whether what looks like a prefix is part of the error."""
    if text.endswith(_CLASS_ENDS, start, end):
        return True
    if text.startswith(_REQUEST_FIELDS, start) and text[start:end].partition(".")[2][:1].isdigit():
        return True
    if not text.startswith(_ERROR_TEXT_BEGINNINGS, start) or not _ERROR_TEXT.match(
        text[start : start + 80].encode()
    ):
        return False
    # pytest marks a single line of a frame. If the line above has the mark too, it is a quotation.
    is_marked = start > 0 and text.startswith(">      ", start)
    return not (is_marked and text.startswith(">", text.rfind("\n", 0, start - 1) + 1))


# The order matters: each runs on the result of the one before.
_FINDERS = {
    "ansi": _find_marks("ansi"),
    "entity": _find_entities,
    "misread": _find_misread,
    "coded": _find_coded,
    "rsyslog": _find_rsyslog,
    "escaped": _find_escapes,
    "doubled": _find_doubled,
    "in-link": _find_percent,
    "border": _find_marks("border"),
    "prefix": _find_prefixes,
}
