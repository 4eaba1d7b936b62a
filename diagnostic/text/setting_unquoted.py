"""Values without quotes, up to the end of the value, of the line, or of the string or record around it."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_joined_words, is_word
from diagnostic.text.randomness import has_digit
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.setting_code import is_code
from diagnostic.text.setting_values import (
    LINE_LEAD,
    NAMED,
    SCHEME,
    has_digits_or_marks,
    is_value,
    line_start,
    looks_like_password,
)
from diagnostic.text.value_ends import find_bare_end

_WRAPPER = "(?:Some|Just|Optional|Str|STRING|Secret|SecretStr|Sensitive)"
# A list of one value: [y, Strict[y, and PHP's Array ( [0] => y
_OPENING = Pattern(
    rf"""(?:Array\s{{1,40}}\(\s{{1,40}}\[0\] => |\[\s{{0,20}})?"""
    rf"""(?:[A-Z][a-z]{{2,15}}\[|{_WRAPPER}\()?{SCHEME}"""
)
_LONGEST_OPENING = 64
# What may precede a setting whose value extends to the end of the line.
_LINE_PREFIX = Pattern(
    r"""(?:(?:PS )?[A-Za-z]:\\[^\n>]{0,60}>)?"""
    r"""[\s>|#;*+$\x{2502}\x{221a}\x{2600}-\x{27bf}\x{fe0f}\x{1f300}-\x{1faff}-]*(?:[hH]eaders?: )?"""
    r"""(?:(?:Please |\? )?(?i:enter|paste|type|retype|confirm)(?: (?:the|your|a|an|new))? )?"""
    r"""(?:\d{1,6}[:|]?\s{0,4})?"""
    r"""(?:(?:export|set|env|declare -x|local|readonly|const|let|var|final|static|public|private"""
    r"""|String|ENV|ARG)\s+)*["'`@:\[]?"""
)
# No credentials for provider: a name, not a secret
_MISSING = Pattern(r"(?i)\b(?:no|missing|without) $")
_INLINE_COMMAND = Pattern(
    r"\S+[ ]+(?:[a-z][\w./-]*(?:[ ]+-|["
    r" ]+[\w./-]+\.(?:py|js|sh|ts)\b)|(?:python3?|node|npm|npx|pnpm|yarn|bunx?|deno|tsx|uvx?"
    r"|docker|curl|psql|mysql|make|bash|sh|java|go|cargo|claude|pip|redis-cli|pg_dump)\b)"
)

# <your key> is a placeholder. A comma and a space remain where another tool removed a value. For
# auth: {type: http} the inner names decide.
# So do they for credentials: username: y, password: z.
_USER_FIRST = Pattern(r"(?i)(?:user(?:[ _]?name)?|login|e-?mail): ?\S+(?:,| \||;| /) ?\w+ ?[:=]")
_PLACEHOLDER = Pattern(r"<[A-Za-z][A-Za-z0-9 _./'-]{0,60}>(?:\s|$)|, |\{ |\{[A-Za-z_]\w{0,40}: ")
_USER_BEGINS = b"uUlLeE"
_PLACEHOLDER_BEGINS = (b"<", b",", b"{")
_NAME_END = Pattern(r"[\w.$@ -]*")
_QUOTES = (b'"', b"'", b"`")


def read_unquoted(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The value of `name = value`, up to the end of the value, of the line, or of the string or record around
    it.
    """
    lead = data[line_start(data, start) : start]
    # "value:" is alone on a line: name: X, and below it value: y
    is_own_line = _is_own_line(lead) or b"\n" in data[start:at]
    opened = _quote_around(data, start, at)
    at = _skip_opening(data, at)
    is_kept = data[at : at + 1] in _PLACEHOLDER_BEGINS and _PLACEHOLDER.match(data, at)
    if is_kept or data[at : at + 2] in (b"\\n", b"\\r") and not opened or _is_user_first(data, at):
        return None
    end = find_bare_end(data, at, is_own_line and not _is_command(data, at), opened)
    if in_record := not is_own_line and _is_in_record(lead):
        end = _find_field_end(data, at, end)
    end = _behind_continuation(data, end)
    if _is_not_secret(data, start, at, end):
        return None
    is_label = not is_own_line and _LABEL.fullmatch(lead) is not None and _is_labelled(data, start, at, end)
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


def _is_own_line(lead: bytes) -> bool:
    return not lead or len(lead) < LINE_LEAD and _LINE_PREFIX.fullmatch(lead) is not None


def _skip_opening(data: bytes, at: int) -> int:
    """Where the value begins behind a bracket, a call or a scheme, or `at`."""
    beginning = data[at : at + _LONGEST_OPENING]
    has_opening = b" " in beginning or b"(" in beginning or b"[" in beginning
    return _OPENING.match(data, at).end() if has_opening else at


def _is_user_first(data: bytes, at: int) -> bool:
    return data[at : at + 1] in _USER_BEGINS and _USER_FIRST.match(data, at) is not None


def _is_command(data: bytes, at: int) -> bool:
    """Whether the setting is of a command on the same line: NAME=value command."""
    blank = data.find(b" ", at, find_or_end(data, b"\n", at))
    return blank >= 0 and _INLINE_COMMAND.match(data, at) is not None


def _behind_continuation(data: bytes, end: int) -> int:
    """The end of a value that a backslash continues on the next line."""
    if data[end - 1 : end + 1] != b"\\\n":
        return end
    at = _INDENT.match(data, end + 1).end()
    is_other = data[at : at + 1] == b"-" or NAMED.match(data, at)
    return end if is_other else find_bare_end(data, at, False, b"")


_INDENT = Pattern(r"[ \t]{0,40}")


# relay-auth: API 429 for …, my-token: HTTP 401 Unauthorized: what a program with such a name got
_STATUS = Pattern(
    r"(?:(?:API|HTTP|[Ee]rror|[Ss]tatus|code|with|[Rr]equest failed):? ){1,5}[1-5]\d\d\b"
    r"|[45]\d\d [A-Z][a-z]+(?: [A-Z]|$)"
)


def _is_not_secret(data: bytes, start: int, at: int, end: int) -> bool:
    """Whether it is a placeholder, the answer to a request, or code."""
    value = data[at:end]
    if b" " in value and _STATUS.match(value):
        return True
    if (b" " not in value or b" || " in value or b" ?? " in value) and is_placeholder(value):
        return True
    return is_code(data, data[start : _name_end(data, start)].rstrip(), start, at, end)


# Other words of a label, in a form or a mail: Github Token: correct-horse-battery, My old password: hedgerow;
# Username: bob, Password: correct-horse-battery
_LABEL = Pattern(
    r"[ \t>|*#\x{2600}-\x{27bf}\x{fe0f}\x{1f300}-\x{1faff}-]{0,20}"
    r"(?:(?:[A-Z][\w-]{1,20}[ ])(?:[\w-]{1,20}[ ]){0,2}[a-z]{0,12} ?|[A-Za-z][\w-]{2,20}(?: \d{1,3})?: "
    r"|(?:[A-Za-z]{1,20}(?::| ->) )?(?i:user(?:[ _]?name)?|login|account|e-?mail): ?"
    r"[\w.@+-]{1,60}(?:[,;] ?| (?:[|/] )?))"
)
# Words of a message about a secret, before it or behind its colon
_OF_MESSAGE = Pattern(
    r"(?i)\b(?:invalid|wrong|missing|no|bad|unknown|expired|incorrect|unexpected|required|empty|failed|weak|not|error"
    r"|fix\w*|add\w*|remove\w*|update\w*|chang\w+|check\w*|use|using|support\w*|feat\w*|docs?|see|note|the|this|with|for"
    r"|by|of|and|or|to|in|on|from|is|has|else|default|case|try|finally|except|lambda|\w+ed|\w+ing)\b"
)
_STATE = Pattern(
    r"(?i)(?:\w+(?:ed|ing|able|ible|ent|less|ary|ory|tion|ment|ful)|un\w+|in\w+|required|optional|default|secret|none"
    r"|password|administrator|anonymous|somewhere|everything|something|nothing|anything)"
)
_LEAST_WORD = 8


def _is_labelled(data: bytes, start: int, at: int, end: int) -> bool:
    """Whether the value behind the label of a form is the rest of its line."""
    value = data[at:end]
    if is_joined_words(value):
        return True
    is_alone = value.isalpha() and value.islower() and data[end : end + 1] in (b"", b"\r", b"\n")
    is_last = data[start:at].rstrip().endswith((b":", b"=")) and data[at - 1 : at] == b" "
    if not (is_alone and is_last and len(value) >= _LEAST_WORD and b"\n" not in data[start:at]):
        return False
    return not (_OF_MESSAGE.search(data[line_start(data, start) : start]) or _STATE.fullmatch(value))


def _read_first_word(data: bytes, at: int, end: int, sensitivity: Sensitivity, opened: bytes) -> Range | None:
    if b" " not in data[at:end] or sensitivity < Sensitivity.WORD:
        return None
    # password: x1-y2 and further words
    end = find_bare_end(data, at, False, opened)
    word = data[at:end]
    if word.endswith((b")", b"]")) and is_placeholder(word):
        return None  # os.getenv(names[0]) or x
    is_set = data[at - 1 : at] == b"=" and (
        is_joined_words(word) or has_digit(word) and has_digits_or_marks(word)
    )
    return (at, end) if is_set or looks_like_password(word) else None


# {host: db, , Config{Host:db , map[host:db , Server=db;User=sa;
_INLINE_RECORD = Pattern(r"""(?:[{\[(](?:[^{}\[\]()\n]*[,\s])?|=[^;=\n]*;(?:[\w ]+=[^;=\n]*;)*[ ]?)$""")
_RECORD_MARKS = b"{[(;"


def _is_in_record(lead: bytes) -> bool:
    is_possible = len(lead.translate(None, _RECORD_MARKS)) < len(lead)
    return is_possible and _INLINE_RECORD.search(lead) is not None


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
    end = _name_end(data, start)
    return b"" if data[end : end + 1] == quote else quote


def _name_end(data: bytes, start: int) -> int:
    """Where the letters, digits and marks of a name end."""
    found = _NAME_END.match(data, start)
    return found.end() if found else start
