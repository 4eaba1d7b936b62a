"""Whether the value of a setting is a placeholder: a word, a variable, a mask, code."""

from __future__ import annotations

from typing import cast

from diagnostic.patterns import Pattern
from diagnostic.text.code_values import EXPRESSION, MEMBER, is_of_words
from diagnostic.text.memory import once_a_text
from diagnostic.text.randomness import changes, has_digit, looks_random, rare_pairs, word_ratio
from diagnostic.text.ranges import BARRIER

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
