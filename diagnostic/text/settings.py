"""Named settings -> the values they hold, whatever these look like: in code, JSON, YAML, .env, headers,
options, forms, XML.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.names import Holds, Name
from diagnostic.text.randomness import changes, has_digit, has_letter, is_key_like, is_known_id, looks_random
from diagnostic.text.values import find_bare_end, find_closing, is_placeholder, is_said, is_word
from diagnostic.text.vendors import is_key

_LEAST = 4
_LINE_LEAD = 80

# What stands between a name and its value; the number of the group says which form it is.
_BETWEEN = Pattern(
    # 1 assigned
    r"""(\\{0,16}["'`]?[)\]]{0,2}[ \t]{0,60}(?:\?[ \t]?)?(?::\s?\{\s?\\{0,16}["']value\\{0,16}["']\s?:|:[ \t]?&?[A-Za-z_][\w.\[\]<>|, ]{0,60}[ \t]=|=>|:=|<-|\|\||\?=|!==?|::?:?=|[:=]=?|\x{ff1a}|\x{ff1d}|->|\x{2192}|\.{4,120}:?|REG_\w{2,20}\s))"""
    # 2 name: x, value: y
    r"""|(\\{0,16}["'`]?[ \t]{0,80}[,;]?(?:\s{0,80}|\n[^\n"'=]{8,80}?\s)(?:["']?(?i:type)["']?\s?:\s?["']?[\w-]{0,30}["']?,\s{0,20})?(?:\\{0,16}["'`])?\b(?:[vV]ariable)?[vV]alue(?:\\{0,16}["'`])?[ \t]{0,20}[:=])"""
    r"""|(["'](?:, ?["']\w{1,40}["'])*\],? ?["']msg["']:[^\n]{1,200}?["']input["']:)"""  # 6 pydantic, as JSON
    # 3 listed: ("name", "value")
    r"""|(\\{0,16}["'`][)\]]?[ \t]{0,8},(?:\s{0,40}|\n[^\n"']{8,80}?\s)b?[rRfFuU]?\\{0,16})["'`]"""
    # 4 XML
    r"""|(["']?[^<>\n"']{0,80}(?:["'][^<>\n"']{0,80}["'])?[^<>\n"']{0,8}>\s{0,40}<(?:value|string|data)[^<>\n]{0,40}>|</\w{1,20}>\s{0,40}<\w{1,20}>|["']?[^<>\n"'=]{0,40}>)"""
    r"""|(["'`]?[ \t]{0,8}\{[^{}]{0,400}?\bdefault[ \t]{0,20}=)"""  # 5 Terraform's variable
    r"""|(\n[^\n]{0,400}?\binput_value=)"""  # 7 pydantic, as printed
    r"""|(["']?(?:;[^\n]{0,100})?\n(?:[\w-]{1,40}:[^\n]{0,100}\n)*\n)"""  # 8 a part of a form
    r"""|([ \t]{1,8}\\{0,16})["'`]"""  # 9 name "value"
    r"""|([ \t]*[|\x{2502}][ \t]*|[ \t]{2,60}|\t)[^\s|\x{2502}]"""  # 10 a row of a table
    r"""|([ \t]{1,4})[^\s]"""  # 11 --name value
    r"""|(\n)[^\s]""",  # 12 name alone on its line
)
_ASSIGNED, _PAIR, _INPUT, _LISTED, _XML, _DEFAULT, _PRINTED, _FORM, _QUOTED, _ROW, _OPTION, _BELOW = range(
    1, 13
)

_SCHEME = (
    r"(?:(?i:bearer|basic|token|apikey|api-key|digest|negotiate|ntlm|hmac|sso-key|geniekey|ssws|hawk|key|bot|"
    r"splunk|sharedkey|jwt|oauth)["
    r" ]{1,4})?"
)
# Around a value in quotes: ['y'], SecretStr('y'), Some("y"), (value=y, string(16) "y"
_OPENING = Pattern(
    rf"""(?:[\[({{]\s{{0,40}})?(?:string\(\d+\) ?|([A-Za-z_][\w.]{{0,60}})[ ]?[({{<]\s?(?:\w{{1,20}}\s?[=:]\s?)?)?(?:[bBrRfFuU@$]|rb|br)?(\\{{0,31}})("{{3}}|'{{3}}|["'`]){_SCHEME}(?:token=\\?")?"""
)
_BARE = Pattern(rf"""(?:\[\s{{0,20}})?(?:[A-Z][a-z]{{2,15}}\[)?{_SCHEME}""")
_CHANGED = Pattern(r"""["']?\s{1,4}[-=]>\s{1,4}\"""")
_NEXT_ITEM = Pattern(r"""["'],\s{0,40}["']""")
_TRAILING = Pattern(r"(?:\\+[nrt]|\s)+$")
# `api_key`, `admin_api_key`: names in a row, no name and its value.
_IDENTIFIER = Pattern(r"[A-Za-z]+(?:_[A-Za-z]+)*")
_TOKEN = Pattern(r"[A-Za-z0-9+/=_:-]+(?:\.[A-Za-z0-9+/=_-]{20,})*")
_GETS = (b"get", b"env", b"load", b"fetch", b"read", b"lookup", b"resolve", b"find", b"prompt", b"input")
_REST = Pattern(r"[ \t]*(?:[|>][+-]?\d?|<<[-~]?[\"']?\w+[\"']?)?[ \t]*(?:#[^\n]*)?\n")
_INDENT = Pattern(r"[ \t>|#]*")
# What may stand on a line before a setting that goes on to the line's end.
_LEAD = Pattern(
    r"""[\s>|#;*+$\x{2502}-]*(?:[hH]eaders?: )?(?:\d{1,6}[:|]?\s{0,4})?(?:(?:export|set|env|declare -x|local|readonly|const|let|var|final|static|public|private|String|ENV|ARG)\s+)*["'`@:]?"""
)
_TAKES = Pattern(
    r"(?:^|[\s;&|\"'`])(?:ENV|ARG|setenv|SetEnv|PassEnv|setx|set -x|set -gx|set -Ux|set|configure set|config"
    r" set|secret put|secret set|secrets set|passwd|put|add|SETENV)\s{1,4}$"
)
_FILLERS = Pattern(
    r"""[ \t,:=({-]{0,4}(?:(?:is|was|are|be|set|to|ist|lautet|es|est|header|value|from|returned|used|using|equals|as|got|provided|str(?:ing)?|&str)\b[ \t,:=(-]{1,4}){0,4}"""
)
_SETS = Pattern(r"(?i)[:=]|\b(?:is|was|be|to|ist|lautet|es|est)\b")
_SAID_KEY = Pattern(r"""[^\s"'`\\,;)}\]\[<>|\x01]{8,}""")
# What begins a line of its own: name: value, name=value
_NAMED = Pattern(r"""["']?[A-Za-z_][\w.-]{0,40}["']?(?:\s?=|:\s|:$)""")
_INLINE_COMMAND = Pattern(
    r"\S+[ ]+(?:[a-z][\w./-]*(?:[ ]+-|["
    r" ]+[\w./-]+\.(?:py|js|sh|ts)\b)|(?:python3?|node|npm|npx|uv|docker|curl|psql|mysql|make|bash|sh|java|go"
    r"|cargo|claude|pip|redis-cli|pg_dump)\b)"
)


def find_settings(data: bytes, names: list[Name]) -> Iterator[tuple[int, int, bytes]]:
    """Where the values stand, ascending, and the name of each; a name inside of a value is none."""
    at = 0
    for start, end, holds in names:
        if start >= at and (value := _read(data, start, end, holds)):
            yield *value, data[start:end]
            at = value[1]
            if data[value[0] - 2 : value[0] - 1] == b"[":  # one of several
                while item := _NEXT_ITEM.match(data, at):
                    at = find_closing(data, item.end(), 0, data[item.end() - 1 : item.end()])
                    yield item.end(), at, data[start:end]
            if changed := _CHANGED.match(data, at):  # password = "old" -> "new"
                at = find_closing(data, changed.end(), 0, b'"')
                yield changed.end(), at, data[start:end]


def _read(data: bytes, start: int, end: int, holds: Holds) -> tuple[int, int] | None:
    """The value behind one name."""
    between = _BETWEEN.match(data, end)
    if between is None:
        return _read_saying(data, end, holds)
    form = between.lastindex
    at = between.end(form)
    if form in (_QUOTED, _OPTION, _ROW, _BELOW, _PRINTED, _XML):
        return _READERS[form](data, start, at, holds)
    return _read_assigned(data, start, at, holds, form)


def _read_assigned(data: bytes, start: int, at: int, holds: Holds, form: int) -> tuple[int, int] | None:
    """name = value, "name": "value", name: value and their kin."""
    rest = _REST.match(data, at)
    if rest:
        return _read_block(data, start, at, rest.end(), holds)
    while data[at : at + 1] in (b" ", b"\t"):
        at += 1
    if value := _read_quoted(data, at, holds, form in (_ASSIGNED, _PAIR, _DEFAULT, _INPUT, _FORM)):
        is_name = (
            form == _LISTED
            and _IDENTIFIER.fullmatch(data[value[0] : value[1]])
            and not is_key_like(data[value[0] : value[1]])
        )
        return value if value[1] > value[0] and not is_name else None
    lead = data[_line_start(data, start) : start]
    is_own_line = len(lead) < _LINE_LEAD and _LEAD.fullmatch(lead) is not None
    # 'x-api-key: abc': the quote stands before the name, and ends the value.
    opened = (
        data[start - 1 : start]
        if start and data[start - 1 : start] in (b'"', b"'", b"`") and data[at - 1 : at] not in (b'"', b"'")
        else b""
    )
    if opened and data[end_of_name(data, start) : end_of_name(data, start) + 1] == opened:
        opened = b""
    at = _BARE.match(data, at).end()
    if _SLOT.match(data, at) or (data[at : at + 2] in (b"\\n", b"\\r") and not opened):
        return None
    end = find_bare_end(data, at, is_own_line and not _INLINE_COMMAND.match(data, at), opened)
    if data[end - 1 : end] == b"\\" and data[end : end + 1] == b"\n":  # goes on below
        end = find_bare_end(data, end + 1, False, b"")
    is_assigned = is_own_line or data[at - 1 : at] == b"=" or holds is Holds.RANDOM
    if _is_value(data[at:end], holds, False, is_assigned):
        return at, end
    if b" " not in data[at:end] or holds < Holds.WORD:
        return None
    # password: x1-y2 and what is said about it
    end = find_bare_end(data, at, False, opened)
    return (at, end) if _is_strong(data[at:end]) else None


def _line_start(data: bytes, at: int) -> int:
    """Where the line begins, or far enough before."""
    low = max(0, at - 4 * _LINE_LEAD)
    return max(data.rfind(b"\n", low, at) + 1, low)


def end_of_name(data: bytes, start: int) -> int:
    """Where the letters, digits and marks of a name end."""
    found = _NAME_END.match(data, start)
    return found.end() if found else start


# <your key>: to be filled in; a line end that is escaped: read again where it is one.
_SLOT = Pattern(r"<[A-Za-z][A-Za-z0-9 _./'-]{0,60}>(?:\s|$)")
_NAME_END = Pattern(r"[\w.$@ -]*")


def _read_quoted(data: bytes, at: int, holds: Holds, is_assigned: bool) -> tuple[int, int] | None:
    """The string at this place, without its quotes; an empty range where a string stands there that is no
    secret.
    """
    opening = _OPENING.match(data, at)
    if opening is None:
        return None
    call, quote, start = opening.group(1), opening.group(3), opening.end()
    if len(quote) == 3:
        end = data.find(quote, start, start + 4096)
        end = end if end >= 0 else min(len(data), start + 4096)
    else:
        end = find_closing(data, start, len(opening.group(2)), quote)
        if data[end : end + 1] in (b"\n", b"") and is_assigned and start - len(quote) > at:
            start = at  # nothing closes it: B'x may be all value
    if trailing := _TRAILING.search(
        data[start:end]
    ):  # that a key ends in a line end is what its error is about
        end = start + trailing.start()
    is_lookup = call is not None and any(word in call.lower() for word in _GETS)
    if is_lookup or not _is_value(data[start:end], holds, True, is_assigned):
        return at, at
    return start, end


def _read_block(data: bytes, start: int, colon: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """The value on the lines below: a YAML block, an indented string, one line behind a question."""
    lead = data[_line_start(data, start) : start]
    if lead.strip(b" \t>|#-") and data.startswith(lead, at):
        return _read_below_prefix(data, at + len(lead), holds)
    own = _INDENT.match(data, _line_start(data, start))
    indent = own.end() - own.start()
    is_block = data[colon:at].strip()[:1] in (b"|", b">", b"<")
    begin = end = None
    while at < len(data):
        line_end = data.find(b"\n", at)
        line_end = line_end if line_end >= 0 else len(data)
        lead = _INDENT.match(data, at, line_end)
        if lead.end() == line_end or (lead.end() - at <= indent and begin is not None):
            break
        line = data[lead.end() : line_end].rstrip()
        is_deeper = lead.end() - at > indent
        if begin is None:
            if value := _read_quoted(data, lead.end(), holds, True):
                return value if value[1] > value[0] else None
            if (
                b": " in line
                or line.endswith((b":", b"{", b"[", b"("))
                or line.startswith((b"- ", b"{", b"[", b"}", b")"))
            ):
                return None
            # On a line of its own it must look like one: what stands there may be the text going on.
            if (
                not is_block
                and (b" " in line or (_NAMED.match(line) and changes(line) < 0.4))
                or not (is_deeper or _is_marked(line))
            ):
                return None
            begin = lead.end()
        end = lead.end() + len(line)
        if not is_block:
            break
        at = line_end + 1
    if begin is None or end is None or not _is_value(data[begin:end], holds, False, is_block):
        return None
    return begin, end


def _read_below_prefix(data: bytes, at: int, holds: Holds) -> tuple[int, int] | None:
    """The value on the line below, where a log puts the same words before each line: deeper than the name."""
    stop = data.find(b"\n", at)
    line = data[at : stop if stop >= 0 else len(data)].rstrip()
    value = line.lstrip(b" \t")
    start = at + len(line) - len(value)
    if start == at:
        return None
    if quoted := _read_quoted(data, start, holds, True):
        return quoted if quoted[0] < quoted[1] else None
    is_other = value.startswith((b"- ", b"{", b"[", b"}", b")")) or _NAMED.match(value) or b" " in value
    return (start, start + len(value)) if not is_other and _is_value(value, holds, False, True) else None


def _is_marked(value: bytes) -> bool:
    """Has it what words do not have: digits and letters in one, or marks inside?"""
    inner = value.strip(b".,:;!?()[]\"'")
    return (
        len(value) >= 6
        and b" " not in value
        and (
            (has_digit(inner) and has_letter(inner))
            or not inner.replace(b"-", b"").replace(b"_", b"").isalnum()
        )
        and not is_placeholder(value)
    )


def _read_next_to(data: bytes, start: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """name "value": a setting of a language without signs, or a sentence with a quotation."""
    is_flag = data[start : start + 2] == b"--" or data[start - 2 : start] == b"--"
    value = _read_quoted(data, at, holds, is_flag)
    if value is None or value[0] == value[1]:
        return None
    text = data[value[0] : value[1]]
    if is_flag:
        return value
    if _IDENTIFIER.fullmatch(text) and b"_" in text and not is_key_like(text):
        return None
    if b" " in text and holds < Holds.SECRET or b"\n" in text or (is_word(text) and holds < Holds.SECRET):
        return None
    return value


def _read_row(data: bytes, start: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """A row of a table: the name, a gap or a bar, the value."""
    end = find_bare_end(data, at, False, b"")
    line = _line_start(data, start)
    is_first = data[line:start].strip(b" \t|>*+-\xe2\x94\x82") == b"" or data[line:start].endswith(
        (b': "', b": '")
    )  # in a string of a log
    value = data[at:end]
    if not is_first or not _is_value(value, holds, False, True):
        return None
    if data[at - 1 : at] != b" " or b"|" in data[start:at] or _is_marked(value) or not is_word(value):
        rest = data[end : end + 40].partition(b"\n")[0].strip(b" |\xe2\x94\x82")
        return (at, end) if not rest or is_key_like(value) else None
    return None


def _read_option(data: bytes, start: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """--password value, ENV NAME value, or prose."""
    name = data[start : start + 2]
    is_flag = name[:1] == b"-" and (start == 0 or data[start - 1 : start].isspace()) and name[1:] != b" "
    if is_flag or _TAKES.search(data[max(0, start - 40) : start]):
        if data[at : at + 5] == b"pass:":
            at += 5
        elif (
            data[at : at + 1] == b"-"
            and data[at + 1 : at + 2] in (b"-", b"")
            or data[at : at + 1] in (b"[", b"|")
        ):
            return None
        end = find_bare_end(data, at, False, b"")
        value = data[at:end]
        if _is_value(value, holds, False, True) and (not is_word(value) or not is_flag):
            return at, end
        return None
    if value := _read_directive(data, start, at, holds) or _read_saying(data, at, holds):
        return value
    # Loaded DB_PASSWORD x1-y2 from .env
    found = _SAID_KEY.match(data, at) if holds is Holds.SECRET else None
    is_setting = found is not None and _CONSTANT.match(data, start) and _is_strong(found.group())
    return (at, at + len(found.group().rstrip(b".:!?"))) if found and is_setting else None


_CONSTANT = Pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


def _is_strong(value: bytes) -> bool:
    """Is it a password by its own looks: letters and digits with marks between, or changing as chance
    changes them?
    """
    inner = value.strip(b".,:;!?()[]\"'")
    return (
        len(inner) >= 8
        and has_digit(inner)
        and has_letter(inner)
        and (not inner.isalnum() or changes(inner) >= 0.35)
        and b"://" not in inner
        and not is_known_id(inner)
        and not is_placeholder(inner)
    )


def _read_directive(data: bytes, start: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """requirepass value: a line of a name and a value, and no more."""
    line, stop = _line_start(data, start), data.find(b"\n", at, at + 400)
    stop = stop if stop >= 0 else min(len(data), at + 400)
    value = data[at:stop].rstrip()
    is_alone = (
        holds is Holds.SECRET
        and not data[line:start].strip(b" \t>|")
        and not any(char in value for char in b" \t")
    )
    return (
        (at, at + len(value))
        if is_alone and not is_word(value) and _is_value(value, holds, False, True)
        else None
    )


def _read_saying(data: bytes, at: int, holds: Holds) -> tuple[int, int] | None:
    """my password is abc1def2: what looks like a key by itself, or stands in quotes, a few words after the
    name.
    """
    start = _FILLERS.match(data, at).end()
    if start > at and (value := _read_quoted(data, start, holds, False)):
        said = data[value[0] : value[1]]
        if said.count(b" ") > 1 and said.islower() and not is_said(said) and _SETS.search(data[at:start]):
            return value if holds > Holds.RANDOM else None  # a pass phrase
        is_said_name = (
            b" " in said or is_word(said) or (_IDENTIFIER.fullmatch(said) and not is_key_like(said))
        )
        return value if value[0] < value[1] and not is_said_name and holds > Holds.RANDOM else None
    found = _SAID_KEY.match(data, start)
    if start == at or found is None:
        return None
    end = start + len(found.group().rstrip(b".:!?"))
    value = data[start:end]
    if b"://" in value or is_placeholder(value):
        return None
    is_told = holds > Holds.RANDOM and _SETS.search(data[at:start]) is not None
    return (start, end) if is_key_like(value) or (is_told and _is_strong(value)) else None


def _read_below(data: bytes, start: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """A name alone on its line, as a copied form has it: the line below."""
    line = _line_start(data, start)
    if data[line:start].strip(b" \t>|#*-") or holds < Holds.WORD:
        return None
    stop = data.find(b"\n", at)
    value = data[at : stop if stop >= 0 else len(data)].rstrip()
    return (
        (at, at + len(value))
        if _is_marked(value)
        and len(value) >= 8
        and not (_NAMED.match(value) and changes(value) < 0.4)
        and not value.endswith(b":")
        else None
    )


def _read_printed(data: bytes, start: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """A field's name, and below it what pydantic says was put in."""
    value = _read_quoted(data, at, holds, True)
    return value if value and value[0] < value[1] else None


def _read_xml(data: bytes, start: int, at: int, holds: Holds) -> tuple[int, int] | None:
    """<name>value</name> and <key>name</key><string>value</string>."""
    before = data[max(0, start - 100) : start]
    if b"<" not in before[before.rfind(b">") + 1 :] and not (
        before.endswith(b">") and b"</" in data[start:at]
    ):
        return None
    if is_raw := data.startswith(b"<![CDATA[", at):
        at += len(b"<![CDATA[")
    end = data.find(b"]]>" if is_raw else b"</", at, at + 4096)
    if end < 0:
        end = find_bare_end(data, at, False, b"")
    while data[at : at + 1].isspace() and at < end:
        at += 1
    end = at + len(data[at:end].rstrip())
    return (at, end) if b"<" not in data[at:end] and _is_value(data[at:end], holds, True, True) else None


_READERS = {
    _QUOTED: _read_next_to,
    _OPTION: _read_option,
    _ROW: _read_row,
    _BELOW: _read_below,
    _PRINTED: _read_printed,
    _XML: _read_xml,
}


def _is_value(value: bytes, holds: Holds, is_quoted: bool, is_assigned: bool) -> bool:
    """Is it a value, or a placeholder, a sentence, a number that a name of this kind does not hide?"""
    text = value.strip(b" \t\"'.")
    if (
        len(text) < _LEAST
        or is_placeholder(text, is_quoted)
        or (value[-1:] == b"." and is_placeholder(value))
    ):
        return False
    if holds is Holds.RANDOM:
        return (
            is_assigned
            and len(text) >= 12
            and _TOKEN.fullmatch(text) is not None
            and is_key(text)
            and not is_known_id(text)
        )
    if b" " in text and is_said(text):
        return False
    if not is_quoted and not is_assigned and is_word(text):  # a sentence goes on behind the colon
        return False
    if holds is Holds.WORD and len(text) == _LEAST:
        return False
    if holds is Holds.SECRET or is_quoted:
        return not text.isdigit() or len(text) >= 6
    if b" " in text:
        return is_assigned and len(text.split()) <= 6
    return is_assigned or _is_marked(text) or looks_random(text)
