"""Finds secrets by the structure around them: PEM keys, Kubernetes secrets, JSON web keys, values before
their names, parameters of SQL statements, lines of .pgpass.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.setting_values import has_digits_or_marks
from diagnostic.text.values import find_closing, is_placeholder, is_word

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
    for begin in _BEGIN.finditer(data):
        if begin.start() < at:
            continue
        while ends and ends[0][0] < begin.start():
            yield _find_tail(data, at, ends.pop(0))
        if ends and ends[0][0] - begin.start() < _LONGEST_KEY:
            at = ends.pop(0)[1]
        else:
            at = _find_cut_end(data, begin.end())
        yield begin.start(), at
    for end in ends:
        yield _find_tail(data, at, end)
        at = end[1]


def _find_cut_end(data: bytes, at: int) -> int:
    """The end of a key without an END line: after the last of its lines that contains base64."""
    at = _end_of_lines(data, at, _REST_OF_KEY.match(data, at, min(len(data), at + _LONGEST_KEY)).end())
    while (line := data.find(b"\n", at, at + 400)) >= 0:
        following = find_or_end(data, b"\n", line + 1)
        runs = [found.span() for found in _BASE64_RUN.finditer(data[line + 1 : min(following, line + 400)])]
        if not runs or max(end - start for start, end in runs) < _LEAST_LINE:
            break
        at = line + 1 + runs[-1][1]
    return at


def _end_of_lines(data: bytes, start: int, stop: int) -> int:
    """`stop`, moved before the lines that contain a sentence; its characters also occur in a key."""
    while (line := data.rfind(b"\n", start, stop)) >= 0 and _SENTENCE.search(data, line, stop):
        stop = line
    return stop


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


_VALUE_FIRST = Pattern(
    r"""\b[vV]alue["']?[ \t]{0,8}[:=][ \t]{0,8}"""
    r"""(?:"((?:[^"\\\n]|\\[^\n]){4,200})"|'([^'\n]{4,400})'|([^\s"',][^\n"',]{3,400}))"""
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
    r"""\(\s{0,20}["']([^"'\n]{4,400})["'],\s{0,20}(?:for\w{0,20}|key)\s?:\s?["']([\w.-]{3,80})["']"""
)


# SELECT 'x' AS password
_COLUMN = Pattern(r"""'([^'\n]{4,200})' (?i:as) ["`\[]?([A-Za-z][\w.]{2,60})""")


def find_value_first(data: bytes) -> Iterator[Range]:
    """Values that come before their names: value: x, name: DB_PASSWORD of Kubernetes and ECS, labelled
    arguments, SQL columns, comparisons of pytest.
    """
    for found in _LABELLED.finditer(data):
        if read_name(found.group(2)) >= Sensitivity.WORD and not is_word(found.group(1)):
            yield found.span(1)
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


_STATEMENT = Pattern(r"(?s)\[SQL: (.{1,900}?)\]\s+\[parameters: ([^\n]+)")
# a1b2-c3(String), 3(Integer); a1b2-c3,3
_BARE_ARGUMENT = Pattern(r"""([^\s,()]{6,})(?:\([A-Z]\w+\))?(?:,|$)""")
_IN_BARE_LIST = 2
_ARGUMENT = Pattern(r"""'([^'\n]{4,})'|"([^"\n]{4,})\"""")


def find_parameters(data: bytes) -> Iterator[Range]:
    """Parameters that are printed beside an SQL statement with a sensitive column, if they have no names."""
    for found in _STATEMENT.finditer(data):
        if found.group(2)[:1] == b"{":
            # Settings, which settings.py finds, unless they have other names than the columns.
            yield from _find_renamed(found.group(1), found.group(2), found.start(2))
            continue
        if not _names_secret(found.group(1)):
            continue
        for argument in _ARGUMENT.finditer(found.group(2)):
            low, high = argument.span(argument.lastindex)
            yield found.start(2) + low, found.start(2) + high
    yield from _find_key_details(data)
    for found in _BOUND.finditer(data):
        if not _names_secret(_lines_beside(data, *found.span())):
            continue
        start = found.start(found.lastindex)
        bare = _BARE_ARGUMENT if found.lastindex == _IN_BARE_LIST else _ARGUMENT
        for argument in bare.finditer(found.group(found.lastindex)):
            low, high = argument.span(argument.lastindex)
            if bare is _ARGUMENT or has_digits_or_marks(data[start + low : start + high]):
                yield start + low, start + high


# SET password=%(p1)s; SET password = :p1
_PLACE_OF = Pattern(r"(\w+)\s?=\s?(?:%\((\w{1,30})\)s|:(\w{1,30})\b)")
_NAMED_ARGUMENT = Pattern(r"""'(\w{1,30})': (?:'([^'\n]{4,})'|"([^"\n]{4,})")""")


def _find_renamed(statement: bytes, arguments: bytes, at: int) -> Iterator[Range]:
    """Named parameters whose columns are secret."""
    secret = {
        place.group(place.lastindex)
        for place in _PLACE_OF.finditer(statement)
        if read_name(place.group(1)) >= Sensitivity.WORD
    }
    for argument in _NAMED_ARGUMENT.finditer(arguments) if secret else ():
        if argument.group(1) in secret:
            low, high = argument.span(argument.lastindex)
            yield at + low, at + high


# DETAIL:  Key (name, secret)=(bob, 1e0e6329) already exists.
_KEY_DETAIL = Pattern(r"\bKey \(([^()\n]{3,200})\)=\(([^\n]{4,400}?)\) (?:already|is|conflicts|does)\b")


def _find_key_details(data: bytes) -> Iterator[Range]:
    """Values of sensitive columns in the details of a PostgreSQL error."""
    for found in _KEY_DETAIL.finditer(data):
        columns, values = found.group(1).split(b", "), found.group(2).split(b", ")
        at = found.start(2)
        for column, value in zip(columns, values, strict=False) if len(columns) == len(values) else ():
            if read_name(column) >= Sensitivity.WORD and not is_placeholder(value, True):
                yield at, at + len(value)
            at += len(value) + 2


def _names_secret(statement: bytes) -> bool:
    return any(read_name(word.group()) >= Sensitivity.WORD for word in _WORD.finditer(statement))


def _lines_beside(data: bytes, start: int, end: int) -> bytes:
    """The ends of the neighbouring lines: up to two lines above and two below."""
    low, high = max(0, start - _NEAR), min(len(data), end + _NEAR)
    above, below = data[low:start].rsplit(b"\n", 3)[-3:], data[end:high].split(b"\n", 3)[:3]
    return b"\n".join((*above, *below))


# DETAIL:  parameters: $1 = 'a', $2 = 'b'; params: ["a", "b"]: the statement is on a line nearby. Also in the
# notations of MyBatis, Drizzle, Entity Framework, Django and Peewee.
_BOUND = Pattern(
    r"""(?:[pP]aram(?:eter)?s: |\$\d{1,3}\); ?)(\$1 = [^\n]+|\[ ?(?:[\w.-]{1,40}, ?){0,9}["'][^\n]+)"""
    r"""|(?:\bParameters: |\nparams: )([^\s\[{$][^\n]*)|\[Parameters=(\[@[^\n]+)"""
    r"""|; args=(\([^\n]+)|\bparam(?:eter)?s = (\(["'][^\n]+)|', (\[[^\n]+)|\? ?-- (\[ ?["'][^\n]+)"""
)
_WORD = Pattern(r"[A-Za-z_]\w{2,60}")
_PASSWORD_LINE = Pattern(
    r"""(?m)(?:^|["'`])[ \t>]*([A-Za-z0-9*][\w.*-]*):(?:\d{2,5}|\*):[\w*.-]+:[\w*.@-]+:"""
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
    "private-key-begin": _BEGIN,
    "private-key-end": _END,
    "kubernetes-secret": _SECRET_KIND,
    "web-key": _KEY_TYPE,
    "value-first": Pattern(
        r"""\b[vV]alue["']?[ \t]{0,8}[:=][^\n]*\n?[^\n]*\n?[^\n]*\b(?:[nN]ame|[kK]ey|param|property|path"""
        r"""|field|label|instancePath)["']?[ \t]{0,8}[:=]"""
        r"""|\b(?:where|assert) ["'][^\n]* (?:[!=]=?|in) """
        r"""|["'],\s{0,20}(?:for\w*|key)\s?:\s?["']|' (?i:as) ["`\[]?[A-Za-z]"""
    ),
    "parameters": Pattern(
        r"""\bKey \([^\n]*\)=\(|\[parameters: |(?:[pP]aram(?:eter)?s: |\$\d{1,3}\); ?)"""
        r"""(?:\$1 = |\[ ?(?:[\w.-]{1,40}, ?){0,9}["'])"""
        r"""|\bParameters: [^\s\[{$]|\nparams: [^\s\[{$]|\[Parameters=\[@"""
        r"""|; args=\(|\bparam(?:eter)?s = \(["']|\?[^\n']*', \[|\? ?-- \["""
    ),
    "password-line": _PASSWORD_LINE,
}
