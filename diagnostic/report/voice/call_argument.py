"""Whether a line is in the argument of a call in source code; programs print the same records and texts."""

from __future__ import annotations

from diagnostic.patterns import Pattern, compile_all
from diagnostic.report.facts import Place

_MAX_LINES = 12  # lines above and below in which the call begins and ends
_PATTERNS = compile_all(
    {
        # The end of a call around a record: programs that print one do not close it in one line with a
        # parenthesis.
        "record-end": r"^[ \t]*[}\])]*\}\)+(?:[;,]|\.\w[^\n]*)?[ \t]*$",
        "call-end": r"^[ \t]*\)",
        "statement-end": r"^[ \t]*\)+;",
        "block-end": r"^[ \t]*[}\])]",
        "php-end": r"^[ \t]*\],?[;)]*[ \t]*$",
        # Arguments: a record in one line, one with a name, and one whose value is a name.
        "record": r"^[ \t]+\{[^\n]*\},[ \t]*$",
        "keyword": r"^[ \t]+[a-z_]\w*=\S[^\n]*,[ \t]*$",
        "named": r"^[ \t]+[a-z_]\w*=[a-z_][\w.]*(?:\([^\n]*\))?,?[ \t]*$",
        # Texts: parts that Python joins, one below the other, and one that may be the last.
        "part": r"^[ \t]+[bru]?(?:\"[^\n]*\"|'[^\n]*')[ \t]*$",
        "text": r"^[ \t]+[bru]?(?:\"[^\n]*\"|'[^\n]*'|`[^\n]*`)[,)]?[ \t]*$",
        "call-opening": r"[a-z_]\w*\([bru]?(?:\"[^\n]*\"|'[^\n]*')[ \t]*$",
        # An element of an array as PHP writes it; its own dumps have other brackets or quotes.
        "php-element": r"^[ \t]*'\w+' => (?:'[^\n]*'|\['[^\n]*\]),[ \t]*$",
    }
)


def is_in_argument(text: str, line: Place) -> bool:
    """Whether a record in which the line is deeper, or the texts that are joined with it, end with a call's
    parenthesis.
    """
    inside, outside = _lines_below(text, line)
    if not outside:
        return False
    return (
        _ends_text(inside, outside[0])
        or any(_PATTERNS["record-end"].occurs(end.encode()) for end in outside)
        or (_is_end(outside[0]) and any(_PATTERNS["named"].occurs(end.encode()) for end in outside))
    )


def _lines_below(text: str, line: Place) -> tuple[list[str], list[str]]:
    """The line and those below it that are as deep, and the ends of brackets behind them."""
    own = text[slice(*line)]
    inside: list[str] = [own]
    outside: list[str] = []
    for below in text[line[1] + 1 :].split("\n", _MAX_LINES)[:_MAX_LINES]:
        if not below.strip() or (outside and not _is_end(outside[-1])):
            break
        if _indent(below) < _indent(own):
            outside.append(below)
        elif not outside:
            inside.append(below)
    return inside, outside


def is_beside_name(text: str, line: Place) -> bool:
    """Whether the line is a record or an argument, and one beside it is an argument whose value is a name."""
    own = text[slice(*line)]
    if not any(_PATTERNS[form].occurs(own.encode()) for form in ("record", "keyword")):
        return False
    above = text[: line[0]].rpartition("\n\n")[2].split("\n")[-_MAX_LINES:]
    below = text[line[1] :].partition("\n\n")[0].split("\n")[1:_MAX_LINES]
    beside = [each for each in (*above, *below) if _indent(each) == _indent(own)]
    return any(_PATTERNS["named"].occurs(each.encode()) for each in beside)


def is_part_of_text(text: str, line: Place) -> bool:
    """Whether the line is a text that goes on from the argument of a call above it."""
    if not _PATTERNS["text"].occurs(text[slice(*line)].encode()):
        return False
    return bool(_PATTERNS["call-opening"].occurs(find_opening(text, line, _PATTERNS["part"])))


def find_opening(text: str, line: Place, form: Pattern) -> bytes:
    """The nearest line above that does not have this form; empty if all near lines have it."""
    above = text[: line[0]].split("\n")[-_MAX_LINES - 1 : -1]
    return next((other for each in reversed(above) if not form.occurs(other := each.encode())), b"")


def _ends_text(inside: list[str], end: str) -> bool:
    """Whether the lines inside are a text, or elements of an array, and the next ends them as code does."""
    own, last = inside[0].encode(), inside[-1]
    if _PATTERNS["text"].occurs(own) and _PATTERNS["statement-end"].occurs(end.encode()):
        return True
    if _PATTERNS["php-element"].occurs(own):
        return last.rstrip().endswith(",") and bool(_PATTERNS["php-end"].occurs(end.encode()))
    is_joined = len(inside) > 1 and all(_PATTERNS["part"].occurs(each.encode()) for each in inside)
    return is_joined and bool(_PATTERNS["call-end"].occurs(end.encode()))


def _is_end(line: str) -> bool:
    """Whether the line closes a bracket, or is an argument with a name behind it."""
    return any(_PATTERNS[form].occurs(line.encode()) for form in ("block-end", "keyword"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
