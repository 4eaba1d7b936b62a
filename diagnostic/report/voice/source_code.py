"""Whether a line is in source code by what surrounds it; a record in code looks like one that was printed."""

from __future__ import annotations

from diagnostic.patterns import compile_all
from diagnostic.report.facts import Place
from diagnostic.report.voice.call_argument import (
    find_opening,
    is_beside_name,
    is_in_argument,
    is_part_of_text,
)

_MAX_BYTES = 20_000  # a longer text is a log
_MAX_LINES = 12  # lines searched for the beginning and the end of a block
_MAX_LINES_BESIDE = 5
_BEGINNINGS = (" ", "\t", '"', "'", "`")  # of a line that is an argument, an element or joined
_QUOTES = (b'"', b"'")
_MAX_ENDING = 40  # characters behind three quotes in which the call ends
_MIN_WORDS = 3  # as many elements a list of words has
_MIN_LIBRARIES = 3  # whose errors only a list in code has side by side
_PATTERNS = compile_all(
    {
        "quoted": r'"{3}(?s:.*?)"{3}',
        # Formatters put a comma before a closing bracket; programs that print a record do not, except Bun,
        # which indents with spaces and puts all text in double quotes, as does who shortens JSON by hand.
        "block-end": r"^[ \t]*[}\])]",
        "key": r"^[ \t]*(?:[A-Za-z_$][\w$]*|'\w+'): ?\S",
        "quoted-key": r"^[ \t]*[\"']\w+[\"']: ?\S",
        "formatted": r"^\t|: ?'[^']*',?[ \t]*$",
        # A body as a string, which is an argument of a call.
        "argument": r"^[ \t]+(?:'\{\\*\"[^\n]*\}'|`\{[^\n]*\}`|\"\{\\\"[^\n]*\}\"),[ \t]*$",
        # A line of a stream as a string, which is an argument or an element.
        "event": r"^[ \t]+[bru]?[\"'`](?:event|data): ?\S[^\n]*\\n[\"'`],[ \t]*$",
        "event-field": r"^[ \t]+\w+: ?[bru]?[\"'`](?:event|data): ?\S[^\n]*\\n[\"'`],[ \t]*$",
        # An argument with its name, as Python writes it.
        "keyword": r"^[ \t]+[a-z_]\w*=\S[^\n]*,[ \t]*$",
        "list-end": r"^[ \t]*\][;,)]*[ \t]*$",
        # A setting that is a word in a list.
        "setting": r"^[ \t]+- (?:[\"'][\w./-]+[\"']|[a-z][\w./-]*)[ \t]*$",
        "setting-name": r"^[ \t]+[\w.-]+:[ \t]*$",
        # A text in code that goes over several lines.
        "text-end": r"\n[ \t]*\"{3}(?:\.\w+\(\))?\s*[,)]",
        "text-opening": r"(?:\(|= ?|return )$",
        "double-quoted": r"^[ \t]*\"",
        # An element of a list of words that a program searches for: no numbers, no sentence of a log.
        "word": (
            r"^[ \t]+(?:[\"'`][A-Za-z_][^\"'`\n\d]{1,50}[\"'`],|- [\"'][A-Za-z_][^\"'\n\d]{1,80}[\"'])[ \t]*$"
        ),
        # A text that is an element of a list, and what such a list is assigned to or belongs to.
        "element": r"^[ \t]+[bru]?[\"'`][^\n]*[\"'`][)\]}]*[,;]?[ \t]*$",
        "assigned": (
            r"^[ \t]*(?:(?:const|final|let|static|va[lr]) )?[\w$.]+(?:: ?[\w<>\[\],. ]+)? :?="
            r" ?(?:\[\]\w+|[\w.]+[(!])?[\[({](?:[bru]?[\"'`][^\n]*[\"'`],)?[ \t]*$"
            r"|^[ \t]*(?:async )?for \w[\w, ]* in [\[({][ \t]*$|^[ \t]*[\"'][^\"'\n]+[\"']: ?\([ \t]*$"
        ),
        # An error as Python names it, with the library that raises it, as a text in a list.
        "raised": r"^[ \t]+[\"'](\w+)\.(?:\w+\.)*[A-Z]\w+: [^\n]*[\"'],?[ \t]*$",
        # A text that is joined with the next one, or that is all of a statement, and a name that is declared.
        "joined": r"^[ \t]+(?:\w+: ?)?[\"'`][^\n]*[\"'`] \+[ \t]*$",
        "statement": r"^[ \t]*[\"'`][^\n]*[\"'`];[ \t]*$",
        "declared": r"(?m)^[ \t]*(?:\w+ )*(?:const|final|let|static|va[lr])\b[^\n]* =[ \t]*$",
        # A field whose value is computed.
        "computed": r"(?:[\"']\.\w+\(|: (?:new|await) \w|: [a-z][\w.]*\(|\bvec!\[)[^\n]*[,({\[][ \t]*$",
        # A body in the quotes of Go and JavaScript, as the argument of a function or a method.
        "body-in-call": r"(?:\.\w+|\[\]byte|\b[a-z]+[A-Z]\w*)\(`\{",
        "call-end": r"^[ \t]*\)",
        # A value that is a name, an attribute, a call or a text with places for values: JSON has none.
        "computed-value": (
            r"^[ \t]*[\"']\w+[\"']: (?:[a-z]+_\w+|[a-z]\w*[.\[(][^\n]*|f[\"'][^\n]*|[A-Z]\w*),?"
            r"[ \t]*(?:#[^\n]*)?$"
        ),
        # What Rust prints of a struct, and PHP of an array, has such commas.
        "printed": r"(?m)\b[A-Z][\w:]* ?[({][ \t]*$|=>",
        "definition": r"^[ \t]*(?:(?:async )?(?:def|class) [^\n]*|\)[^\n]*):[ \t]*$",
        "code-below": r"\A[ \t]*\n\s*(?:\w+ = |return\b|raise\b|with\b|for\b|if\b|def\b|@)",
    }
)


def is_in_source_code(text: str, line: Place) -> bool:
    """Whether the line is in a docstring, or in a record with a computed field or a comma behind the last."""
    if len(text) > _MAX_BYTES:
        return False
    return (
        _is_in_docstring(text, line)
        or _is_in_block(text, line, ("key",))
        or (text.startswith(_BEGINNINGS, line[0]) and _is_in_list(text, line))
        or is_computed(text, line)
    )


def _is_in_list(text: str, line: Place) -> bool:
    """Whether a line that is indented, or a text, is an argument, an element or a part of what is joined."""
    return (
        _is_in_block(text, line, ("argument", "keyword"))
        or is_in_argument(text, line)
        or is_beside_name(text, line)
        or _is_setting(text, line)
        or _is_in_list_of_words(text, line)
        or _is_in_assigned_list(text, line)
        or _is_among_errors(text, line)
        or _is_joined(text, line)
    )


def is_computed(text: str, line: Place) -> bool:
    """Whether the line is a field of a record in which another value is computed, or calls a function with a
    body.
    """
    own = text[slice(*line)].encode()
    if b"(`{" in own and _PATTERNS["body-in-call"].occurs(own):
        return True
    if b":" not in own:
        return False
    if own.lstrip(b" \t").startswith(_QUOTES) and _PATTERNS["quoted-key"].occurs(own):
        return any(_PATTERNS["computed-value"].occurs(each.encode()) for each in _lines_beside(text, line))
    if not _PATTERNS["key"].occurs(own):
        return False
    beside = [each.encode() for each in _lines_beside(text, line)]
    return any(_PATTERNS["computed"].occurs(each) and _PATTERNS["key"].occurs(each) for each in beside)


def is_escaped_in_code(pasted: str, at: int) -> bool:
    """Whether the line around `at` in a text as pasted, with its escapes, is a string that source code passes
    or lists: a line of a stream, or a part of a longer text.
    """
    if len(pasted) > _MAX_BYTES:
        return False
    end = pasted.find("\n", at)
    line = (pasted.rfind("\n", 0, at) + 1, len(pasted) if end < 0 else end)
    return _is_in_block(pasted, line, ("event", "event-field")) or is_part_of_text(pasted, line)


def _is_setting(text: str, line: Place) -> bool:
    """Whether the line is a word in a list of settings, below their name."""
    if not _PATTERNS["setting"].occurs(text[slice(*line)].encode()):
        return False
    return bool(_PATTERNS["setting-name"].occurs(find_opening(text, line, _PATTERNS["setting"])))


def _is_in_docstring(text: str, line: Place) -> bool:
    """Whether quotes at the beginning of a line, below a definition or above code, or as a value in code,
    enclose the line.
    """
    at = text.find('"""')
    if at < 0:
        return False
    if at >= line[1] and _PATTERNS["text-end"].search(text[line[1] : at + _MAX_ENDING]):
        return True  # the first three quotes are below the line, alone, and end an argument
    for quoted in _PATTERNS["quoted"].finditer(text):
        if quoted.end() > line[0]:
            above, _, before = text[: quoted.start()].rpartition("\n")
            is_defined = bool(_PATTERNS["definition"].occurs(above.rpartition("\n")[2].encode()))
            is_above_code = not above.strip() and bool(
                _PATTERNS["code-below"].occurs(text[quoted.end() :].encode())
            )
            if quoted.start() >= line[1]:
                return False
            if before.strip():
                is_value = bool(_PATTERNS["text-opening"].occurs(before.encode()))
                return is_value and text[quoted.start() + 3 : quoted.start() + 4] == "\n"
            return is_defined or is_above_code
    return False


def _is_in_block(text: str, line: Place, forms: tuple[str, ...]) -> bool:
    """Whether the line has one of these forms, and source code, and no printed record, ends its block."""
    own = text[slice(*line)].encode()
    return any(_PATTERNS[form].occurs(own) and _is_last_of_code(text, line, form) for form in forms)


def _is_last_of_code(text: str, line: Place, form: str) -> bool:
    """Whether source code, and no printed record, ends the block of a line of this form."""
    above = text[slice(*line)]
    for below in text[line[1] + 1 :].split("\n", _MAX_LINES)[:_MAX_LINES]:
        if not below.strip():
            return False
        if _PATTERNS["block-end"].occurs(below.encode()):
            return (
                above.rstrip().endswith(",")
                and _ends_as_code(text, line, form, below)
                and not _is_printed(text, line)
            )
        above = below
    return False


def _ends_as_code(text: str, line: Place, form: str, end: str) -> bool:
    """Whether `end`, the bracket below a line of this form, closes source code and no printed record."""
    if _PATTERNS["call-end"].occurs(end.encode()):
        return True
    if form == "key":
        return _is_formatted(text, line)
    # Rust and Bun print lists with such a comma, and double quotes.
    is_double = _PATTERNS["double-quoted"].occurs(text[slice(*line)].encode())
    return bool(_PATTERNS["list-end"].occurs(end.encode())) and not is_double


def _is_in_list_of_words(text: str, line: Place) -> bool:
    """Whether the line and those beside it are short texts without numbers, which a program searches for."""
    own = text[slice(*line)]
    if not _PATTERNS["word"].occurs(own.encode()):
        return False
    words = sum(bool(_PATTERNS["word"].occurs(each.encode())) for each in _lines_beside(text, line))
    return words >= _MIN_WORDS


def _is_in_assigned_list(text: str, line: Place) -> bool:
    """Whether the line is a text in a list that source code gives a name, or goes through."""
    if not _PATTERNS["element"].occurs(text[slice(*line)].encode()):
        return False
    return bool(_PATTERNS["assigned"].occurs(find_opening(text, line, _PATTERNS["element"])))


def _is_among_errors(text: str, line: Place) -> bool:
    """Whether the line is one of several texts that are errors of different libraries: no program has all of
    them at once.
    """
    if not _PATTERNS["element"].occurs(text[slice(*line)].encode()):
        return False
    raised = (_PATTERNS["raised"].search(each) for each in _lines_beside(text, line))
    return len({hit.group(1) for hit in raised if hit}) >= _MIN_LIBRARIES


def _is_joined(text: str, line: Place) -> bool:
    """Whether the line is a text that source code joins with the next one, or names as it does others."""
    own = text[slice(*line)].encode()
    if _PATTERNS["joined"].occurs(own) or is_part_of_text(text, line):
        return True
    return (
        bool(_PATTERNS["statement"].occurs(own)) and sum(1 for _ in _PATTERNS["declared"].finditer(text)) > 1
    )


def _is_formatted(text: str, line: Place) -> bool:
    """Whether a field beside the line has the quotes or the indentation of source code."""
    return any(_PATTERNS["formatted"].occurs(each.encode()) for each in _lines_beside(text, line))


def _is_printed(text: str, line: Place) -> bool:
    """Whether the record around the line has types or arrows, as programs print them."""
    above = text[: line[1]].rpartition("\n\n")[2].split("\n")[-_MAX_LINES:]
    return bool(_PATTERNS["printed"].occurs("\n".join(above).encode()))


def _lines_beside(text: str, line: Place) -> list[str]:
    """The line, and the lines of its paragraph that are near."""
    above = text[: line[1]].rpartition("\n\n")[2].split("\n")[-_MAX_LINES_BESIDE:]
    below = text[line[1] :].partition("\n\n")[0].split("\n")[1:_MAX_LINES_BESIDE]
    return [*above, *below]
