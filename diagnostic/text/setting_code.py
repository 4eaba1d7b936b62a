"""Whether what is assigned without quotes is code, by what it is and by what stands around it."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.code_values import is_variable, may_be_variable
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.randomness import has_digit, word_ratio
from diagnostic.text.setting_values import IDENTIFIER, line_start, looks_like_password

# strconv.Atoi: parsing "x": a function that reports an error
_CONTINUATION = Pattern(r"""[ ](?:\w{1,20}[ ])?["']""")
_ITEMS = Pattern(r"[\w\"'.]{1,40}(?:, [\w\"'.]{1,40})+")
# A type, a variable: AwsCredentials, defaultSecret, store.credentials
_IDENTIFIER = Pattern(r"(?:[A-Za-z_]\w*\??\.){0,5}[A-Za-z_]\w*")
_CAMEL_OR_MEMBER = Pattern(r"[a-z]+(?:[A-Z]+[a-z]*)+$|[A-Za-z_]\.[A-Za-z_]")
# Doorkeeper::AccessToken.first, &v1.Secret{, $cert[1], types.FlattenedInput
_PATH_OR_LITERAL = Pattern(
    r"(?:[A-Z][A-Za-z]+::)+[A-Z][A-Za-z]+(?:\.[a-z_]+[?!]?)*"
    r"|&(?:[a-z]\w{0,30}\.)?[A-Z][A-Za-z]+\{\}?|\$[a-z_]+(?:\[\d{1,3}\])+;?"
)
# types.FlattenedInput: a type; session.IDToken = validToken: a field of Go in an indented statement
_TYPE_OF_MODULE = Pattern(r"[a-z]+\.[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]+")
_FIELD = Pattern(r"[a-z]\w*(?:\.[A-Z]\w*)+ = ")
# let, const and var with a name; for a compound name on the right
_DECLARES = Pattern(r"(?:^|[\s>+(-])(?:let|const|val|let mut|local)[ ]$")
_SEVERAL_WORDS = Pattern(r"[a-z][A-Z]|[A-Za-z]_[A-Za-z]")


def is_code(data: bytes, name: bytes, start: int, at: int, end: int) -> bool:
    """Whether data[at:end] is a variable, a type, or what a function reports; `name` begins at `start`."""
    value, before, sign = data[at:end], data[at - 1 : at], data[start:at].rstrip()
    if sign.endswith(b"_SZ"):  # REG_SZ: Windows' registry holds texts
        return False
    if value.endswith(b":") and _CONTINUATION.match(data, end):
        return True
    if (value[:1] in b"&$" or b"::" in value) and _PATH_OR_LITERAL.fullmatch(value):
        return True
    if before == b"(" and IDENTIFIER.fullmatch(value) or before == b"[" and _ITEMS.fullmatch(value):
        return True  # Some(auth_token), [0, n0, 8]
    if data[at - 4 : at] == b" += " and IDENTIFIER.fullmatch(value):
        return True  # token += next_char
    if value.endswith(b"):") and is_placeholder(value[:-2]):
        return True  # auth_token=None):
    if may_be_variable(value) and is_variable(name, value, data[start:at], data[end : end + 3]):
        return True
    if value.rstrip(b",)") == sign.rstrip(b" \t=:"):
        return True  # s3_token=s3_token, and token=token,) at the end of a call
    return _IDENTIFIER.fullmatch(value) is not None and _is_variable_here(data, start, at, end)


def _is_variable_here(data: bytes, start: int, at: int, end: int) -> bool:
    """Whether code gives the name this type or variable: credentials?: Credentials; auth: auth,"""
    value, sign = data[at:end], data[start:at].rstrip()
    if not has_digit(value) and _DECLARES.search(data[line_start(data, start) : start]):
        return _SEVERAL_WORDS.search(value) is not None  # such a language writes strings in quotes
    if sign.endswith(b"?:"):
        return True
    if sign.endswith((b"||", b"??")):  # a bare word after "or" is another variable
        return not looks_like_password(value)
    return _is_assigned_variable(data, start, at, end)


def _is_assigned_variable(data: bytes, start: int, at: int, end: int) -> bool:
    """Whether what stands around an identifier is a statement, an argument or a typed field."""
    value, sign, after = data[at:end], data[start:at].rstrip(), data[end : end + 1]
    if after in (b",", b")", b";") and _TYPE_OF_MODULE.fullmatch(value):
        return True
    is_compound = not has_digit(value) and _CAMEL_OR_MEMBER.search(value) is not None
    if is_compound and _FIELD.fullmatch(data, start, at) and data[line_start(data, start) : start].isspace():
        return True
    if not (sign.endswith(b":=") or after == b";" or after in (b",", b")") and sign.endswith(b":")):
        return False  # DB_PASSWORD=mySecretPassword
    if sign.rstrip(b" \t:=") == value:
        return True
    return is_compound and word_ratio(value) >= 0.8 and read_name(value) > Sensitivity.KEY_LIKE
