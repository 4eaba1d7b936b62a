"""Masked text -> text that patterns can read: colour codes, escapes, entities, log prefixes and hard wraps taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diagnostic.patterns import Detector, Pattern
from diagnostic.text.sourcemap import Edit, Mapped

# Same length in code points, so that no position moves.
_PLAIN = {
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
}

_ANSI = r"\x1b\[[0-?]{0,24}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|(?:\\u001b|\\x1b|\\033|\^\[|\x1b|\x{241b}|\x{fffd})?\[(?:\d{1,3};){0,5}\d{1,3}m"
_ENTITY = r"&(?:quot|apos|lt|gt|amp|nbsp|#0?39|#x27|#34|#x22|#38|#60|#62);"
_ENTITIES = {
    "&quot;": '"', "&#34;": '"', "&#x22;": '"', "&apos;": "'", "&#39;": "'", "&#039;": "'", "&#x27;": "'",
    "&lt;": "<", "&#60;": "<", "&gt;": ">", "&#62;": ">", "&amp;": "&", "&#38;": "&", "&nbsp;": " ",
}  # fmt: skip

_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SEVERE|ERR)"
_TIME = r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d|UTC))?"
_PREFIXES = (
    rf"\[?{_TIME}\]?(?:[ \t]+[-|:][ \t]+|[ \t]{{2,}}{_LEVEL}\b[ \t]*:?|[ \t]|$)",  # GitHub Actions, logging, loguru, Heroku, CloudWatch
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
    r"[ \t]{0,6}\d{1,5}[ \t]*[\x{2502}|][ \t]",  # numbered listings
)
_PREFIX = Pattern(rf"(?m)^(?:{'|'.join(_PREFIXES)})")
# A line that begins the real text is never taken for a prefix: curl's and pytest's own marks, an error's own words.
_REAL_BEGINS = ("ERROR", "WARNING", "CRITICAL", "FATAL", "ERR", "Error: ", "> ")
_REAL = Pattern(r"^(?:ERROR|WARNING|CRITICAL|FATAL|ERR)[ \t]+[A-Z_]{3,}|^Error: |^> (?: {6,}\S|[A-Z]{3,7} /|[A-Za-z-]{2,40}: |$)")
# OverloadedError - Error code: 529: a class and its message, no logger's name.
_CLASS = Pattern(r"^[\w.]{0,80}(?:Error|Exception) - ")

_ESCAPES = {"n": "\n", "t": "\t", "r": "", '"': '"', "'": "'", "\\": "\\", "/": "/"}
# What shows that a line is an escaped text and not, say, a Windows path.
_ESCAPED_LINE = Pattern(
    r"""(?m)^[^\n]*(?:\\n[ \t]+(?:File|at) |Traceback \(most recent call last\):\\n|\{\\+"|\\+"[:,]\s?\\+["{]|\\n(?:data|event): |\\n\\n)[^\n]*$""",
)
_OPEN_BODY = Pattern(r"""[{\[][^\n]*["']?(?:type|error|message)["']?\s?:""")

_PATTERNS = {
    "ansi": Pattern(_ANSI),
    "entity": Pattern(_ENTITY),
    "border": Pattern(r"(?m)[ \t]?[\x{2502}\x{2503}\x{2551}][ \t]*$"),  # the right side of a box
    "prefix": _PREFIX,
    "escaped": _ESCAPED_LINE,
}
_ANY = Detector({name: pattern.source for name, pattern in _PATTERNS.items()})
_MOST_LAYERS = 10


def remove_noise(masked: str) -> Mapped:
    """The masked text as patterns read it; most pastes have no noise and come back as they are."""
    mapped = Mapped.whole(masked if masked.isascii() else put_plain(masked, _PLAIN))
    for _ in range(_MOST_LAYERS):  # docker around a logger around JSON around a traceback
        peeled = _peel(mapped)
        if peeled is mapped:
            break
        mapped = peeled
    return mapped


def _peel(mapped: Mapped) -> Mapped:
    """One layer of each kind of noise taken off."""
    due = _ANY.find(mapped.text.encode())
    for name, find in _FINDERS.items():
        if name in due and (edits := find(mapped.text)):
            mapped = mapped.edited(edits)
    if "\n" in mapped.text and (edits := _find_wraps(mapped.text)):
        mapped = mapped.edited(edits)
    return mapped


def put_plain(text: str, marks: dict[str, str]) -> str:
    """Each mark as its plain twin; most texts hold none or few, and looking is faster than str.translate."""
    for mark, plain in marks.items():
        if mark in text:
            text = text.replace(mark, plain)
    return text


def find_spans(pattern: Pattern, text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern matches; on bytes where positions are the same, which is twice as fast."""
    for found in pattern.finditer(text.encode() if text.isascii() else text):
        yield found.span()


def _find_marks(name: str) -> Callable[[str], list[Edit]]:
    return lambda text: [(*span, "") for span in find_spans(_PATTERNS[name], text)]


def _find_entities(text: str) -> list[Edit]:
    return [(start, end, _ENTITIES[text[start:end]]) for start, end in find_spans(_PATTERNS["entity"], text)]


def _find_escapes(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for start, end in find_spans(_ESCAPED_LINE, text):
        at = text.find("\\", start, end)
        while 0 <= at < end - 1:
            put = _ESCAPES.get(text[at + 1])
            if put is not None:
                edits.append((at, at + 2, put))
            at = text.find("\\", at + (1 if put is None else 2), end)
    return edits


def _find_prefixes(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for start, end in find_spans(_PREFIX, text):
        found = text[start:end]
        is_real = (text.startswith(_REAL_BEGINS, start) and _REAL.match(text[start : start + 80])) or _CLASS.match(found)
        if end > start and not is_real and text[end : end + 1] not in ("", "\n"):
            edits.append((start, end, ""))
    return edits


def _find_wraps(text: str) -> list[Edit]:
    """Line ends inside an error body that a terminal broke at its width."""
    edits: list[Edit] = []
    lines = text.split("\n")
    position, depth, width, joined = 0, 0, 0, 0
    for line, following in zip(lines, lines[1:], strict=False):
        end = position + len(line)
        if not depth and 60 <= len(line) <= 240 and _depth(line) > 0 and _OPEN_BODY.search(line):
            depth, width, joined = _depth(line), len(line), 0
        elif depth:
            depth += _depth(line)
        if depth > 0 and joined < 12 and following and not following[0].isspace() and abs(len(line) - width) <= 24:
            # At full width the break fell inside a word; before it, at a space.
            edits.append((end, end + 1, "" if len(line) >= width else " "))
            joined += 1
        else:
            depth = 0
        position = end + 1
    return edits


def _depth(line: str) -> int:
    return line.count("{") - line.count("}")


# In this order: what one leaves, the next one reads.
_FINDERS = {
    "ansi": _find_marks("ansi"),
    "entity": _find_entities,
    "escaped": _find_escapes,
    "border": _find_marks("border"),
    "prefix": _find_prefixes,
}
