"""Finds secrets by the structure around them: Kubernetes secrets, values that a log points to, values before
their names, lines of .pgpass.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_word
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.value_ends import find_closing

# └ 'value': below a line of code, how loguru and better-exceptions show the value of a name in it
_POINTED = Pattern(r"""(?m)^([^\n\x{2514}]*)\x{2514} b?(["'])([^\n\x01]{3,})["']\s*$""")
_POINTED_NAME = Pattern(r"[A-Za-z_][\w.]*")
_BOX_UP, _BOX_BAR = "└".encode(), "│".encode()
_MOST_POINTERS = 20


def find_pointed_values(data: bytes) -> Iterator[Range]:
    """The values that such a line connects with a sensitive name in the code."""
    for found in _POINTED.finditer(data):
        column = len(found.group(1).decode("utf-8", "ignore"))
        code = _code_above(data, found.start())
        words = _POINTED_NAME.finditer(code)
        names = (word.group() for word in words if word.start() <= column < word.end())
        if read_name(next(names, b"")) >= Sensitivity.WORD:
            yield found.span(3)


def _code_above(data: bytes, at: int) -> bytes:
    """The nearest line above without a pointer."""
    for _ in range(_MOST_POINTERS):
        start = data.rfind(b"\n", max(0, at - 2000), max(0, at - 1)) + 1
        line = data[start : max(0, at - 1)]
        if not (_BOX_UP in line or _BOX_BAR in line):
            return line
        at = start
    return b""


_SECRET_KIND = Pattern(
    r"""\bkind\\*["']?[ \t]*:[ \t]*\\*["']?(?:Sealed)?Secret\b|\bresource "kubernetes_secret(?:_v1)?\""""
    r"""|\bget secrets? [^\n]*\{\.data\}"""
)
_DATA = Pattern(
    r"""\\*["']?\b(?:data|stringData)\\*["']?[ \t]*[:=][ \t]*(\{|\n)|\{\.data\}["']?[^\n{]*\n(\{)"""
)
_ENTRY = Pattern(r"""(\s*[-\w.\\"']+[ \t]*:[ \t]*(?:[|>][+-]?)?[ \t]*)([^\n]*)""")
_PAIR = Pattern(r"""(?:\\*["'][\w.-]+\\*["']\s*[:=]|\b[\w-]+[ ]*=)\s*(\\*)(["'])""")
# {one: dHdv}: a YAML mapping in one line
_FLOW_PAIR = Pattern(r"""[{,]\s*[\w.-]+:[ ]+([^\s"'\\,{}\[\]]+)""")
_DOCUMENT = 8 * 1024
_NEAR = 1000


def find_kubernetes_secrets(data: bytes) -> Iterator[Range]:
    """The values under data and stringData of an object of kind Secret, in YAML and JSON."""
    for kind in _SECRET_KIND.finditer(data):
        low = max(
            data.rfind(b"\n---", max(0, kind.start() - _DOCUMENT), kind.start()), kind.start() - _DOCUMENT, 0
        )
        high = find_or_end(data, b"\n---", kind.end(), kind.end() + _DOCUMENT)
        for found in _DATA.finditer(data[low:high]):
            at = low + found.end()
            if data.startswith(b'"type":', at):  # an event of a stream
                continue
            before = data[data.rfind(b"\n", 0, low + found.start()) + 1 : low + found.start()]
            yield from (
                _find_json_values(data, at, high)
                if b"{" in (found.group(1), found.group(2))
                else _find_yaml_values(data, at, high, len(before.rstrip(b" \t>|#")))
            )


def _find_json_values(data: bytes, at: int, high: int) -> Iterator[Range]:
    stop = find_or_end(data, b"}", at, high)
    for pair in _FLOW_PAIR.finditer(data[at - 1 : stop]):
        if not is_placeholder(pair.group(1)):
            yield at - 1 + pair.start(1), at - 1 + pair.end(1)
    while (pair := _PAIR.search(data, at, stop)) is not None:
        at = pair.end()
        end = find_closing(data, at, len(pair.group(1)), pair.group(2))
        yield at, end
        at = max(at, end)
        if at > stop:
            break


def _find_yaml_values(data: bytes, at: int, high: int, lead: int) -> Iterator[Range]:
    """The values of a YAML mapping at `at`, up to a less indented line; `lead` is the length of the log
    prefix of each line.
    """
    indent = None
    while at < high:
        line_end = find_or_end(data, b"\n", at, high)
        at = min(at + lead, line_end)
        at += data.startswith((b"+  ", b"-  "), at)  # the mark of a diff
        line = data[at:line_end]
        depth = len(line) - len(line.lstrip(b" \t>|#"))
        if line.strip():
            if indent is None:
                indent = depth
            if depth < indent or (depth == 0):
                return
            entry = _ENTRY.match(line) if depth == indent else None
            start = at + (entry.end(1) if entry else depth)
            start += data[start : start + 1] in (b'"', b"'")
            end = at + len(line.rstrip(b" \t\"'"))
            if end > start and not is_placeholder(data[start:end]):
                yield start, end
        at = line_end + 1


_VALUE_FIRST = Pattern(
    r"""\b[vV]alue["']?[ \t]{0,8}[:=][ \t]{0,8}"""
    r"""(?:"((?:[^"\\\n]|\\[^\n]){4,200})"|'((?:[^'\n]|\'\'){4,400})'|([^\s"',][^\n"',]{3,400}))"""
    r""",?\s{0,80}(?:(?i:where) )?(?:["']?(?:msg|message|location|type|code"""
    r"""|constraints?)["']?:\s?["'][^"'\n]{0,79}["'],\s{0,40}){0,2}"""
    r"""["']?(?:[nN]ame|[kK]ey|param|property|path|field|label"""
    r"""|instancePath)["']?[ \t]{0,8}[:=][ \t]{0,8}(?:\[\s{0,20})?["'/]{0,2}([\w.-]{3,80})"""
)


# where 'x' = Settings().license_key, assert 'x' == app.secret_key: how pytest explains a comparison
_EXPLAINED = Pattern(
    r"""\b(?:where|assert) (?:"([^"\n]{4,400})"|'([^'\n]{4,400})') (?:[!=]=?|in) """
    r"""[^\n=]{0,200}?\b([\w-]{3,80})(?:\n|\z)"""
)


# setValue("x", forHTTPHeaderField: "X-Api-Key"), set("x", forKey: "apiToken"): arguments with labels
_LABELLED = Pattern(
    r"""\(\s{0,20}(?:"([^"\n]{4,400})"|'([^'\n]{4,400})'),\s{0,20}(?:for\w{0,20}|key)\s?:\s?["']([\w.-]{3,80})["']"""
)


# SELECT 'x' AS password
_COLUMN = Pattern(r"""'([^'\n]{4,200})' (?i:as) ["`\[]?([A-Za-z][\w.]{2,60})""")


def find_value_first(data: bytes) -> Iterator[Range]:
    """Values that come before their names: value: x, name: DB_PASSWORD of Kubernetes and ECS, labelled
    arguments, SQL columns, comparisons of pytest.
    """
    for found in _LABELLED.finditer(data):
        group = 1 if found.group(1) is not None else 2
        if read_name(found.group(3)) >= Sensitivity.WORD and not is_word(found.group(group)):
            yield found.span(group)
    for found in _COLUMN.finditer(data):
        if read_name(found.group(2)) >= Sensitivity.WORD and not is_placeholder(found.group(1), True):
            yield found.span(1)
    for found in _EXPLAINED.finditer(data):
        if read_name(found.group(3)) >= Sensitivity.WORD:
            start, end = found.span(1 if found.group(1) is not None else 2)
            yield start, end
            said, low = data[start - 1 : end + 1], max(0, start - _NEAR)
            if (compared := data.rfind(said, low, start - 1)) >= 0:  # the other side, in the line above
                yield compared + 1, compared + len(said) - 1
    for found in _VALUE_FIRST.finditer(data):
        group = next(number for number in (1, 2, 3) if found.group(number) is not None)
        value, sensitivity = found.group(group), read_name(found.group(4))
        is_secret = (
            sensitivity is Sensitivity.SECRET or sensitivity is Sensitivity.WORD and not is_word(value)
        )
        if is_secret and not is_placeholder(value):
            yield found.span(group)


_PASSWORD_LINE = Pattern(
    r"""(?m)(?:^(?:\[[\w-]{1,20}\] )?|["'`])[ \t>]*([A-Za-z0-9*][\w.*-]*):(?:\d{2,5}|\*):"""
    r"""[\w*.-]+:[\w*.@-]+:"""
    r"""(?:([^\s:][^\s]{3,})$|([^\s:"'\\][^\s"'\\]{3,}))"""
)
_SOURCE = tuple(
    b".py .js .ts .tsx .jsx .go .rs .c .h .cpp .java .rb .php .cs .kt .swift .mjs .cjs .yaml .yml".split()
)


# 06:B5:A4:AC: a fingerprint
_HEX_PAIRS = Pattern(r"(?:[0-9A-Fa-f]{2}:)+(?:[0-9A-Fa-f]{2})?")


def find_password_lines(data: bytes) -> Iterator[Range]:
    """The passwords of lines of .pgpass: host:port:database:user:password."""
    for found in _PASSWORD_LINE.finditer(data):
        is_hex = _HEX_PAIRS.fullmatch(found.group(found.lastindex)) is not None
        if not found.group(1).endswith(_SOURCE) and not is_hex:
            yield found.span(found.lastindex)


SIGNS = {
    "pointed": _POINTED,
    "kubernetes-secret": _SECRET_KIND,
    "value-first": Pattern(
        r"""\b[vV]alue["']?[ \t]{0,8}[:=][^\n]*\n?[^\n]*\n?[^\n]*\b(?:[nN]ame|[kK]ey|param|property|path"""
        r"""|field|label|instancePath)["']?[ \t]{0,8}[:=]"""
        r"""|\b(?:where|assert) ["'][^\n]* (?:[!=]=?|in) """
        r"""|["'],\s{0,20}(?:for\w*|key)\s?:\s?["']|' (?i:as) ["`\[]?[A-Za-z]"""
    ),
    "password-line": _PASSWORD_LINE,
}
