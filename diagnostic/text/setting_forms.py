"""The text between a name and its value: notations of code, JSON, YAML, .env, headers, options and XML."""

from __future__ import annotations

from enum import Enum
from string import ascii_letters, digits

from diagnostic.patterns import Pattern
from diagnostic.text.memory import once_a_text

_CELL = (
    r"""(\}?["'`*]{0,2}[ \t]*[|\x{2502}\x{2503}\x{2551}][ \t]*|[ \t]{2,60}|\t)"""
    r"""[^\s|\x{2502}\x{2503}\x{2551}]"""
)
_WORD = r"""([ \t]{1,4})[^\s]"""


class Notation(Enum):
    """How a setting is written."""

    ASSIGNED = "assigned"
    PAIR = "name: x, value: y"
    INPUT = "pydantic, as JSON"
    LISTED = 'listed: ("name", "value")'
    XML = "XML"
    DEFAULT = "Terraform's variable"
    FALLBACK = 'getenv("name") or "value"'
    PRINTED = "pydantic, as printed"
    PART = "a part of a form"
    QUOTED = 'name "value"'
    ROW = "a row of a table"
    OPTION = "--name value"
    BELOW = "name alone on its line, and a branch of a tree"


_MARK_BYTES, _BLANKS = b"\\\"'`", b" \t"
# The first one that matches is used. Two prefilters come before each pattern: the bytes with which it can
# begin (empty: any), and words of which one must follow soon.
_FORMS = {
    Notation.ASSIGNED: (
        b"",
        (),
        Pattern(
            r"""(\\{0,16}["'`]?(?::protected|:"?[\w\\]{1,60}"?:private)?"""  # PHP's
            r"""(?:[)\]}*%]{0,2}|>>|\[\d{0,4}\])[ \t]{0,60}(?:\?[ \t]?)?(?:"""
            r""":[ ]rejected value[ ]\["""  # Spring's
            r"""|\.to(?:Be|\w{0,6}Equal)\("""
            r"""|[ ]IN[ ]\("""
            r"""|:[ ]string[ ]\|[ ]\*"""  # CUE's
            r"""|(?:[ ]/t[ ]REG_\w{2,20})?[ ]/d[ ]"""
            r"""|:\n(?:[ \t]+\w{1,40}:[^\n]{0,200}\n){0,5}[ \t]+[dD]efault:[ \t]"""  # of YAML
            r"""|[ ](?i:n?varchar2?)(?:\(\w{1,5}\))?[ ]?:?="""  # SQL's
            r"""|\{ ?(?:(?:[a-z]{6,9} )?[a-z]{3,4};? ?){1,3}\}[ ]?="""  # C#'s
            r"""|:\s?\{\s{0,20}(?:\\{0,16}["']?\w{1,20}\\{0,16}["']?\s?:\s?(?:\\{0,16}["'][^"'\n{}\\]{0,79}\\{0,16}["']|\w{1,20}),\s{0,20}){0,3}"""
            r"""\\{0,16}["']?\b(?:value|\w{1,12}Value|S|string|[dD]efault|old)\\{0,16}["']?\s?:"""
            r"""|={1,2}[ ]?\{[ ]?value[ ]?="""  # TOML's
            r"""|:[ \t]?&?[A-Za-z_][\w.\[\]<>|, ]{0,60}[ \t]="""
            r"""|:\*{1,2}|={1,2}>|<-|\|\|=?|\?\??=?|!==?|:</\w{1,10}>|[:=]={0,2}|\x{ff1a}|\x{ff1d}|->|\x{2192}|\x{203a}|\x{bb}"""
            r"""|[ ](?:for|do)[ ]"""
            r"""[\w@.\x{c0}-\x{24f}\x{400}-\x{4ff}-]{1,40}["']?[ ]?[:=][ ]"""
            r"""|[ ](?:[A-Z]{2,5}|(?:[\x{400}-\x{4ff}]{2,20}[ ]?){1,2})[ ]?[:=][ ]"""  # of a database
            r"""|[ ]\w{0,12}[\x{c0}-\x{24f}\x{400}-\x{4ff}\x{1e00}-\x{1eff}]"""
            r"""[\w\x{c0}-\x{24f}\x{400}-\x{4ff}\x{1e00}-\x{1eff}]{0,20}["'][ ]?:[ ]?"""
            r"""|\.{4,120}:?|REG_\w{2,20}\s"""
            r"""|[\x{2026}\x{b7}][ ]"""  # an answered question of a terminal
            r"""|[ ]<<<[ ]?|\n[ \t]{0,20}:[ ]"""  # the shell's and YAML's "? name"
            r"""|(?i:as)[ ][\w.]{1,20}[ ]?="""  # Visual Basic's
            r"""|[-+.|&%~*]=|[\x{2190}\x{21d0}\x{21d2}]"""  # added to; arrows
            r"""|\(S?[a-z]{3,9}\)[ ]?[:=]|here[ ]?:|[ ]at [a-z]{4,8} \d{1,9}[ ]?:"""
            r"""|[ ]for[ ](?:\w{1,20}[ ])?["'][^"'\n]{1,80}["'][ ]?:"""  # for key '/root/.ssh/x':
            r"""|[ ]?,[ ]?<<|\n\[1\][ ]|;s:\d{1,6}:))"""  # Erlang's, R's and PHP's
        ),
    ),
    Notation.PAIR: (
        _MARK_BYTES + _BLANKS + b"]\n\r\f,;_" + ascii_letters.encode() + digits.encode(),
        (
            b"val",
            b"Val",
            b"current",
            b"secret-string",
            b"content",
            b"ault",
            b'v"',
        ),
        Pattern(
            r"""((?:["']?(?:[ ]--?[\w-]{1,30}(?:[ =][^\s-]\S{0,79})?){0,3}"""
            r"""[ ]--?(?:[vV]alue|secret-string)[ =])"""
            r"""|(?:\\{0,16}["'`])?[ \t]{0,80}[,;]?(?:\s{0,80}|\n[+>|#-][ \t]{1,40})"""
            r"""(?:["']?\w{1,20}["']?\s?[:=]\s?["']?[\w-]{0,30}["']?,\s{0,20}){0,2}"""
            r"""(?:\\{0,16}["'`])?\b(?:[dD]efault|(?:[pP]arameter|[aA]ttribute|string_)?[vV]al(?:ue)?|content|current)"""
            r"""(?:\\{0,16}["'`])?[ \t]{0,20}[:=]"""
            r"""(?:\s?\{\s{0,20}\\{0,16}["'](?:string)?[vV]alue\\{0,16}["']\s?:)?"""
            r"""|\\{0,16}["'],\s{0,4}\\{0,16}["']v\\{0,16}["'][ ]?:)"""
        ),
    ),
    Notation.INPUT: (
        b"\"'",
        (b"input",),
        Pattern(r"""(["'],?[)\]],? ?["']msg["']:[^\n]{1,200}?["']input["']:)"""),
    ),
    Notation.LISTED: (
        _MARK_BYTES,
        (),
        Pattern(
            r"""(\\{0,16}["'`](?:[)\]]?[ \t]{0,8},\s{0,40}|[ ](?:to|\.)?[ ]{0,3})"""  # Kotlin's pairs, Lisp's
            r"""b?[rRfFuUL]?\\{0,16})["'`]"""
        ),
    ),
    Notation.XML: (
        b"",
        (b">",),
        Pattern(
            r"""(["']?[^<>\n"']{0,80}(?:["'][^<>\n"']{0,80}["'])?[^<>\n"']{0,8}>\s{0,40}<[vV]alue[^<>\n]{0,40}>|\s?(?:</[a-z]{1,6}>)?</\w{1,20}>:?\s{0,40}<\w{1,20}(?:\s[^<>\n]{0,80})?>(?:<[a-z]{1,6}>)?|["']?[^<>\n"'=]{0,40}(?:\s[\w:.-]{1,40}=["'][^<>\n"']{0,200}["']){0,4}\s?>)"""
        ),
    ),
    Notation.DEFAULT: (
        b"\"'`{" + _BLANKS,
        (b"{",),
        Pattern(r"""(["'`]?[ \t]{0,8}\{[^{}]{0,400}?\bdefault[ \t]{0,20}=)"""),
    ),
    Notation.FALLBACK: (
        b"\"'`",
        (b" or ", b"unwrap_or", b") {"),
        Pattern(r"""(["'`][)\]]{1,2}(?:[ ]or[ ]|\.unwrap_or(?:_else)?\((?:\|_?\|[ ])?|[ ]\{[ ]))["'`]"""),
    ),
    Notation.PRINTED: (
        b"\n",
        (b"input_value=",),
        Pattern(r"""(\n[^\n]{0,400}?\binput_value=)"""),
    ),
    Notation.PART: (
        b"\"';\r\n",
        (),
        Pattern(r"""(["']?\r?\n[ \t]{0,40}\r?\n)"""),
    ),
    Notation.QUOTED: (
        b"*" + _BLANKS,
        (b'"', b"'", b"`"),
        Pattern(r"""([*]?[ \t]{1,8}\\{0,16}|[ ]TO[ ]|[ ]not valid[ ]?:[ ])["'`]"""),
    ),
    Notation.ROW: (
        b"\"'`*|}\xe2" + _BLANKS,
        (),
        Pattern(rf"""{_CELL}"""),
    ),
    Notation.OPTION: (
        _BLANKS,
        (),
        Pattern(rf"""{_WORD}"""),
    ),
    Notation.BELOW: (
        b"\n" + _BLANKS,
        (),
        Pattern(
            r"""([ \t]{0,4}\n(?:[ \t\x{2502}]*[\x{2514}\x{251c}\x{2570}][\x{2500}\x{2574}>]*[ ])?)[^\s]"""
        ),
    ),
}
# A longer tag without attributes is not one.
_LONGEST_TAG = 200
# How many bytes ahead a needed word is searched; no pattern has more before it.
_SOON, _SOONER = 8 << 10, {Notation.PAIR: 1200}
BEFORE_VALUE = Pattern(f"{_CELL}|{_WORD}")
_NEEDS = [needs for _, needs, _ in _FORMS.values()]
# For each byte, the forms that can begin with it.
_BEGUN_BY = [
    [
        (place, form, needs, _SOONER.get(form, _SOON), pattern)
        for place, (form, (begins, needs, pattern)) in enumerate(_FORMS.items())
        if not begins or number in begins
    ]
    for number in range(256)
]


@once_a_text
def _is_absent(data: bytes, place: int) -> bool:
    """Whether the form of this index cannot occur, because none of its words is in the text. In a text with
    many names, a search after each name would take long.
    """
    return all(word not in data for word in _NEEDS[place])


def find_form(data: bytes, end: int) -> tuple[Notation | None, int]:
    """The notation of the setting whose name ends here, and where its value begins."""
    for place, form, needs, reach, pattern in _BEGUN_BY[data[end]] if end < len(data) else ():
        if needs and (
            _is_absent(data, place) or all(data.find(word, end, end + reach) < 0 for word in needs)
        ):
            continue
        if form is Notation.XML and not _may_end_tag(data, end):
            continue
        if form is Notation.OPTION:  # so short that a comparison is faster than the pattern
            word = data[end : end + 5].lstrip(_BLANKS)
            if word and word[0] not in b" \t\n\r\f":
                return form, end + min(5, len(data) - end) - len(word)
        elif found := pattern.match(data, end):
            return form, found.end(1)
    return None, end


def _may_end_tag(data: bytes, at: int) -> bool:
    """Whether the text up to the next closing bracket can be the rest of a tag."""
    opening = data.find(b"<", at, at + _SOON)
    if opening == at or data[at : at + 2] == b" <":
        return True
    closing = data.find(b">", at, opening if opening >= 0 else at + _SOON)
    if closing < 0:
        return False
    between = data[at:closing]
    has_attributes = b'="' in between or b"='" in between
    return has_attributes or (closing - at <= _LONGEST_TAG and b"\n" not in between.rstrip())
