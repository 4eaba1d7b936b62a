"""Cleaned bytes -> the same bytes without what describes errors: documents, tables, changelogs, code that
catches them, tests that pass; every place stays.

A text that describes errors lists several beside each other, or handles them, and shows none that happened. Where
one happened too, only the forms go that nobody prints for an error: tables of causes, trees of classes, changelogs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from diagnostic.patterns import compile_all, named

_STATUS = r"(?:4(?:0\d|1\d|2[1-9]|31|51)|5(?:0\d|2\d|30)|[45][xX]{2})"
_TYPE = (
    r"(?:(?:overloaded|api|rate_limit|invalid_request|authentication|permission|not_found|timeout|billing|conflict)"
    r"_error|request_too_large)"
)
_CLASS = r"(?:[A-Za-z_]\w*(?:\.|::|\\{1,2}))*[A-Z]\w*[a-z](?:Error|Exception|Timeout)"
_TERM = rf"(?:{_CLASS}|{_TYPE}|{_STATUS})"
_HANDLED = rf"(?:{_CLASS}|[\"'`]{_TYPE}[\"'`]|{_STATUS}|[\"'`][A-Za-z][a-z ]{{8,}}[\"'`])"
_LABEL = (
    r"(?:HTTP status codes?|common causes?|causes?|reasons?|solutions?|fix(?:es)?|meaning|description|what it means|"
    r"what to do|resolution|remedy)"
)
# Lines that are code, which names an error to handle, define or expect it.
_CODE = (
    rf"(?:[+-]|[\w./-]{{1,120}}:\d+:)?[ \t]*(?:\}}[ \t]*)?(?:(?:except|rescue|catch)\b[^\n]*{_CLASS}|(?:else[ \t]+|el)?if\b[^\n]*{_HANDLED}"
    rf"[^\n]*[:{{;]|case\b[^\n]*{_HANDLED}[^\n]*:|(?:export[ \t]+)?class[ \t]+\w+(?:Error|Exception)\b[^\n]*[:{{]"
    rf"|(?:assert|(?:await[ \t]+)?expect\(|with pytest\.raises)[^\n]*{_HANDLED}"
    rf"|[^\n]*\b(?:instanceof|isinstance\(\w+,|retry_if_exception_type\(|errors\.(?:As|Is)\()[^\n]*{_CLASS}"
    rf"|[^\n]*\b(?:Response|json|mock\w*)\([^\n]*{_STATUS}\b"
    rf"|[\"'`]?{_TYPE}[\"'`]?(?:[ \t]*\|[ \t]*[\"'`]{_TYPE}[\"'`])*[ \t]*=>|\|[ \t]*[\"'`]{_TYPE}[\"'`]"
    rf"|[A-Z][A-Z_]{{3,40}}[ \t]*[(=:][^\n]*\b{_STATUS}\b[^\n]*[,;]"
    rf"|[^\n]*[\[(](?:[ \t]*\d{{3}},){{2,20}}[ \t]*{_STATUS}[ \t]*[\])]"
    rf"|(?:async[ \t]+)?def[ \t]+test_\w+|(?:it|test|describe)\([\"'`])"
)
SIGNS = {
    # These two only say where a look is worth while.
    "code": (
        r"\b(?:except|rescue|catch|if|case|class|assert|expect|instanceof|isinstance|retry_if_exception_type|"
        r"errors\.(?:As|Is)|Response|json|mock\w*|def|it|test|describe)\b|=>|\|[ \t]*[\"'`]|\d{3},[ \t]*\d{3}|[A-Z_]{4}[ \t]*[(=:]"
    ),
    "import": (
        rf"(?m)^[ \t]*(?:from [\w.]+ import[ \t]*(?:\([^)]*|[^\n]*){_CLASS}|import [^;\"'\n]{{0,40}}\{{[^}}]*{_CLASS})"
    ),
    "tree": rf"(?m)^[ \t]*(?:[│|][ \t]*)*(?:├|└|\+-|\\-|`-)[─-]*[ \t]*[`*]{{0,2}}{_CLASS}",
    "separator": r"(?m)^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|(?:[ \t]*:?-{2,}:?[ \t]*\|?)*[ \t]*$",
    "entry": (
        rf"(?m)^[ \t>]*(?:(?:[-*+•|│├└─]+|#{{1,6}}|\d{{1,2}}[.)]|\[[ xX]\]|<h\d>)[ \t]*){{1,4}}[*`\"'(\[]{{0,3}}(?:HTTP |Error |Status )?{_TERM}\b"
        rf"|^[ \t]*[`\"']?(?:{_STATUS}(?:[ \t]*[-–—:|]|[ \t]+[A-Z`(])|{_TYPE}\b|{_CLASS}[`]?[ \t]*(?:[-–—|(,]|$)|[\"'][\w.-]*{_STATUS}[\"'][ \t]*:)"
    ),
    "section": rf"(?i)\b{_LABEL}[ \t*_]*:",
    "change": (
        r"(?m)^[ \t]*(?:[-*+•][ \t]+)?(?:\[?`?[0-9a-f]{7,12}`?\]?:?[ \t]+)?(?:fix|feat|chore|docs|test|refactor|perf|build|ci|revert)"
        r"(?:\([^)\n]{1,40}\))?!?: \S|^[ \t]*[-*+•][ \t]+(?:\[[^\]\n]{1,30}\][ \t]+)?\**(?:Fix(?:e[sd])?|Add(?:s|ed)?|Improve[sd]?|Change[sd]?|Remove[sd]?|"
        r"Update[sd]?|Bump(?:s|ed)?|Support(?:s|ed)?|Handle[sd]?|Resolve[sd]?)\b|\bby @[\w-]+ in (?:#\d+|https?://)"
    ),
    # The marks of headings are gone when a text is clean.
    "release": (
        r"(?m)^(?:#{1,4}[ \t]+)?(?:(?:Version )?\[?v?\d+\.\d+(?:\.\d+)?\]?(?:[ \t]+[-–(][^\n]*)?|[^\n]*; urgency=\w+|(?:Fixed|Added|Changed|Removed|Fixes|Bug"
        r" [Ff]ixes|Patch Changes|Minor Changes|Features|What's Changed|Breaking changes[^\n]*):?)[ \t]*$"
    ),
    "passed": r"(?m)^[ \t]*(?:[✓✔√][ \t]|ok \d+ |--- PASS: |[^\n]*[ \t]PASS(?:ED)?\b|(?:[-*+] )?\[[ xX]\] )",
    # Names that are explained one by one, questions that are answered, and a schema.
    "definition": r"(?m)^[ \t>]*(?:[-*+•|][ \t]*)+\*{0,2}`[\w.-]{2,60}`\*{0,2}[ \t]*[:|–—-]",
    "question": r"(?m)^[ \t#*>]*Q\d{0,2}[:.)][^\n]*\n(?:[^\n]*\n){0,2}?[ \t#*>]*A\d{0,2}[:.)]",
    "schema": (
        r"\$ref[\"']?: ?[\"']?#/|[\"']enum[\"']: ?\[|(?m:^(?:# )?(?:HELP|TYPE) [a-z_]+)"
        r"|(?m:^[ \t/*]*(?:\.\. exception::|@throws\b|:raises? |Raises:[ \t]*$))"
    ),
    "title": (
        r"(?i)\A\W{0,6}(?:troubleshooting|faq|frequently asked|feature request|(?:common|known) (?:issues|errors|problems)|"
        r"error (?:codes?|reference))\b"
    ),
    # What can happen, in documents and in advice.
    "hedged": (
        r"(?i)\b(?:errors?|exceptions?|429s?|529s?|5\d\ds?)\b[^.\n]{0,40}\b(?:can|may|might|could) (?:also )?(?:occur|happen|arise|arrive|appear|"
        r"be (?:caused|returned|retried|thrown|raised|sent))\b|\byou (?:may|might|could|will)(?: also)? (?:see|get|hit|receive|encounter)\b"
        r"|\bif you (?:exceed|hit|get|see|receive|encounter)\b|\b(?:retr(?:y|ied|ies)|times? out)\b[^.\n]{0,60}\bby default\b"
    ),
    "headings": rf"(?m)^(?:#{{1,6}}[ \t]+)?(?:[A-Z][^\n.:;,(]{{2,40}}\({_TERM}\)|`{_TERM}`)[ \t]*$",
    "several": rf"\b{_TERM}\b",
}
_PATTERNS = compile_all(
    SIGNS
    | {
        "code": rf"(?m)^{_CODE}",
        "section": (
            rf"(?mi)^[ \t]*(?:#{{1,6}}[ \t]+[^\n]*|\*\*)?[`]?(?-i:{_TERM})\b[^\n:]{{0,60}}\n(?:[ \t]*\n|<a[^\n]*\n){{0,2}}"
            rf"(?:[^\n]*\n[ \t]*\n?)??[ \t>*_-]*{_LABEL}[ \t*_]*:"
        ),
        "term": rf"\b(?:({_CLASS})|({_TYPE})|({_STATUS}))\b",
        "bullet": r"^[ \t]*(?:[-*+•]|\d{1,3}[.)][ \t])",
        # A class with its message: wrappers print whole chains on one line.
        "raised": rf"{_CLASS}[`'\"]?(?::|\([`'\"{{])",
        "columns": (
            r"(?i)\b(?:mean|descri|cause|reason|what to|action|fix|solution|retr(?:y|ied)|exception|class|error type|inherits|"
            r"symptom|severity|purpose|handling|resolution|name|who)"
        ),
        # An error that happened: it was printed, or somebody tells of it.
        "happened": (
            r"Traceback \(most recent call last\)|File \"[^\"\n]+\", line \d|(?m:^[ \t]+at [^\n]{1,200}[:(]\d+)|\breq_0\w{3}|\bAPI Error\b"
            r"|\btype\W{1,5}error[\\\"' ]{1,6},\W{1,6}error\W|\bError code:? \d{3}\b|\bAn error occurred \(|[⎿⏺❯]"
            r"|(?m:^[\w.:\\]*(?:Error|Exception)(?: \[\w+\])?: \S)|(?i:\bexit(?:ed)?(?: with)? (?:code|status) [1-9])"
            r"|(?i:\b(?:i|i'm|i've|my|me|we're|our)\b[^.\n]{0,60}\b(?:am|get|gets|getting|got|see|seeing|saw|hit|hitting|receiv\w+|keeps?|tried|try|have|"
            r"fails?|failed|failing|running|using|upgraded|updated|installed|says|said|stops?|stopped|shows?)\b)"
            r"|(?i:\b(?:since|after) (?:the )?(?:update|upgrad\w+|today|yesterday|this morning)\b|\bplease help\b|\bany (?:idea|help)\b)"
        ),
    }
)
_LONGEST = 20_000  # bytes: more is a log
_MANY = 3  # kinds of errors beside each other that no single failure shows
_FEW = 2
_MOST_TERMS = 400


def blank_descriptions(data: bytes, hits: frozenset[str]) -> bytes:
    """Blanks all of a text that only describes errors, else what in it can be nothing but description."""
    kinds = named("description", hits, tuple(SIGNS))
    if not kinds or len(data) > _LONGEST:
        return data
    sure = [place for kind in kinds if kind in _SURE for place in _SURE[kind](data)]
    rest = _blank(data, sure)
    code = [place for kind in kinds if kind in _HANDLING for place in _lines(kind)(rest)]
    maybe = code or any(next(iter(_MAYBE[kind](rest)), None) for kind in kinds if kind in _MAYBE)
    if (sure or maybe) and not _PATTERNS["happened"].search(_blank(rest, code)):
        return _blank(data, [(0, len(data))])
    return rest


def _blank(data: bytes, places: list[tuple[int, int]]) -> bytes:
    parts: list[bytes] = []
    at = 0
    for start, end in sorted(places):
        start = max(start, at)
        if end > start:
            parts += [data[at:start], b"\n".join(b" " * len(line) for line in data[start:end].split(b"\n"))]
            at = end
    return b"".join([*parts, data[at:]]) if parts else data


def _lines(kind: str) -> Callable[[bytes], Iterator[tuple[int, int]]]:
    """The lines in which a pattern of one line begins."""

    def find(data: bytes) -> Iterator[tuple[int, int]]:
        for hit in _PATTERNS[kind].finditer(data):
            yield _line_of(data, hit.start(), hit.end())

    return find


def _line_of(data: bytes, start: int, end: int) -> tuple[int, int]:
    stop = data.find(b"\n", end)
    return data.rfind(b"\n", 0, start) + 1, stop if stop >= 0 else len(data)


def _find_tree(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("tree")(data))
    return places if len(places) >= _FEW else []


def _find_tables(data: bytes) -> Iterator[tuple[int, int]]:
    """Tables that explain: by what their columns are called, or by how many errors they name."""
    end = 0
    for hit in _PATTERNS["separator"].finditer(data):
        if hit.start() < end:
            continue  # a rule inside a table that was looked at
        head = data.rfind(b"\n", 0, max(0, hit.start() - 1)) + 1
        end = hit.end()
        while end < len(data):
            stop = data.find(b"\n", end + 1)
            stop = stop if stop >= 0 else len(data)
            if b"|" not in data[end:stop]:
                break
            end = stop
        names = _PATTERNS["columns"].search(data[head : hit.start()])
        if names or len(_terms(data[head:end])) >= _MANY:
            yield head, end


def _find_changes(data: bytes) -> list[tuple[int, int]]:
    """What was changed: several such lines, or the points under a release."""
    places = list(_lines("change")(data))
    found = list(places) if len(places) >= _FEW else []
    end = -1
    for hit in _PATTERNS["release"].finditer(data):
        found = found or list(places)
        if hit.start() < end:
            continue  # a heading among points that were looked at
        _, end = _line_of(data, hit.start(), hit.end())
        while end < len(data):
            stop = data.find(b"\n", end + 1)
            stop = stop if stop >= 0 else len(data)
            line = data[end + 1 : stop]
            if line.strip() and not _PATTERNS["bullet"].search(line):
                break
            found.append((end + 1, stop))
            end = stop
    return found


def _find_passed(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("passed")(data))
    return places if len(places) >= _FEW else []


def _find_entries(data: bytes) -> list[tuple[int, int]]:
    """Lines that each begin with another error."""
    places = list(_lines("entry")(data))
    firsts = {name for start, end in places for name in [_first_term(data[start:end])] if name}
    return places if len(firsts) >= _MANY else []


def _find_several(data: bytes) -> list[tuple[int, int]]:
    """Lines that go through several errors of one sort."""
    terms = islice(_PATTERNS["several"].finditer(data), _MOST_TERMS)
    lines = Counter(_line_of(data, hit.start(), hit.end()) for hit in terms)
    return [line for line, count in lines.items() if count >= _MANY and _explains_several(data[slice(*line)])]


def _find_headings(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("headings")(data))
    return places if len({term for start, end in places for term in _terms(data[start:end])}) >= _FEW else []


def _find_definitions(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("definition")(data))
    return places if len(places) >= _MANY else []


def _explains_several(line: bytes) -> bool:
    return _most_of_a_sort(line) >= _MANY and not _PATTERNS["raised"].search(line)


def _first_term(line: bytes) -> bytes:
    hit = _PATTERNS["term"].search(line)
    return hit.group() if hit else b""


def _terms(part: bytes) -> set[bytes]:
    return {hit.group() for hit in _PATTERNS["term"].finditer(part)}


def _most_of_a_sort(part: bytes) -> int:
    """How many different classes, types or statuses, whichever are most."""
    sorts: tuple[set[bytes], ...] = (set(), set(), set())
    for hit in _PATTERNS["term"].finditer(part):
        for number, sort in enumerate(sorts, 1):
            if name := hit.group(number):
                sort.add(name)
    return max(map(len, sorts))


# Code that handles errors, what nobody prints for an error that happened, and what is a description unless one did.
_HANDLING = ("code", "import")
_SURE: dict[str, Callable[[bytes], list[tuple[int, int]] | Iterator[tuple[int, int]]]] = {
    "tree": _find_tree,
    "separator": _find_tables,
    "change": _find_changes,
    "release": _find_changes,
    "passed": _find_passed,
}
_MAYBE: dict[str, Callable[[bytes], list[tuple[int, int]] | Iterator[tuple[int, int]]]] = {
    "entry": _find_entries,
    "section": _lines("section"),
    "headings": _find_headings,
    "definition": _find_definitions,
    "question": _lines("question"),
    "schema": _lines("schema"),
    "title": _lines("title"),
    "hedged": _lines("hedged"),
    "several": _find_several,
}
