"""Names of settings -> their values, whatever these look like: in code, JSON, YAML, .env, headers, options,
forms, XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diagnostic.patterns import Pattern
from diagnostic.text.lists import find_items
from diagnostic.text.names import Name, Sensitivity, read_name
from diagnostic.text.randomness import changes, has_digit, has_letter, is_key_like, is_known_id, word_ratio
from diagnostic.text.setting_forms import BEFORE_VALUE, Notation, find_form
from diagnostic.text.setting_lines import read_below, read_block, read_paragraph, read_row
from diagnostic.text.setting_sentences import read_adjacent, read_option, read_sentence
from diagnostic.text.setting_values import (
    IDENTIFIER,
    LINE_LEAD,
    SCHEME,
    Range,
    has_digits_or_marks,
    is_name_of_next,
    is_value,
    line_start,
    looks_like_password,
    read_quoted,
)
from diagnostic.text.values import find_bare_end, find_closing, is_joined_words, is_word

# A list of one value: [y, Strict[y, and PHP's Array ( [0] => y
_OPENING = Pattern(
    rf"""(?:Array\s{{1,40}}\(\s{{1,40}}\[0\] => |\[\s{{0,20}})?(?:[A-Z][a-z]{{2,15}}\[)?{SCHEME}"""
)
_NEW_VALUE = Pattern(
    r"""["']?\s{1,4}(?:[-=]>|[!=]==?|to (?:equal|be|match|eq)|but (?:got|was|received)|got|vs\.?"""
    r"""|instead of)\s{1,4}(["'])"""
)
_REST_OF_LINE = Pattern(r"[ \t]*(?:[|>][+-]?\d?|<<[-~]?[\"']?\w+[\"']?)?[ \t]*(?:#[^\n]*)?\n")
# What may precede a setting whose value extends to the end of the line.
_LINE_PREFIX = Pattern(
    r"""(?:(?:PS )?[A-Za-z]:\\[^\n>]{0,60}>)?"""
    r"""[\s>|#;*+$\x{2502}\x{2713}\x{2714}\x{221a}-]*(?:[hH]eaders?: )?"""
    r"""(?:(?:Please |\? )?(?i:enter|paste|type|retype|confirm)(?: (?:the|your|a|an|new))? )?"""
    r"""(?:\d{1,6}[:|]?\s{0,4})?"""
    r"""(?:(?:export|set|env|declare -x|local|readonly|const|let|var|final|static|public|private"""
    r"""|String|ENV|ARG)\s+)*["'`@:\[]?"""
)
# No credentials for provider: a name, not a secret
_MISSING = Pattern(r"(?i)\b(?:no|missing|without) $")
_INLINE_COMMAND = Pattern(
    r"\S+[ ]+(?:[a-z][\w./-]*(?:[ ]+-|["
    r" ]+[\w./-]+\.(?:py|js|sh|ts)\b)|(?:python3?|node|npm|npx|uv|docker|curl|psql|mysql|make|bash|sh|java|go"
    r"|cargo|claude|pip|redis-cli|pg_dump)\b)"
)


def find_settings(data: bytes, names: list[Name]) -> Iterator[tuple[int, int, bytes]]:
    """Start and end of each value, in order, and its name; names inside of values do not count."""
    at = 0
    for start, end, sensitivity in names:
        if start < at:
            continue
        if (items := find_items(data, start, end, sensitivity)) is not None:
            yield from ((*item, data[start:end]) for item in items)
            at = items[-1][1] if items else at
        elif value := (
            _read_value(data, start, end, sensitivity)
            or _read_described(data, start, end, sensitivity)
            or _read_quoted_in_message(data, at, start, end, sensitivity)
            or _read_new_value(data, end, sensitivity)
        ):
            yield *value, data[start:end]
            at = value[1]
            if at < start:
                continue
            for more in _find_more_strings(data, data[end : value[0]], at, sensitivity):
                yield *more, data[start:end]
                at = more[1]
            if changed := _NEW_VALUE.match(data, at):  # password = "old" -> "new"
                at = find_closing(data, changed.end(), 0, changed.group(1))
                yield changed.end(), at, data[start:end]


# heslo k databázi: value; пароль администратора -> value; [chiave privata] value: what other languages say
# of a password, and behind it one word that a sentence does not have
_DESCRIBED = Pattern(
    r"""["'`*]{0,2}[\x{e00}-\x{eff}\x{1000}-\x{109f}\x{1780}-\x{17ff}]{0,40}"""
    r"""(?:[ ](?:\([^()\n]{1,20}\)|[^\s:=|<>"'`\[\](){},;#/\\\x01]{1,30})){0,5}"""
    r"""(?:["'`*]{0,2}[ ]?(?:[:=;\x{ff1a}]|->|=>|\x{2192})\s{0,4}|\][ ]|[ \t]*[|\x{2502}][ \t]*"""
    r"""|</t[dh]>\s{0,4}<t[dh]>|[ \t]*\n|[ ][("'`\x{ab}\x{300c}\x{201c}])["'`\x{ab}\x{300c}\x{201c}]{0,2}"""
    r"""([^\s"'`|<>\x{ab}\x{bb}\x{300c}\x{300d}\x{201c}\x{201d}\x01]{6,200})["'`\x{bb}\x{300d}\x{201d}]{0,2}"""
    r"""[,;)]?[ \t]*(?:[|\x{2502}\n]|</|\z)"""
)
# Of English the other readers know what is said of a secret.
_ENGLISH = Pattern(
    r"(?i)passw(?:or)?d\b|pass\b|(?-i:Pass[A-Z])|secret|token|key|credential|auth|pwd|bearer|jwt|dsn|psk"
)
_DATED = Pattern(r"20\d\d-|\d\d?[:.]\d\d|v?\d+\.\d|\S*:\d+$")


def _read_described(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """A value behind a name of another language and up to five words more."""
    if sensitivity is Sensitivity.KEY_LIKE or _ENGLISH.search(data, start, end):
        return None
    told = _DESCRIBED.match(data, end)
    if told is None:
        return None
    value = told.group(1)
    if value.endswith(b")") and b"(" not in value:  # it was opened before
        value = value[:-1]
    is_random = has_letter(value) and (
        has_digits_or_marks(value)
        and has_digit(value)
        or len(value) >= 12
        and value.isalpha()
        and changes(value) >= 0.3
    )
    is_made = is_random or is_joined_words(value)
    is_other = is_known_id(value) or b"://" in value or _DATED.match(value)
    is_secret = is_made and not is_other and is_value(value, sensitivity, True, True)
    return (told.start(1), told.start(1) + len(value)) if is_secret else None


# DB_PASSWORD must be longer, got "value"; unexpected value 'value' for --api-key
_QUOTED_AFTER = Pattern(
    r"""["'`]?:?[ ][^\n"'`=\x01]{0,60}?(?:["']\w{1,12}["'],? [^\n"'`=\x01]{0,30}?)?"""
    r"""\b(?:got|value|equals?|be|received|found|was|actual|parsing"""
    r"""|mismatch)[:]?[ ]["']"""
)
_QUOTED_BEFORE = Pattern(
    r"""(\b[vV]alue )?["']([^"'\s\x01]{6,80})["'] (?:for|as|of) (?:the )?"""
    r"""(?:(?:field|flag|option|key|parameter|argument"""
    r"""|variable|setting|property) )?["'`-]*$"""
)
# invalid value: "x"
_INVALID_VALUE = Pattern(r"""\bvalue:? ["']$""")
_BEFORE = 140


def _read_quoted_in_message(
    data: bytes, free: int, start: int, end: int, sensitivity: Sensitivity
) -> Range | None:
    """The value that a message quotes, for a name that cannot be a word of a sentence."""
    if sensitivity is not Sensitivity.SECRET:
        return None
    is_invalid_value, low = False, max(free, start - _BEFORE)
    if b" " in data[end : end + 3] and (match := _QUOTED_AFTER.match(data, end)):
        stop = find_closing(data, match.end(), 0, data[match.end() - 1 : match.end()])
        value = match.end(), stop
        is_invalid_value = _INVALID_VALUE.search(match.group()) is not None
    elif match := _search_before(data, low, start):
        value = low + match.start(2), low + match.end(2)
        is_invalid_value = match.group(1) is not None
    else:
        return None
    quoted = data[value[0] : value[1]]
    is_other = is_known_id(quoted) or quoted[:2] in (b"x-", b"X-") or read_name(quoted) > Sensitivity.NONE
    is_secret = (
        has_digits_or_marks(quoted)
        and has_digit(quoted)
        or is_invalid_value
        and (is_joined_words(quoted) or quoted.isdigit())
    )
    return value if is_secret and not is_other else None


def _search_before(data: bytes, low: int, start: int) -> Any:
    before = data[low:start]
    has_preposition = b" for " in before or b" as " in before or b" of " in before
    return _QUOTED_BEFORE.search(before) if has_preposition else None


# password = "" -> "new", null -> "new"
_REPLACED_VALUE = Pattern(
    r"""["']?\s{0,40}[=:]\s?(?:["'][^"'\n]{0,3}["']|null|None|nil|\(\w[\w ]{0,20}\))"""
    r"""\s{1,4}[-=]>\s{1,4}(["'])"""
)


def _read_new_value(data: bytes, end: int, sensitivity: Sensitivity) -> Range | None:
    """The new value of a setting that had none: "" -> "new"."""
    following = data[end : end + 100]
    is_replaced = b"->" in following or b"=>" in following
    if not is_replaced or not (match := _REPLACED_VALUE.match(data, end)):
        return None
    stop = find_closing(data, match.end(), 0, match.group(1))
    return (match.end(), stop) if is_value(data[match.end() : stop], sensitivity, True, True) else None


_NEXT_ITEM = Pattern(r"""(["'`])\s?[,;]\s?(["'`])""")
_KEY_END = Pattern(r"""["'`]\s?(?:[:=]|=>)""")
# The rest of a string that a narrow window wrapped.
_CUT_STRING = Pattern(r"""\n[ \t]{0,8}([^\s"'`=:,;(){}\[\]]{2,80})(["'`]?)""")
_MAX_MORE_STRINGS = 20


def _find_more_strings(data: bytes, between: bytes, at: int, sensitivity: Sensitivity) -> Iterator[Range]:
    """The strings after a value: NAME="a","b", and the following lines of a string that is still open."""
    quote = between[-1:]
    if quote not in _QUOTES or not quote:
        return
    if data[at : at + 1] == b"\n":
        yield from _find_cut_string(data, at, quote)
        return
    for _ in range(_MAX_MORE_STRINGS if b"=" in between else 0):
        item = _NEXT_ITEM.match(data, at)
        if item is None or item.group(1) != quote or item.group(2) != quote:
            return
        start, at = item.end(), find_closing(data, item.end(), 0, quote)
        if data[at : at + 1] != quote or _KEY_END.match(data, at):
            return
        if is_value(data[start:at], sensitivity, True, True):
            yield start, at


def _find_cut_string(data: bytes, at: int, quote: bytes) -> Iterator[Range]:
    pieces: list[Range] = []
    for _ in range(_MAX_MORE_STRINGS):
        piece = _CUT_STRING.match(data, at)
        if piece is None:
            return
        pieces.append(piece.span(1))
        at = piece.end(1)
        if piece.group(2) == quote:
            yield from pieces
            return


def _read_value(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """The value after one name."""
    form, at = find_form(data, end)
    if _names_resource(data, start, end):
        return None
    if (
        data[start - 2 : start] == b"${"
        and b"." not in data[start:end]
        and data[end : end + 2].startswith((b"?", b":?"))
    ):
        return None  # what a shell says if the variable is not set
    if form is None:
        value = read_sentence(data, end, sensitivity)
        is_name = (
            value and _LOOKUP_CALL.match(data, start) and not looks_like_password(data[value[0] : value[1]])
        )
        return None if is_name else value
    if form is Notation.XML:
        return (
            _read_xml(data, start, at, sensitivity)
            or _read_after_gap(data, start, end, sensitivity)
            or _read_prompt(data, start, end, sensitivity)
        )
    if form in _READERS:
        return _READERS[form](data, start, at, sensitivity)
    return _read_assigned(data, start, at, sensitivity, form)


_QUERY = Pattern(r"\?[\w.\[\]-]{1,40}=")
_OF_ARN = Pattern(r"\barn:[\w-]{1,12}:secretsmanager:[\w-]{0,24}:\d{0,12}:$")


def _names_resource(data: bytes, start: int, end: int) -> bool:
    """Whether it is the last step of an address, /v1/api_keys?limit=20, or a part of one of AWS."""
    if data[end : end + 1] == b"?" and data[start - 1 : start] == b"/":
        return _QUERY.match(data, end) is not None
    return data[end : end + 1] == b":" and _OF_ARN.search(data[max(0, start - 80) : start]) is not None


# getSecret("app/db"): the name of a secret
_LOOKUP_CALL = Pattern(
    r"(?:\w{1,30}\.){0,3}(?:get|fetch|load|read|lookup|resolve|access|find|describe|delete)_?[A-Z_]?\w*\("
)


def _read_after_gap(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """A cell or a word after the name, if the bracket in it does not close a tag."""
    gap = BEFORE_VALUE.match(data, end)
    if gap is None or b"<" in data[line_start(data, start) : start]:
        return None
    read = read_row if gap.group(1) else read_option
    return read(data, start, gap.end(gap.lastindex), sensitivity)


_PROMPT = Pattern(r"[>\x{203a}\x{bb}][ ]+([^\s<>\x01]+)[ \t]*(?:\n|\z)")


def _read_prompt(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """password> value: a prompt, and the word that was typed."""
    typed = _PROMPT.match(data, end)
    if typed is None or data[line_start(data, start) : start].strip(b" \t|>"):
        return None
    value = typed.group(1)
    return typed.span(1) if is_value(value, sensitivity, False, True) and not is_word(value) else None


def _read_assigned(
    data: bytes, start: int, at: int, sensitivity: Sensitivity, form: Notation
) -> Range | None:
    """name = value, "name": "value", name: value and the like."""
    rest = _REST_OF_LINE.match(data, at)
    if rest:
        return read_block(data, start, at, rest.end(), sensitivity)
    while data[at : at + 1] in (b" ", b"\t"):
        at += 1
    if value := read_quoted(
        data,
        at,
        sensitivity,
        form in (Notation.ASSIGNED, Notation.PAIR, Notation.DEFAULT, Notation.INPUT, Notation.PART),
    ):
        if b"{" in data[at : value[0]] and _KEY_END.match(data, value[1]):
            return None  # "api_key": {"text": …: the inner names decide
        text = data[value[0] : value[1]]
        return (
            value
            if text and not (form is Notation.LISTED and _is_next_name(data, start, at, value))
            else None
        )
    if form is Notation.PART:
        if not data[max(0, start - 6) : start].rstrip(b"\"'").endswith(b"name="):
            return read_paragraph(
                data, at, sensitivity
            )  # only a blank line is between the name and what is below
        line = data[at : _line_end(data, at)].rstrip()
        return (at, at + len(line)) if is_value(line, sensitivity, True, True) else None
    value = _read_unquoted(data, start, at, sensitivity)
    if value and data[at - 1 : at] == b":" and data[value[1] : value[1] + 2] in (b'"]', b"']"):
        # config["Auth:RefreshToken"]: a name of two parts
        return value if read_name(data[value[0] : value[1]]) is Sensitivity.NONE else None
    return value


def _is_next_name(data: bytes, start: int, at: int, value: Range) -> bool:
    """Whether the string after a name in a list is another name."""
    if is_name_of_next(data, value):
        return True
    text = data[value[0] : value[1]]
    # A header's name has dashes.
    is_other_kind = b"-" in data[start:at] and b"_" in text
    if is_other_kind or not IDENTIFIER.fullmatch(text) or _looks_random(text):
        return False
    is_set = _DEFINES.search(data[max(0, start - 30) : start]) is not None
    is_set |= _BUILDS.search(data[max(0, start - 400) : at]) is not None
    is_pair = is_set or b"_" in text and _is_pair(data, start, value[1])
    return not is_pair or read_name(text) > Sensitivity.NONE  # two names of settings


def _looks_random(text: bytes) -> bool:
    return is_key_like(text) or (len(text) >= 8 and (changes(text) >= 0.5 or word_ratio(text) < 0.3))


# ('name', 'value'), b'name', b'value', '--name', 'value'
_DEFINES = Pattern(
    r"""\b(?:define|SetEnvironmentVariable|[sS]et_?[eE]nv|put_?[eE]nv|ENV\.fetch|setProperty|\w{0,20}[hH]eaders?(?:\.\w{3,6})?)"""
    r"""\( ?["']$"""
)
# rawHeaders: ['Host', 'x', 'X-Goog-Api-Key', 'value'], mapOf("name" to "value")
_BUILDS = Pattern(r"""\brawHeaders\W[^\]=]*-[\w-]*["'],\s*$|[mM]apOf\([^)=]*["'] to $""")
_PAIR_LEAD = Pattern(r"""(?:[(\[] ?b?["']|b["']|["'`\s]--?)$""")


def _is_pair(data: bytes, start: int, end: int) -> bool:
    """Whether these two strings are a name and its value, or an option and its value, and not two names."""
    if data[start : start + 1] == b"-":
        return True
    if data[max(0, start - 8) : start - 1].endswith(b"keys(["):  # dict_keys(['api_key', 'base_url'])
        return False
    lead = _PAIR_LEAD.search(data[max(0, start - 4) : start])
    return lead is not None and (
        lead.group().endswith(b"-") or data[end + 1 : end + 3].strip()[:1] in (b")", b"]")
    )


def _read_unquoted(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """name = value, up to the end of the value, of the line, or of the string or record around it."""
    lead = data[line_start(data, start) : start]
    is_own_line = len(lead) < LINE_LEAD and _LINE_PREFIX.fullmatch(lead) is not None
    opened = _quote_around(data, start, at)
    at = _OPENING.match(data, at).end()
    if _PLACEHOLDER.match(data, at) or (data[at : at + 2] in (b"\\n", b"\\r") and not opened):
        return None
    end = find_bare_end(data, at, is_own_line and not _INLINE_COMMAND.match(data, at), opened)
    if in_record := not is_own_line and _INLINE_RECORD.search(lead) is not None:
        end = _find_field_end(data, at, end)
    if data[end - 1 : end] == b"\\" and data[end : end + 1] == b"\n":  # goes on below
        end = find_bare_end(data, end + 1, False, b"")
    if data[end - 1 : end] == b":" and _CONTINUATION.match(data, end):
        return None
    is_label = _LABEL.fullmatch(lead) is not None and is_joined_words(data[at:end])
    is_assigned = (
        is_own_line
        or in_record
        or data[at - 1 : at] == b"="
        or sensitivity is Sensitivity.KEY_LIKE
        or is_label
    )
    if is_value(data[at:end], sensitivity, False, is_assigned):
        is_missing = is_word(data[at:end]) and _MISSING.search(lead)
        return None if is_missing else (at, end)
    return _read_first_word(data, at, end, sensitivity, opened)


# Words before a name, in a form or a mail: Github Token: correct-horse-battery
_LABEL = Pattern(r"[ \t>|*-]{0,20}(?:[A-Z][\w-]{1,20}[ ]){1,3}[a-z]{0,12} ?")
# strconv.Atoi: parsing "x": a function that reports an error
_CONTINUATION = Pattern(r"""[ ](?:\w{1,20}[ ])?["']""")


def _read_first_word(data: bytes, at: int, end: int, sensitivity: Sensitivity, opened: bytes) -> Range | None:
    if b" " not in data[at:end] or sensitivity < Sensitivity.WORD:
        return None
    # password: x1-y2 and words about it
    end = find_bare_end(data, at, False, opened)
    word = data[at:end]
    is_set = data[at - 1 : at] == b"=" and (
        is_joined_words(word) or has_digit(word) and has_digits_or_marks(word)
    )
    return (at, end) if is_set or looks_like_password(word) else None


# {host: db, , Config{Host:db , map[host:db , Server=db;User=sa;
_INLINE_RECORD = Pattern(r"""(?:[{\[(](?:[^{}\[\]()\n]*[,\s])?|=[^;=\n]*;(?:[\w ]+=[^;=\n]*;)*[ ]?)$""")
_NEXT_FIELD = r"""(?:, ?[\w ]{1,40}[=:]|[ ]?[;}\])]|[ ]\w{1,40}:[^/\s])"""
_FIELD_END = Pattern(rf"""(?:[ ][^\s{{}}\[\]();,=:"'\x01]{{1,40}}){{1,8}}?{_NEXT_FIELD}""")
_FIELD_NAME = Pattern(_NEXT_FIELD + "$")


def _find_field_end(data: bytes, start: int, end: int) -> int:
    """Where the words of a field without quotes end: at the next field or the bracket."""
    rest = _FIELD_END.match(data, end) if end > start and data[end : end + 1] == b" " else None
    return rest.start() + _FIELD_NAME.search(rest.group()).start() if rest else end


def _quote_around(data: bytes, start: int, at: int) -> bytes:
    """The quote before the name, if it also ends the value: 'x-api-key: abc'."""
    quote = data[start - 1 : start] if start else b""
    if quote not in _QUOTES or data[at - 1 : at] in (b'"', b"'"):
        return b""
    end = end_of_name(data, start)
    return b"" if data[end : end + 1] == quote else quote


def _line_end(data: bytes, at: int) -> int:
    stop = data.find(b"\n", at, at + 4096)
    return stop if stop >= 0 else min(len(data), at + 4096)


def end_of_name(data: bytes, start: int) -> int:
    """Where the letters, digits and marks of a name end."""
    found = _NAME_END.match(data, start)
    return found.end() if found else start


_QUOTES = (b'"', b"'", b"`")
# <your key>: to be filled in. A blank behind a comma: the mask of another tool was before it.
_PLACEHOLDER = Pattern(r"<[A-Za-z][A-Za-z0-9 _./'-]{0,60}>(?:\s|$)|, ")
_NAME_END = Pattern(r"[\w.$@ -]*")


def _read_printed(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The input that pydantic prints below a field's name; for a missing field that is a whole object, whose
    names decide.
    """
    if data[at : at + 1] in (b"{", b"["):
        return None
    value = read_quoted(data, at, sensitivity, True)
    return value if value and value[0] < value[1] else None


_CLOSES = Pattern(r"</(?:[\w.-]{1,40}:)?$")
# <dt>Consumer Secret</dt>
_TAG_AND_WORDS = Pattern(r">(?:[\w-]{1,20} ){0,3}$")


def _read_xml(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """<name>value</name> and <key>name</key><string>value</string>."""
    before = data[max(0, start - 100) : start]
    if _CLOSES.search(before):
        return None
    if b"<" not in before[before.rfind(b">") + 1 :] and not (
        _TAG_AND_WORDS.search(before) and b"</" in data[start:at]
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
    return (at, end) if b"<" not in data[at:end] and is_value(data[at:end], sensitivity, True, True) else None


_READERS = {
    Notation.QUOTED: read_adjacent,
    Notation.OPTION: read_option,
    Notation.ROW: read_row,
    Notation.BELOW: read_below,
    Notation.PRINTED: _read_printed,
}
