"""Where the value of a setting ends, and whether it is a placeholder. All offsets are in bytes."""

from __future__ import annotations

from typing import Any, cast

from diagnostic.patterns import Pattern
from diagnostic.text.code_values import EXPRESSION, MEMBER, is_of_words
from diagnostic.text.memory import once_a_text
from diagnostic.text.randomness import changes, has_digit, looks_random, rare_pairs, word_ratio
from diagnostic.text.ranges import find_or_end

# Replaces each byte of an existing mask, so that no match crosses it.
BARRIER = b"\x01"
_LONGEST = 4096
_LOOK_BACK = 200
_MOST_QUOTES = 64

_PLACEHOLDERS = frozenset(
    b"none null nil true false undefined str string bytes int any required missing invalid empty optional"
    b" field object redacted hidden secret password passwd token apikey authtoken bearer basic expected must"
    b" type error value unset not changeme varchar text char number boolean expired revoked header headers"
    b" wrong incorrect failed denied input api_key api-key key your-key yourkey secretstr masked removed todo"
    b" unknown sensitive (sensitive) <nil> <null> void valid set ok function class username user name"
    b" credential credentials authorization is was password: default prompt stdin auto include omit"
    b" same-origin not_given notgiven not_set inherit write utf8 utf-8 ascii base64 hex latin1 binary".split()
) | frozenset(
    "wert значение valeur valor waarde hodnota 值 値 obligatorio obligatoria requerido requerida incorrecto"
    " incorrecta inválido inválida obligatoire requis requise invalide incorrect erforderlich falsch ungültig"
    " fehlt obbligatorio obbligatoria errata errato obrigatório obrigatória verplicht ongeldig wymagane"
    " nieprawidłowe неверный неправильный обязателен отсутствует gerekli geçersiz yanlış 必填 必須 필수 错误"
    " 無効 nome nombre nom proxy-authorization set-cookie cookie x-api-key".encode().split()
)
_WHOLE = Pattern(
    rb"(?i)(?:"
    rb"\$\{[a-z_][\w.]*\}|\$\{(?:input|env|localenv|config|secrets?|command):[\w./ -]+\}"
    rb"|\$\{[a-z_]\w*:?\?[^}]*\}?|\$\{[a-z_][\w.]*[(\[]\S*|\$\{\{[^{}]*\}\}|\$?\{\{[^{}]*\}\}|\$\([^()]*\)"
    rb"|\$\((?:[\w./-]+(?: [^()]*)?)?|\$\((?:\w+|cat|aws|gcloud|vault|op|pass)"
    rb" [^\n]*\)"
    rb"|%[a-z_][a-z0-9_]*%|%\([a-z_]\w*\)s|(?-i:(?:[A-Z]?[a-z ._:/=-]{0,40}%[sdrqv](?:\\+[rn])*){1,4})"
    rb"|![a-z]{0,1}%s|\{\d?\}"
    rb"|<\|[a-z_]{1,40}\|>|line \d+,? column \d+(?: \([a-z]+ \d+\))?"
    rb"|<[a-z][a-z0-9 _./'-]{0,60}>|\[[a-z][a-z _-]{0,60}\]|<[^<>\n]{1,60} object at 0x[0-9a-f]+>"
    rb"|[x*.\x{2022}\x{2026}_#?-]+|[x0*.\x{2022}\x{2026}-]{4,}"
    rb"|(?:sk|pk|rk|key|ghp|hf)?[-_]?(?:ant-)?(?:api\d\d-)?(?:\.{2,}|\x{2026}|[x*]{3,}[\w*-]{0,4}|[a-z]"
    rb"*\.\.\.)"
    rb"|[\w-]{0,14}(?:\.{3,}|\x{2026}|\*{3,})[*.\x{2026}\x{2022}]{0,80}[\w-]{0,6}[.]?"
    rb"|\*{2,}.{0,6}|.{0,8}\*{3,}.{0,6}|sk-(?:\w{1,10}-){0,2}\*"
    # the beginning of a template; a secret in a store; a type of SQL; a format; a colour; the next setting
    rb"|\{\{[ -]*[.$\w][^{}]*|projects/[\w.-]+/secrets/[\w.-]+(?:/versions/\w+)?"
    rb"|(?:character varying|character|n?varchar2?|n?char|text|string|(?:var)?binary|bit)\(\d+\)"
    rb"|%[sdrqvx](?: [a-z]+)*|#[0-9a-f]{3}(?:[0-9a-f]{3})?|(?-i:[a-z_]{2,20}=\d{1,6})"
    rb"|<[a-z]+:[a-z]+>|<[a-z0-9]+\([a-z:]+\)>|<[a-z]{2,12}|(?:\\u[0-9a-f]{4}|\\x[0-9a-f]{2})+"
    rb"|[sp]k[-_](?:ant|proj|live|test)[-_](?:api\d\d-)?|key-?id"
    rb"|\[?(?:masked|redacted|filtered|hidden|secret|secure|removed|omitted|protected|censored)(?:[-_"
    rb" ][a-z-]+)?\]?"
    rb"|\([a-z]+(?: [a-z]+){0,3}\)"
    rb"|(?:openssl|uuidgen|pwgen|gcloud|kubectl|python3?|node|npx) [^\n]*"
    # void 0, *item: JavaScript's and C's; X-Amz-Security-Token: the name of a header
    rb"|(?:exports\.\w+ = ){0,9}void \d|\*{1,2}(?:[a-z_]+|[a-z]+\.[A-Z][A-Za-z]*)|x(?:-[a-z]{2,}){2,5}"
    # ${TOKEN:0:10}: a part of a variable
    rb"|\d{1,2}:\d{1,2}"
    # pass: 3, fail: 1, skip: 0
    rb"|\d{1,6}(?:[,;|]? ?[a-z]+[:=] ?\d{1,6}){1,9}"
    rb"|os\.environ/[a-z_0-9]+|env:[a-z_]+|vault:[\w/#.-]+|op://[^\n]+|changeme\w{0,6}|(?:[a-z]{2,8}[-_])"
    rb"*(?:dummy|example|placeholder|fake|sample|redacted|changeme)(?:[-_][a-z]{2,8})*|(?:your|my)[a-z]"
    rb"{3,20}here"
    rb"|!(?:ref|sub|getatt|secret|env|env_var|vault|reference)(?:[^\w-][^\n]*)?|\|-?|>-?"
    rb")"
)
# settings.API_KEY, os.environ["X"], get_secret("x"), var.db_password, args.token or None
_ROOT = (
    rb"(?:self|this|os|process|env|environ|config|cfg|conf|settings|secrets|vars?|locals?|data|module|props|"
    rb"app|request|req|ctx|context|args|options|opts"
    rb"|params|import|meta|Deno|Bun|System|Environment|st|user_?data|userdata|credentials|creds|auth|client|"
    rb"steps|inputs|github|needs|kwargs|values|Values|parser|keyring|getpass|window|state|store|provider|"
    rb"random_\w+|PropTypes|(?:aws|azurerm|google|kubernetes|vault)_\w+|session|account|key_?vault|ENV|Rails|std"
    rb"|viper|dotenv|secretsmanager)"
)
_CODE = Pattern(
    rb"(?:await |new |not |!{1,2}|f)?"
    + _ROOT
    + rb"\??(?:\.[A-Za-z_]\w*\??|\[['\"]?[\w.-]{0,60}['\"]?\]|\(['\"]?[\w./ -]{0,60}['\"]?[^()\n]{0,60}\)|!)*"
    rb"(?: (?:or|and|if|\|\||\?\?|else)\b[^\n]*| (?:\|\||\?\?)[^\n]*)?(?:\[['\"]?[\w.-]*|\(['\"]?[\w.-]*)?;?"
    rb"|[A-Za-z_][\w.]* \+ [A-Za-z_(][^\n]*"
    rb"|(?:Optional\[|Union\[)?(?:str|string|String|bytes|SecretStr|Secret|int|bool|float|dict|list|any"
    rb"|Any|None|boolean|undefined"
    rb"|unknown)\b(?:[\[\]|<>,"
    rb" ?A-Za-z.]*)(?: = None|, ?(?:default|optional)[^\n]*)?;?(?: *//[^\n]*)?"
)
# ENV["API_KEY"], getEnv "API_KEY", env.API_KEY, keys[0], a ? b : c, A | B: whatever the names are
_LOOKUP = Pattern(
    rb"(?:\w+\.)?(?:ENV|env|environ|secrets|\$_(?:ENV|SERVER))\[[\"']?[A-Za-z_]\w*[\"']?\]?"
    rb"|(?:\w+\.)?(?:getEnv|lookupEnv) [\"']?[A-Za-z_]\w*[\"']?|(?:\w+\.)?env\.[A-Z][A-Z0-9_]*"
    rb"|[A-Za-z_]+\[\d{1,2}\]"
    rb"|[A-Za-z_][\w.]* \? [\w.()\"' -]+ : [\w.()\"' -]+"
    rb"|[A-Z]\w*(?:\[\])?(?: \| [\w.'\"<>\[\]]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\(\w{0,10}\)?"
)
# &Config{, map[string]string{, func(a int) error {, Option<String>: Go's literals, and types with parameters
_LITERAL = Pattern(rb"[&*\[\]A-Za-z_][\w\s.\[\]*(),_]*\{\}?|[A-Z]\w*<[\w<>, :&']+>?")
# required|string|min:8, in:a,b: rules of Laravel
_RULE = (
    rb"(?:required\w*|nullable|sometimes|string|confirmed|min|max|size|between|unique|exists|regex|bail|same"
    rb"|different|alpha\w*|digits\w*|url|mimes?)(?::[^|\s]*)?"
)
_RULES = Pattern(_RULE + rb"(?:\|" + _RULE + rb")*")
# json:"password,omitempty" db:"password": a tag of a struct of Go; ssh-ed25519 AAAA… is public
_TAGS = Pattern(
    rb"(?:[a-z]\w*:\\?[\"'][\w,.:;=()<>/| -]*(?:\\?[\"'] |\\?[\"']?$))+|(?:ssh-[a-z0-9]+|ecdsa-sha2-\w+"
    rb"|sk-\S+) AAAA[A-Za-z0-9+/=]+(?: [^\n]*)?"
)
# your-key, <an api key>, my_secret_here
_YOURS = Pattern(
    rb"(?i)(?:your|my|the|some|an?|insert|enter|replace|put|add|example|dummy|fake|placeholder|change)[-_"
    rb" ](?:[a-z]+[-_ ]?){1,6}(?:here)?"
)
_TEMPLATE = Pattern(
    rb"(?i)(?:[a-z_ .,:/=\"'-]*[$#]?\{@?[a-z_][\w.]*(?:\([^(){}]*\)|\[[\"'\\]*[\w-]*[\"'\\]*\])*(?:![rsa])?"
    rb"(?::[^{}]{0,10})?\}[a-z_ .,:/=\"'-]*)+"
)
# getpass.getpass("Key: "), load_key()
_CALL = Pattern(
    rb"(?:await |new )?((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w{2,})\((?:[\"'][\w./:"
    rb" -]*[\"']?|[\w.]*|[\w.]+\([^\n]*|\w+=[^\s()]*)?(?:,[^\n]*)?\)?(?:\.[a-z_]+\([^\n]*)?[;,]?"
)
# getApiKey, with words that are too short for word_ratio
_GETTER = Pattern(rb"(?:get|load|read|fetch|resolve|lookup)(?:_?[A-Z][a-z]+|_[a-z]+)+")
_SUBSCRIPT = Pattern(
    rb"((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?:\[[\"']?[\w.-]*[\"']?\]|\[[\w.]+\[[^\]\n]*\]+"
    rb"|\[[\w.+-]*:[\w.+-]*\])+(?:\.[a-z_]+\([^\n]*)?"
)
_CONSTANT = Pattern(rb"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_OF_SETTINGS = (b"_KEY", b"_KEY_ID", b"_TOKEN", b"_SECRET", b"_PASSWORD", b"_CREDENTIALS")
_VARIABLE = Pattern(rb"\$[A-Za-z_:]\w*|:[a-z_]+|\$env:\w+|\$\w+\.\w+|@\w+|&\w+")
_PATH = Pattern(
    rb"(?:[A-Za-z]:[\\/]{1,4}|~?/|\.{1,2}/|file://)(?:[\w"
    rb" .@+\x01-]+[\\/]{1,4})+[\w.@+-]*|\.{1,2}/[\w-]+\.(?:json|pem|key|crt|ya?ml|txt|env)"
    rb"|~?/?[\w-]+/[\w/.-]+\.(?:json|pem|key|crt|yaml|yml|toml|txt|env)"
    rb"|[a-z_-]+\.(?:c|h|cc|cpp|py|js|ts|go|rs|java|rb|php)"
)
# Words of a sentence about a secret.
_SAID = frozenset(
    b"a an the is are was be must should not no your you for of to in on with by from at this that it cannot"
    b" could can has have been or and failed error invalid missing required expected unexpected expired"
    b" provided found check please see set use used when if while will does did do but only needs need must"
    b" field updated successfully muss darf mindestens doit debe deve moet per random default generated siehe"
    b" nicht ist voir dans ver vedi zie see".split()
)


_ANY_PLACEHOLDER = Pattern(
    b"|".join(
        b"(?:" + cast("bytes", pattern.source) + b")"
        for pattern in (
            _WHOLE,
            _YOURS,
            _TEMPLATE,
            _CALL,
            _SUBSCRIPT,
            _CONSTANT,
            _VARIABLE,
            _PATH,
            _CODE,
            MEMBER,
        )
        + (EXPRESSION, _RULES, _TAGS, _LOOKUP, _LITERAL)
    )
)


# A duration, a size
_MEASURE = Pattern(rb"(?i)\d{1,6}(?:\.\d{1,6})?(?:[mnu]?s|m|min|h|[kmg]i?b)")


def _is_filled(lower: bytes) -> bool:
    """Whether a value of letters and digits may be a placeholder; without these it hardly is."""
    return b"xxx" in lower or b"changeme" in lower


@once_a_text
def is_placeholder(value: bytes, is_string: bool = False) -> bool:
    """Whether the value is a word, a variable, a mask or, outside of a string, code, and so not a secret."""
    value = value.strip(b" \t\"'`,;")
    lower = value.lower()
    if lower in _PLACEHOLDERS or len(set(value)) <= 2 or value[:1] == BARRIER:
        return True
    if value.isalnum() and has_digit(value) and not (value[:1] in b"xX0" or _is_filled(lower)):
        return not is_string and value[:1].isdigit() and _MEASURE.fullmatch(value) is not None
    # For most values this one pattern shows that they are not placeholders.
    return _ANY_PLACEHOLDER.fullmatch(value) is not None and _is_known_placeholder(value, is_string)


# ...{last_4}
_SLOT = Pattern(r"[^\w{}]*\{([a-z]+(?:_[a-z]+)*_\d{1,2})\}[^\w{}]*")


def _is_slot(value: bytes) -> bool:
    """Whether it is the slot of a variable with a number."""
    return _SLOT.fullmatch(value) is not None


def _is_known_placeholder(value: bytes, is_string: bool) -> bool:
    if _WHOLE.fullmatch(value) or _RULES.fullmatch(value) or _TAGS.fullmatch(value):
        return True
    if _CONSTANT.fullmatch(value) and (word_ratio(value) >= 0.6 or value.endswith(_OF_SETTINGS)):
        return True
    if _YOURS.fullmatch(value) or _TEMPLATE.fullmatch(value):
        mixed = changes(value.strip(b"$#@{}"))
        return mixed < 0.4 and not (has_digit(value) and mixed >= 0.3) or _is_slot(value)
    if _VARIABLE.fullmatch(value):
        return _is_name_of_variable(value)
    if _PATH.fullmatch(value):
        return not (looks_random(value.rpartition(b"/")[2]) and has_digit(value)) or value.count(b"/") > 3
    return not is_string and (_is_code(value) or _is_call(value))


def _is_code(value: bytes) -> bool:
    """Whether it is a lookup, a literal of a type, or what settings are read from: settings.API_KEY."""
    if _LOOKUP.fullmatch(value) or _LITERAL.fullmatch(value) and word_ratio(value) >= 0.7:
        return True
    is_of_words = word_ratio(value) >= 0.5 or changes(value) < 0.3
    return is_of_words and _CODE.fullmatch(value) is not None and (b")" in value or not _is_mixed(value))


def _is_call(value: bytes) -> bool:
    """Whether it is a call or a subscript: get_key("x"), keys[0]."""
    if (MEMBER.fullmatch(value) or EXPRESSION.fullmatch(value)) and is_of_words(value):
        return True
    call = _CALL.fullmatch(value) or _SUBSCRIPT.fullmatch(value)
    if call is None or _is_mixed(call.group(1)):
        return False
    return word_ratio(call.group(1)) >= 0.8 or _GETTER.fullmatch(call.group(1)) is not None


def _is_name_of_variable(value: bytes) -> bool:
    """Whether it is a variable such as $TOKEN, not a password that begins with $."""
    is_mixed_up = changes(value) >= 0.4 and rare_pairs(value) >= 0.2
    return not (has_digit(value.rstrip(b"0123456789")) or is_mixed_up)


def _is_mixed(value: bytes) -> bool:
    return has_digit(value) and changes(value) >= 0.35


# The marks of a sentence in Chinese and Japanese.
_FULL_WIDTH = Pattern(r"[\x{3001}\x{3002}\x{ff0c}\x{ff1a}\x{ff1b}]")


# Cloud deployments (name + address)
_REMARK = Pattern(r"[A-Z]?[a-z]+(?: [a-z]+)+ \([A-Za-z]+(?:[ ,+/-]{1,3}[A-Za-z]+)+\)")


def is_sentence(value: bytes) -> bool:
    """Whether it is a sentence about a secret."""
    if not value.isascii() and _FULL_WIDTH.occurs(value):
        return True
    if value.endswith(b")") and _REMARK.fullmatch(value):
        return True
    words = value.lower().replace(b",", b" ").replace(b".", b" ").split()
    return len(words) > 1 and any(word in _SAID for word in words)


# correct-horse-battery
_JOINED = Pattern(r"[A-Za-z]+(?:[-_.][A-Za-z]+){2,}")


def is_joined_words(value: bytes) -> bool:
    """Whether it is three words or more, with marks between them."""
    return _JOINED.fullmatch(value) is not None


_LONG_CAPITALS = 16


def is_word(value: bytes) -> bool:
    """Whether it is one plain word, as in prose."""
    word = value.strip(b".,:;!?").replace(b"n't", b"").replace(b"'s", b"")
    if not word.isascii():
        letters = word.decode("utf-8", "ignore")
        return letters.isalpha() and (letters.islower() or letters.istitle())
    if (
        not word.isalpha()
        or word.isupper()
        and len(word) >= _LONG_CAPITALS
        and rare_pairs(word.lower()) >= 0.15
    ):
        return False  # the secret of an authenticator, in base32
    return word.islower() or word.istitle() or word.isupper()


def find_closing(data: bytes, start: int, slashes: int, quote: bytes) -> int:
    """Where a string ends that begins at `start` with `slashes` backslashes before its quote; the line's
    end if none closes it.
    """
    stop = find_or_end(data, b"\n", start, start + _LONGEST)
    at, step = data.find(quote, start, stop), 2 * (slashes + 1)
    for _ in range(_MOST_QUOTES):
        if at < 0:
            break
        before = at
        while before > start and data[before - 1] == 92:
            before -= 1
        count = at - before
        if count % step == slashes or count < slashes:
            return at - min(count, slashes)
        at = data.find(quote, at + 1, stop)
    return stop


# \\n is an escaped line end only if a word or another escape follows.
_LINE_END = rb"""\\[nr](?:\\|\s|[A-Za-z_][\w .-]*[=:,(]|[A-Za-z]+\s|["'}\]]|$)"""
ESCAPED_LINE_END = Pattern(
    rb"\\+[nr](?:\\|\s|[/\[{<>-]|[A-Za-z_][\w"
    rb" .-]*[=:,(]|[A-Za-z]+\s|[\"'}\]]|$)|&(?:amp;){0,3}(?:quot|apos|lt|gt|#\d{2,3});"
)
_BLANK = Pattern(rb"[\s\x01\x{201c}-\x{201f}]|&(?:quot|apos|#34|#39|#x27);|</\w+>|" + _LINE_END)
_NEXT_NAME = Pattern(
    rb"""[;,]\s{0,2}[{("'`]{0,2}[A-Za-z_][\w .-]{2,40}["'`]{0,2}\s?[=:]"""
    rb"""|&[A-Za-z_][\w.-]{1,40}="""
    rb"""|[,;]\s|[,;]$"""
    rb"""|\\*["'`][,;)\]}]"""
)
_NEXT_SETTING = Pattern(
    _LINE_END + rb"""|\s+[A-Za-z_][\w.-]{0,40}=|\s#\s|\s+->\s|\x01|</\w+>|\s&&?\s|\s\|\s|\s>\s?[/\w]|\s<\s"""
)
_QUERY_VALUE = Pattern(rb"[\w.%+/-]{16,}")
_CLOSERS = {b")": b"(", b"]": b"[", b"}": b"{", b">": b"<"}


@once_a_text
def _has_escaped_ends(data: bytes) -> bool:
    return b"\\n" in data


def find_bare_end(data: bytes, start: int, to_line_end: bool, opened_by: bytes) -> int:
    """Where an unquoted value ends: at a space, at the next setting, or at the quote or bracket that opened
    before it. With `to_line_end` the value may contain spaces; `opened_by` is the quote around the name and
    the value.
    """
    stop = find_or_end(data, b"\n", start, start + _LONGEST)
    if opened_by:
        closing = data.find(opened_by, start, stop)
        if closing > start:
            stop = closing
            while data[stop - 1] == 92 and stop > start:
                stop -= 1
            to_line_end = True
    found = (_NEXT_SETTING if to_line_end else _BLANK).search(data, start, stop)
    end = found.start() if found else stop
    if _has_escaped_ends(data) and (
        data.count(b"\\n", max(0, start - _LOOK_BACK), min(len(data), stop + _LOOK_BACK)) > 1
    ):
        # Where line ends are written as \\n, the first one ends the line.
        escaped = data.find(b"\\n", start, end)
        if escaped > start:
            end = escaped
            while data[end - 1] == 92:
                end -= 1
    before = data[max(0, start - _LOOK_BACK) : start]
    found = _NEXT_NAME.search(data, start, end)
    if found and found.start() - start >= 4 and _ends_here(before, data, found, to_line_end):
        end = found.start()
    return _trim(data, start, end, before[before.rfind(b"\n") + 1 :])


def _ends_here(before: bytes, data: bytes, found: Any, is_own_line: bool) -> bool:
    mark = data[found.start() : found.start() + 1]
    if mark in b"\"'`\\":
        quote = data[found.start() : found.end()].lstrip(b"\\")[:1]
        return bool(before.count(quote) & 1)
    return (
        not (mark == b"&" and is_own_line)
        or _QUERY_VALUE.fullmatch(data[max(0, found.start() - 200) : found.start()].rpartition(b"=")[2])
        is not None
    )


def _trim(data: bytes, start: int, end: int, before: bytes) -> int:
    """Removes from the end what belongs to the text around: spaces, a comma, a bracket or a quote that opened
    before the value.
    """
    while end > start:
        char = data[end - 1 : end]
        if char in b" \t,;":
            end -= 1
        elif (
            char == b":"
            and data[end - 2 : end - 1] in (b")", b"]")
            and before.count(b"(") > before.count(b")")
        ):
            end -= 1  # def f(token=None):
        elif char in b")]}>" and data.count(_CLOSERS[char], start, end) >= data.count(char, start, end):
            break  # ${NAME} contains its own opening bracket
        elif char in b")]}>" and before.count(_CLOSERS[char]) > before.count(char):
            end -= 1
            before += char
        elif char in b"\"'`" and before.count(char) & 1:
            end -= 1
            before += char
            while end > start and data[end - 1] == 92:
                end -= 1
        else:
            break
    return end
