"""The text between a name and its value: notations of code, JSON, YAML, .env, headers, options and XML."""

from __future__ import annotations

from enum import Enum
from string import ascii_letters, digits

from diagnostic.patterns import Pattern
from diagnostic.text.memory import once_a_text

_CELL = (
    r"""(\}?["'`*]{0,2}[ \t]*[|\x{2502}\x{2503}\x{2551}][ \t]*|(?:[ \t]{2,60}|\t)"""
    r"""(?:(?i:string|text|str|varchar|secret|securestring|true|false)"""
    r"""(?:\t|[ ]{2,60}))?)[^\s|\x{2502}\x{2503}\x{2551}]"""
)
_WORD = r"""([ \t]{1,4})[^\s]"""


class Notation(Enum):
    """How a setting is written."""

    ASSIGNED = "assigned"
    PAIR = "name: x, value: y"
    INPUT = "pydantic and zod, as JSON"
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
            r"""(\\{0,16}(?:["'`]|\x{bb}|\x{300d}|\x{300f})?"""
            r"""(?::(?:protected|private|"[\w\\]{1,60}":private))?"""  # PHP's
            r"""(?:[)\]}*%]{0,2}|>>|\[\d{0,4}\])[ \t]{0,60}(?:\?[ \t]?)?(?:"""
            r""":[ ]rejected value[ ]\["""  # Spring's
            r"""|\.to(?:Be|Equal|StrictEqual|Match|Contain|HaveBeenCalledWith)\("""
            r"""|[ ](?i:not )?IN[ ]\("""
            r"""|:[ ](?:string|bytes)[ ]\|[ ]\*"""  # CUE's
            r"""|(?:[ ]/t[ ]REG_\w{2,20})?[ ]/d[ ]|[ ]<const>[ ]="""
            r"""|:\n(?:[ \t]+\w{1,40}:[^\n]{0,200}\n){0,5}[ \t]+(?:[dD]efault|[vV]alue):[ \t]"""  # of YAML
            r"""|[ ](?i:string|str|text|n?varchar2?|char)(?:\(\w{1,5}\))?[ ]?:?="""  # Bicep's, SQL's
            r"""|[ ](?i:type)[ ]\w{1,20}[ ](?i:value)[ ]"""  # ABAP's
            r"""|(?:是|为|為|は)\s?[:=\x{ff1a}]"""
            r"""|\{ ?(?:(?:private |internal |protected )?(?:get|set|init);? ?){1,3}\}[ ]?="""  # C#'s
            r"""|:\s?\{\s{0,20}(?:\\{0,16}["']?(?:[tT]ype|NoEcho|sensitive|secret|[dD]escription|title|source|kind|required|format)"""
            r"""\\{0,16}["']?\s?:\s?(?:\\{0,16}["'][^"'\n{}\\]{0,79}\\{0,16}["']|\w{1,20}),\s{0,20}){0,3}"""
            r"""\\{0,16}["']?\b(?:value|S|string|text|stringValue|secureValue|plaintext|defaultValue|example|[dD]efault|const|old|new|from|to|before|after|current|previous|actual|raw)\\{0,16}["']?\s?:"""
            r"""|={1,2}[ ]?\{[ ]?(?:\w{1,20}[ ]?=[ ]?[\w"-]{1,20},[ ]?){0,2}value[ ]?="""  # TOML's
            r"""|:[ \t]?&?[A-Za-z_][\w.\[\]<>|, ]{0,60}[ \t]="""
            r"""|:\*{1,2}|={1,2}>|:=|<-|\|\|=?|\?\??=?|!==?|:</\w{1,10}>|::?:?=|[:=]={0,2}|\x{ff1a}|\x{ff1d}|->|\x{2192}|\x{203a}|\x{bb}"""
            r"""|[ ](?:for|of|für|de|para|pour|per|voor|do|da|di|del|della|dla|du|zur?|zum|til|för|van"""
            r"""|к|от|для)[ ](?:la |the |der |dem |o )?"""
            r"""[\w@.\x{c0}-\x{24f}\x{400}-\x{4ff}-]{1,40}(?:[ ][\w@.-]{1,40}){0,3}"""
            r"""["']?[ ]?[:=](?:[ ]|$)"""
            r"""|[ ](?:[A-Z]{2,5}|(?:[\x{400}-\x{4ff}]{2,20}[ ]?){1,2})[ ]?[:=][ ]"""  # of a database
            r"""|[ ](?:es|está|est|ist|war|è|é|jest|är|er)[ ][\w\x{c0}-\x{24f}]{3,20}[ ]?:[ ]"""  # wrong
            r"""|(?:[ ][\w\x{c0}-\x{24f}\x{400}-\x{4ff}\x{1e00}-\x{1eff}]{1,20}){0,3}"""  # пароль бази:
            r"""[ ]\w{0,12}[\x{c0}-\x{24f}\x{400}-\x{4ff}\x{1e00}-\x{1eff}]"""
            r"""[\w\x{c0}-\x{24f}\x{400}-\x{4ff}\x{1e00}-\x{1eff}]{0,20}["'][ ]?:[ ]?"""
            r"""|(?:错误|錯誤|不正确|不正確|无效|無效|有误|不对|已过期|失效|[がは](?:正しくありません|無効です|違います)"""
            r"""|오류|[이가] (?:올바르지 않습니다|틀렸습니다))\s?[:\x{ff1a}]"""
            r"""|\.{4,120}:?|REG_\w{2,20}\s"""
            r"""|[\x{2026}\x{b7}][ ]|\x{2026}{2,40}[ ]?"""  # an answered question of a terminal; dots
            r"""|[ ]<<<[ ]?|\n[ \t]{0,20}:[ ]"""  # the shell's and YAML's "? name"
            r"""|(?i:as)[ ][\w.]{1,20}[ ]?="""  # Visual Basic's
            r"""|[-+.|&%~*]=|[\x{2190}\x{21d0}\x{21d2}]"""  # added to; arrows
            r"""|\((?:[sS]tring|str|text|varchar|bytes|hidden|sensitive|masked|secret|plain|current|old|new|again"""
            r"""|confirm|env)\)[ ]?[:=]"""
            r"""|(?:is|are|was|here|below|follows|again)[ ]?:"""
            r"""|[ ]at (?:index|position|offset|line|column) \d{1,9}[ ]?:"""
            r"""|[ ](?:for|of|für)[ ](?:\w{1,20}[ ])?["'][^"'\n]{1,80}["'][ ]?:"""  # for key '/root/.ssh/x':
            r"""|[ ]?,[ ]?<<|\n\[1\][ ]|;s:\d{1,6}:))"""  # Erlang's, R's and PHP's
        ),
    ),
    Notation.PAIR: (
        _MARK_BYTES + _BLANKS + b"]\n\r\f,;_" + ascii_letters.encode() + digits.encode(),
        (
            b"val",
            b"Val",
            b"current",
            b"plaintext",
            b"ody",
            b"data",
            b"secret-string",
            b"content",
            b"ault",
            b"fallback",
            b'v"',
        ),
        Pattern(
            r"""((?:["']?(?:[ ]--?[\w-]{1,30}(?:[ =][^\s-]\S{0,79})?){0,3}"""
            r"""[ ]--?(?:[vV]alue|[bB]ody|data|secret-string)[ =])"""
            r"""|(?:\\{0,16}["'`]|\])?[ \t]{0,80}[,;]?(?:\s{0,80}|\n[+>|#-][ \t]{1,40}|\n[^\n"'=]{8,80}?\s)"""
            r"""(?:["']?\w{1,20}["']?\s?[:=]\s?["']?[\w-]{0,30}["']?,\s{0,20}){0,2}"""
            r"""(?:\\{0,16}["'`])?\b(?:[dD]efault(?:_value|Value)?|fallback|(?:[vV]ariable|[pP]arameter|[aA]ttribute|[pP]roperty|[sS]etting|[sS]ecret|rejected|invalid|input|actual|string_)?[vV]al(?:ue)?|content|current|plaintext)"""
            r"""(?:\\{0,16}["'`])?[ \t]{0,20}[:=]"""
            r"""(?:\s?\{\s{0,20}(?:\\{0,16}["'][tT]ype\\{0,16}["']:\s?\\{0,16}["']\w{1,20}\\{0,16}["'],\s{0,20})?"""
            r"""\\{0,16}["'](?:string|bytes)?[vV]alue\\{0,16}["']\s?:)?"""
            r"""|\\{0,16}["'],\s{0,4}\\{0,16}["']v\\{0,16}["'][ ]?:)"""
        ),
    ),
    Notation.INPUT: (
        b"\"'",
        (b"input", b"received"),
        Pattern(
            r"""(["'](?:, ?["']\w{1,40}["'])*,?[)\]],? ?"""
            r"""(?:["']msg["']:[^\n]{1,200}?["']input["']|(?:["']message["']:[^\n]{1,120}?)?["']received["']):)"""
        ),
    ),
    Notation.LISTED: (
        _MARK_BYTES,
        (),
        Pattern(
            r"""(\\{0,16}["'`](?:[)\]]?[ \t]{0,8},(?:\s{0,40}|\n[^\n"']{8,80}?\s)|\n\d{1,3}\)[ ]"""
            r"""|[ ](?:to|\.)?[ ]{0,3})"""  # Kotlin's pairs, Lisp's
            r"""b?[rRfFuUL]?\\{0,16})["'`]"""
        ),
    ),
    Notation.XML: (
        b"",
        (b">",),
        Pattern(
            r"""(["']?[^<>\n"']{0,80}(?:["'][^<>\n"']{0,80}["'])?[^<>\n"']{0,8}>\s{0,40}<(?:[vV]alue|string|data)[^<>\n]{0,40}>(?:<string>)?|\s?(?:</(?:code|b|strong|tt|span|em)>)?</\w{1,20}>:?\s{0,40}<\w{1,20}(?:\s[^<>\n]{0,80})?>(?:<(?:code|b|strong|tt|span|em|string)>)?|["']?[^<>\n"'=]{0,40}(?:\s[\w:.-]{1,40}=["'][^<>\n"']{0,200}["']){0,4}\s?>)"""
        ),
    ),
    Notation.DEFAULT: (
        b"\"'`{" + _BLANKS,
        (b"{",),
        Pattern(r"""(["'`]?[ \t]{0,8}\{[^{}]{0,400}?\b(?:default|value)[ \t]{0,20}=)"""),
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
        Pattern(r"""(["']?(?:;[^\r\n]{0,100})?\r?\n(?:[\w-]{1,40}:[^\n]{0,100}\n)*[ \t]{0,40}\r?\n)"""),
    ),
    Notation.QUOTED: (
        b"*" + _BLANKS,
        (b'"', b"'", b"`"),
        Pattern(
            r"""([*]?[ \t]{1,8}\\{0,16}|[ ]\.[ ]|[ ]TO[ ]|[ ](?:is )?(?:not valid|invalid)[ ]?:[ ])["'`]"""
        ),
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
