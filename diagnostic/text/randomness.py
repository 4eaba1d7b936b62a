"""How random a value looks: generated, as a key is, or made of words, as a name in code or prose is."""

from __future__ import annotations

import math
from collections import Counter
from operator import ne

from diagnostic.patterns import Pattern
from diagnostic.text.memory import once_a_text


def entropy(value: bytes) -> float:
    """Shannon entropy, in bits per byte."""
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())


_KIND = bytes(
    0 if 97 <= char < 123 else 1 if 65 <= char < 91 else 2 if 48 <= char < 58 else 3 for char in range(256)
)


def changes(value: bytes) -> float:
    """The share of neighbouring bytes of different kinds (lower case, capital, digit, mark): 0 in a word,
    about 0.6 in a key.
    """
    kinds = value.translate(_KIND)
    return sum(map(ne, kinds, kinds[1:])) / max(1, len(kinds) - 1)


def has_digit(value: bytes) -> bool:
    """Whether the value contains an ASCII digit."""
    return len(value.translate(None, b"0123456789")) < len(value)


def has_letter(value: bytes) -> bool:
    """Whether the value contains an ASCII letter."""
    return value.lower() != value.upper()


# Shorter words count only if names in code use them: customApiKeys, maxUrlAge.
_WORDS = Pattern(
    rb"[A-Z]?[a-z]{3,}|[A-Z]{4,}|\d{4}-\d\d-\d\d|Api|Key|Url|Uri|Max|Min|New|Old|Get|Set|Add|Has|Log|Map|Row|Tag"
    rb"|Tab|Top|Raw|Use|Via|Web|Xml|Sql|Ssl|Tls|Jwt|Sdk|Mcp|Llm|Dir|Arg|Env|Cli|Ttl|Csv|Pdf|Org|Can|Not|For|And|The"
)


@once_a_text
def word_ratio(value: bytes) -> float:
    """The share of a value that is words, dates and runs of capitals: 1 for a name in code, about 0.2 for a
    key.
    """
    return sum(found.end() - found.start() for found in _WORDS.finditer(value)) / max(
        1, sum(char > 47 for char in value)
    )


# For each letter, the letters that hardly ever follow it in words: less than 1 in 5,000 pairs, counted in
# 38,000 words of code and prose.
_RARE = (
    "a:jo b:kqvwxz c:gqwxz d:jkqwxz e:j f:ghjkmnpqvwxz g:fjkqvwxz h:bcfgjpqvxz i:hjqw"
    " j:bcdfghjlmnpqrstvwxyz k:bdfgjkmqvxz l:gjqwxz m:hjkqrvwxz n:qx o:qz p:bgjkqvxz"
    " q:abcdefghijklmnopqrstvwxyz r:jqz s:jxz t:jkqx u:hjqvwyz v:bcdfghjklmnpqrtuvwxyz"
    " w:bcfgjkmpqtuvwxyz x:bghjklmnqruvwyz y:bfghjkqvwxyz z:bcdfgjklmnpqrstuvwxy"
)
_RARE_PAIRS = frozenset((ord(row[0]), ord(second)) for row in _RARE.split() for second in row[2:])


def rare_pairs(value: bytes) -> float:
    """The share of pairs of letters that are rare in words: under 0.1 for a name in code, about 0.35 for a
    key.
    """
    lower = value.lower()
    pairs = [
        pair for pair in zip(lower, lower[1:], strict=False) if 97 <= pair[0] < 123 and 97 <= pair[1] < 123
    ]
    return sum(pair in _RARE_PAIRS for pair in pairs) / max(1, len(pairs))


def looks_random(value: bytes) -> bool:
    """Whether the characters are as mixed as in a generated value, or too few of them belong to words."""
    mixed, words = changes(value), word_ratio(value)
    is_in_one = len(value) >= 20 and value.isalnum() and (has_digit(value) or value.isupper())
    return (
        is_in_one
        or mixed >= 0.4
        and words < 0.8
        or words < 0.5
        or (mixed >= 0.3 and words < 0.8 and len(value) >= 20)
    )


# The beginning of a new line of text: a setting, a header, a Windows prompt.
_SETTING = Pattern(
    rb"[A-Z][A-Z0-9]+_[A-Z0-9_]+=|[A-Z][A-Za-z]+(?:-[A-Z]\w*)*:(?:\z|\s)|[a-z]+(?:-[a-z]+)+:(?:\z|\s)"
    rb"|[A-Za-z]:\\"
)
_NAMED = Pattern(rb"([A-Za-z_]{4,40})=[A-Za-z0-9_$]")
_TOKEN_END = Pattern(rb"""[\s"'`,;()\[\]{}<>]""")


# How much of the text behind a piece shows that a line begins with it.
LOOK_AHEAD = 24


def _begins_setting(token: bytes) -> bool:
    """Whether the token begins with a name and an assignment sign."""
    name = _NAMED.match(token)
    return _SETTING.match(token) is not None or (name is not None and word_ratio(name.group(1)) >= 0.7)


# Words in capitals that begin a line of a log or an error; the rest of a key hardly looks like one of these.
_LOG_WORD = Pattern(
    rb"(?:API|SDK|CLI|MCP|LLM|HTTPS?|GET|POST|PUT|HEAD|PATCH|DELETE|ERROR|ERR|WARN|WARNING|INFO|DEBUG|FATAL|TRACE|SSL|TLS|JSON"
    rb"|URL|SQL|FAIL|FAILED|PASS)(?:[ :/]|\z)"
)

# A status, a prompt, a version, klog's line, a date, the number of an item, an error's name, a name and its
# colon, a file and its line begin a line, whatever the width of the line above.
_OWN_LINE = Pattern(
    rb"[1-5]\d\d(?:[ :]|\z)|[$%>] |[\w.-]+@[\w.-]+:[~/]|v?\d{1,4}(?:\.\d{1,4}){1,3}(?:[ ,:]|\z)"
    rb"|[EIWF]\d{4} \d\d:|20\d{6}[-T ]\d{6}|[a-z]+(?:_[a-z]+)*: |\d{1,3}[.)](?: |\z)"
    rb"|(?:\w+\.)*[A-Z]\w*(?:Error|Exception)(?:[: ]|\z)"
    rb"|(?:[A-Za-z]:)?[\\/][\w.@%+\\/-]*\.[A-Za-z]{1,5}:\d{1,6}(?:[ :)]|\z)"  # a place in a trace
)

# How a body begins, in JSON or as Python prints it.
BODIES = (b'{"', b"{'", b"[{", b'["')


def _starts_new_entry(piece: bytes, token: bytes, after: bytes) -> bool:
    """Whether a line begins with a body, an id, a level of a log, or a mark of curl, mail or a list."""
    is_lead = piece[:1] in b"<>*|#" and (piece + after)[1:2] == b" "
    is_log = _LOG_WORD.match(piece + after) or _OWN_LINE.match(piece + after)
    return is_lead or is_log is not None or piece[:2] in BODIES or is_known_id(token)


def is_continuation(piece: bytes, after: bytes, ends_at_margin: bool) -> bool:
    """Whether `piece`, the start of a line, is the other half of a secret that the line before ends with.
    `after` is what follows it, and `ends_at_margin` says whether that line was cut at a margin.
    """
    found = _TOKEN_END.search(piece)
    token = piece[: found.start()] if found else piece
    words, word = word_ratio(token), token.rstrip(b":.!?")
    if _starts_new_entry(piece, token, after):
        return False
    if len(token) < 8:
        # A short rest of a key. A word here belongs to other text, unless a quote follows it.
        is_word = (
            word.isalpha() and (word.islower() or word.istitle() or token.endswith(b":"))
            if ends_at_margin
            else not (has_digit(word) or word.isupper() or b"=" in word)
        )
        return not is_word or after[:1] in (b'"', b"'", b"`")
    if _begins_setting(token):
        return False
    if ends_at_margin:  # a margin cuts anywhere, so the rest may contain words
        return words < 0.9 or (token.isalnum() and has_digit(token))
    return (
        words < 0.35 and (has_digit(token) or changes(token) > 0.15) or words < 0.65 and changes(token) >= 0.2
    )


def may_continue(line: bytes) -> bool:
    """Whether a line may begin with the other half of a word from the line above."""
    found = _TOKEN_END.search(line)
    end = found.start() if found else len(line)
    return is_continuation(line[:end], line[end : end + LOOK_AHEAD], False)


# Ids that diagnosis and support need, and that give access to nothing.
_IDS = Pattern(
    rb"(?:req|msg|toolu|tooluse|srvtoolu|mcptoolu|msgbatch|batch|file|skill|container|chatcmpl|call|resp|run|"
    rb"trace|span|wrkspc|dpl|gen|cmpl|thread|asst|sess|session|org|proj|user|evt|conv)[-_]"
    rb"|[a-z]{3,10}_01[A-Za-z0-9]{20,24}$"
    rb"|apikey_01[A-Za-z0-9]{18,}$"  # the id of a key, not the key
    rb"|-{2,6}WebKitFormBoundary"
    rb"|20\d\d[01]\d[0-3]\d{7}"  # a gateway's: the time, and random letters
)


def is_known_id(value: bytes) -> bool:
    """Whether the value is the id of a request, a message, a generation and the like, or a model."""
    return _IDS.match(value) is not None or value.startswith(
        (b"claude", b"anthropic", b"us.anthropic", b"gpt-")
    )


def is_key_like(value: bytes) -> bool:
    """Whether the value alone looks like a key: long, random, with digits or capitals, and not a known id."""
    if len(value) < 16 or is_known_id(value) or not has_letter(value):
        return False
    is_in_one = value.translate(None, b"+/").isalnum() and changes(value) >= 0.3
    is_upper = value.isascii() and value.isupper()
    return (has_digit(value) or is_upper or is_in_one) and looks_random(value)
