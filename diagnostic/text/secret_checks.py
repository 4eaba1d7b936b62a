"""Checks of what a form's pattern matched: whether it is a secret, or words in the place of one. The rows of
masks/forms.toml name these functions.
"""

from __future__ import annotations

import base64
import binascii
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.passages import is_about_error, is_plain_talk
from diagnostic.text.randomness import (
    changes,
    entropy,
    has_digit,
    has_letter,
    is_key_like,
    is_known_id,
    rare_pairs,
    word_ratio,
)
from diagnostic.text.values import is_joined_words, is_placeholder, is_sentence


class Hit(NamedTuple):
    """A match: what the pattern matched before the value, the value, and some text before and after the
    value.
    """

    lead: bytes
    value: bytes
    before: bytes
    after: bytes


# Names in code and in settings, not values: settings.API_KEY, get_secret("x"), your-api-key, AN_ENV_VAR.
_NAME = Pattern(
    rb"(?:[A-Za-z]+[_.-])*[A-Za-z]+|_+[A-Za-z_.]+|(?:[A-Za-z_]+\d{0,3}[._])+[A-Za-z_]+|[A-Z][A-Z_]"
    rb"+(?:_\d{1,2})?"
)


def _is_name(value: bytes) -> bool:
    return _NAME.fullmatch(value) is not None and word_ratio(value) > 0.7


def has_many_characters(hit: Hit) -> bool:
    """Whether the value has many different characters; a placeholder consists of a few, such as xxx."""
    return len(set(hit.value)) > 9 and len(set(hit.value[13:])) != 1


def is_mixed(hit: Hit) -> bool:
    """Whether the value mixes character classes."""
    return mixes_character_classes(hit.value)


# [--password PASSWORD], in a usage message
_USAGE = Pattern(rb"<?[A-Z][A-Z_]*>?[\])]+")


def is_given(hit: Hit) -> bool:
    """Whether the argument of a command is a password: anything except a placeholder, a port or a path."""
    value = hit.value
    if hit.lead.rstrip(b"\"' ").endswith((b"-p", b"-w", b"-a", b"-k", b"-P")) and (
        value.startswith((b"/", b"./", b"~/"))
        or (len(value) < 6 or b":" in value)
        and (value[:1] == b"$" or value.replace(b":", b"").isdigit())
    ):
        return False
    if hit.lead.lower().startswith((b"login and ", b"login or ")):  # the login and password that are used
        return False
    if b"://" in value and hit.lead.endswith(b"-u"):  # -upstream=http://host:80
        return False
    if _USAGE.fullmatch(value) or value in (b"option", b"flag", b"argument", b"parameter", b"switch"):
        return False
    is_pair = hit.lead.strip().startswith(
        (b"curl", b"-u", b"-U", b"-a", b"--user", b"--proxy", b"--auth", b"--http")
    )
    return not (
        is_placeholder(value.partition(b":")[2] if is_pair and b":" in value else value)
        or is_placeholder(value)
    )


def is_given_to_tool(hit: Hit) -> bool:
    """Whether the argument of a tool with its own notation for passwords is one: anything except a
    placeholder.
    """
    return not is_placeholder(hit.value)


def is_scheme_and_credential(hit: Hit) -> bool:
    """Whether the second word is a credential, not a word of a sentence."""
    credential = hit.value.partition(b" ")[2]
    is_mixed = has_digit(credential) and has_letter(credential)
    is_made = is_mixed or credential.endswith(b"=") or is_joined_words(credential)
    return is_made and not is_placeholder(credential)


def is_quoted_value(hit: Hit) -> bool:
    """Whether a quotation after the name of a setting is its value, not a sentence about it."""
    return not is_placeholder(hit.value, True) and not is_sentence(hit.value)


_MARK_INSIDE = Pattern(r"\w[!#$%*^&?@~+=]\w")


def is_header_value(hit: Hit) -> bool:
    """Whether a header's value has digits or marks inside, and is not an HTTP method or a URL."""
    value = hit.value
    is_marked = has_digit(value) or is_joined_words(value) or _MARK_INSIDE.search(value) is not None
    return is_marked and not (value.isupper() or b"://" in value or is_placeholder(value))


def is_cut_password(hit: Hit) -> bool:
    """Whether it is user:password at the end of a truncated text, not a host and its port."""
    password = hit.value.partition(b":")[2].rstrip(b".,;:!?`)*_")
    return not password.isdigit() and not is_placeholder(password)


_TRACED = Pattern(
    rb"(?i)(?:request|trace|correlation|cf|ray|event|message|response|generation|conversation|operation|build"
    rb"|deployment|invocation|activity|execution|span|parent|amz)[-_ ]?id(?:-2)?[\"']?\s?[:=]\s?[\"']?$"
    rb"|\b(?:etag|if-(?:none-)?match)[\"']?\s?[:=]\s?[\"'\\]*(?:W/)?[\"'\\]*$"
)


# cache key: Linux-pip-…, which is made of digests
_CACHE_KEY = Pattern(rb"(?i)\bcache\b[^\n\x01]{0,60}\bkeys?\W{1,3}$")

# The labels of digests.
_DIGESTS = (b"sha1-", b"sha256-", b"sha384-", b"sha512-", b"h1:", b"SHA256:")
_IN_DIGEST = Pattern(r"(?:\bsha\d{1,3}-|h1:|(?i:sha256):)[A-Za-z0-9+/]*$")


def is_base64_key(hit: Hit) -> bool:
    """Whether padded base64 of 32 or 64 bytes is random, and not labelled as an id or a digest."""
    is_of_words = word_ratio(hit.value) >= 0.5 and rare_pairs(hit.value) < 0.25
    is_mixed_up = changes(hit.value) >= 0.4 and has_digit(hit.value) and not is_of_words
    return is_mixed_up and not _TRACED.occurs(hit.before) and not hit.before.endswith(_DIGESTS)


_LINE_LENGTHS = (60, 64, 70, 72, 76)
# The line beside a line of a certificate or an image: base64, or a dashed title.
_ABOVE = Pattern(r"(?:[A-Za-z0-9+/=]{20}|-----)\r?\n$")
_BELOW = Pattern(r"\A\r?\n(?:[A-Za-z0-9+/=]{20}|[A-Za-z0-9+/]{0,76}={1,2}\s|-----)")


def is_base64_run(hit: Hit) -> bool:
    """Whether base64 without padding is random, and not a path or a line of a certificate or an image."""
    value = hit.value
    if not 40 <= len(value) <= 200 or b"//" in value and b"+" not in value:
        return False
    is_line = hit.before[-1:] in (b"", b"\n") and hit.after[:1] in (b"", b"\r", b"\n")
    if is_line and len(value) in _LINE_LENGTHS and (_ABOVE.occurs(hit.before) or _BELOW.occurs(hit.after)):
        return False
    return (
        is_base64_key(hit) and changes(value) >= 0.45 and is_random_token(hit._replace(before=b"", after=b""))
    )


_SAID = Pattern(rb"(?i)(?:key|token|secret|password|credential)[a-z]{0,4}\b[^\n\x01]{0,32}$")


# Commit hashes are kept, because they show which code ran: commit 12e09dd, revision: 12e09dd
_COMMIT = Pattern(rb"(?i)\b(?:commit|revision|rev|tree|blob|branch|checkout|merge|HEAD)\W{1,4}$")


def is_said_key(hit: Hit) -> bool:
    """Whether a value is obviously a key, some words after a word such as "token"."""
    is_other = _IN_DIGEST.occurs(hit.before) or _COMMIT.occurs(hit.before)
    is_name = hit.value.isalnum() and word_ratio(hit.value) >= 0.7  # RsaPrivateKeyBuilder
    return is_key_like(hit.value) and bool(_SAID.occurs(hit.before)) and not (is_other or is_name)


def is_told_key(hit: Hit) -> bool:
    """Whether what follows "my key" is random, and not an id, a date, a path or a model."""
    value = hit.value.rstrip(b".:!?)")
    is_mixed_up = has_digit(value) and has_letter(value) and changes(value) >= 0.35
    is_word = word_ratio(value) >= 0.5 or value[:2] == b"20" or b"/" in value
    return is_mixed_up and not (is_word or is_known_id(value) or is_placeholder(value))


# A place in a file, a version, the name of a setting or of an algorithm
_OTHER_WORD = Pattern(
    r"(?i).*[\w)]:\d+|v?\d[\d.x-]*|[a-z]+(?:_[a-z]+\d{0,2})+|(?:sha|md|aes|rsa|base|utf|pbkdf)[-_]?\d.*"
)


# x.example/y, X-Api-Key
_ADDRESS_OR_NAME = Pattern(r"[./:-]")


def is_told_word(hit: Hit) -> bool:
    """Whether a word that a sentence calls a password is one: it mixes digits and letters, or capitals and
    small letters.
    """
    value = hit.value.rstrip(b".,:;!?")
    is_mixed_up = has_digit(value) and has_letter(value) and b"://" not in value
    is_mixed_up |= not _ADDRESS_OR_NAME.search(value) and changes(value) >= 0.3 and word_ratio(value) < 0.4
    is_other = is_known_id(value) or is_placeholder(value) or _OTHER_WORD.fullmatch(value)
    return is_mixed_up and not is_other


def is_key_argument(hit: Hit) -> bool:
    """Whether what an API's client is made with is its key: random, not a model, an address or a name."""
    value = hit.value
    is_named = word_ratio(value) >= 0.4 and rare_pairs(value) < 0.2 or b"://" in value
    return is_key_like(value) and not is_named and not is_placeholder(value, True)


# A complaint, not the heading of a value
_COMPLAINT = Pattern(
    rb"(?i)\b(?:invalid|missing|unexpected|expired|wrong|no|not|bad|unknown|unauthori[sz]ed|without|required|reset|and|or)\b"
)
_DATE_OR_PLACE = Pattern(r"20\d\d-\d.*|.*\w:\d+(?::\d+)?")
_LEAST_WORDS = 3


def is_below_heading(hit: Hit) -> bool:
    """Whether the one word below a heading that names a secret is its value."""
    value = hit.value
    is_other = (
        b"://" in value or is_known_id(value) or is_placeholder(value) or _DATE_OR_PLACE.fullmatch(value)
    )
    if is_other or _COMPLAINT.occurs(hit.lead):
        return False
    if b"/" in value or b"." in value or value.isalnum() and len(value) >= _LONG:
        return is_key_like(value) and word_ratio(value) < 0.4
    is_of_words = is_joined_words(value) and len(value.replace(b"_", b"-").split(b"-")) >= _LEAST_WORDS
    return is_of_words or is_told_word(hit)


# SELECT id FROM users
_OF_DATABASE = Pattern(r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH|MATCH|DROP|EXPLAIN)\b|[{(<\[]")


def is_said(hit: Hit) -> bool:
    """Whether words in a field of a person's question are what the person asked, not an error or a query."""
    return not (_OF_DATABASE.match(hit.value) or is_about_error(hit.value) or is_placeholder(hit.value, True))


def is_told_anywhere(hit: Hit) -> bool:
    """Whether words in a field that programs use, too, are what a person or the model wrote."""
    return is_plain_talk(hit.value) and not _OF_DATABASE.match(hit.value)


# Words of compounds and of names: end-of-file, read-only-user, rate-limit-exceeded
_OF_COMPOUND = frozenset(
    b"the and for not end out off over per pre via non self long short read only write case user based"
    b" free level type rate limit limited error errors invalid expired missing required unknown failed"
    b" exceeded found valid auth api key keys token tokens secret password your here client server side"
    b" prod dev test stage staging service account admin default model request response content block"
    b" event stream message file name value data config app env header anthropic claude openai beta with"
    b" from this that must claim scope role access id".split()
)


def is_pass_phrase(hit: Hit) -> bool:
    """Whether three words or more with marks between them are a pass phrase, not a compound or a name."""
    words = hit.value.lower().replace(b"_", b"-").split(b"-")
    return not any(word in _OF_COMPOUND for word in words) and not is_placeholder(hit.value)


def is_named_value(hit: Hit) -> bool:
    """Whether the word is a value, not an address, a known id or the name of another setting."""
    is_name = read_name(hit.value) is not Sensitivity.NONE
    return is_header_value(hit) and not (is_name or is_known_id(hit.value))


_HEXADECIMAL = Pattern(r"[0-9a-f-]+")


def is_random_word(hit: Hit) -> bool:
    """Whether small letters and digits are random: neither words, nor a digest, a UUID or a known id."""
    value = hit.value
    is_mixed = sum(48 <= char < 58 for char in value) >= 2 and has_letter(value)
    is_random = is_mixed and rare_pairs(value) >= 0.12
    return is_random and not (_HEXADECIMAL.fullmatch(value) or is_known_id(value))


def is_device_key(hit: Hit) -> bool:
    """Whether the argument of a directive of a router is a key, not a word of a sentence or of the syntax."""
    return is_header_value(hit) and len(hit.value) >= 6 or is_told_word(hit) and len(hit.value) >= 8


def mixes_character_classes(value: bytes) -> bool:
    """Whether the value has both letters and digits, or changes often between small letters and capitals."""
    return (has_digit(value) and has_letter(value)) or changes(value) > 0.25


def is_credential(hit: Hit) -> bool:
    """Whether what follows a scheme is a credential: it is long, or has a digit, padding or a colon inside.
    The words of "Bearer authentication" and "basic example" have none of these.
    """
    value = hit.value
    if is_placeholder(value) or (len(value) < 20 and value.isdigit()):
        return False
    if len(value) >= 20 or has_digit(value) or value.endswith(b"="):
        return has_digit(value) or value.isalpha() or not _is_name(value)
    try:
        return b":" in base64.b64decode(value + b"=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


# token_type=bearer expires_in=3600; GnuPG's id of a key
_NEXT_FIELD = Pattern(r"[a-z]+(?:_[a-z]+)+=\w")
_ID_OF_KEY = Pattern(r"(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40}):?")
_OF_IMAGE = Pattern(rb"sha\d{1,3}:[0-9a-f]+")


# basic username/password authentication
_CHOICE = Pattern(r"[A-Za-z]+(?:/[A-Za-z]+)+")


def is_any_credential(hit: Hit) -> bool:
    """Whether a credential follows a scheme: after Bearer and Basic almost anything is one, after a word such
    as "token" only a value that mixes character classes.
    """
    if b'="' in hit.value and b"," in hit.value:
        return True
    lead = hit.lead.strip().lower()
    if lead == b"digest" and _OF_IMAGE.fullmatch(hit.value) or _NEXT_FIELD.match(hit.value):
        return False
    if lead == b"key" and _ID_OF_KEY.fullmatch(hit.value):
        return False
    value = hit.value.partition(b"</")[0].strip(b"\"'`,;:.)]}\\")
    if hit.value.endswith(b":") and _NAME.fullmatch(value):  # a heading of what follows
        return False
    if lead in (b"bearer", b"basic"):
        if _CHOICE.fullmatch(value):
            return False
        if is_placeholder(value) or is_placeholder(hit.value):
            return False
        return not value.isalpha() or is_credential(hit._replace(value=value))
    return is_credential(hit) and (
        lead not in (b"key", b"token", b"bot")
        or mixes_character_classes(hit.value)
        and not is_known_id(hit.value)
    )


def is_url_secret(hit: Hit) -> bool:
    """Whether a query parameter is a secret; `key`, `code` and `auth` have other meanings too."""
    lead = hit.lead.lower()
    if lead.endswith((b"code=", b"key=", b"auth=")) and lead[1:] in (b"code=", b"key=", b"auth="):
        return is_credential(hit)
    return not is_placeholder(hit.value)


def is_user_info(hit: Hit) -> bool:
    """Whether user:password before a host contains a real password, or a key as the user name."""
    if hit.after.startswith(b"@sha256"):  # an image's digest
        return False
    user, _, password = hit.value.rpartition(b":")
    if _ADDRESS.match(password) or password in _SERVICE_USERS:  # http://localhost:3000/@x:80
        return False
    return not is_placeholder(password) or is_key_like(user)


_ADDRESS = Pattern(rb"\d{2,5}/")
# git+ssh://git@github.com
_SERVICE_USERS = (b"git", b"hg", b"svn")
_COOKIE_PAIR = Pattern(rb"""["']\s?:\s?\\*["'][^"'\\\s]{8,}""")


def is_cookie(hit: Hit) -> bool:
    """Whether it is name=value, as in a header, or "name": "value", as programs print cookies."""
    if hit.value.lstrip()[:1] in (b",", b")", b"+", b";"):
        return False  # print("Set-Cookie:", x)
    is_pairs = b"=" in hit.value or bool(_COOKIE_PAIR.occurs(hit.value))
    return is_pairs and not hit.value.startswith(b"[masked-")


_KINDS = (ascii_lowercase.encode(), ascii_uppercase.encode(), digits.encode())


# Keys of Mailgun look like ids. A row in vendors.toml would slow down every text.
_MAILGUN = Pattern(r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}")
_MAILGUN_LENGTH = 50


def _is_explained(hit: Hit) -> bool:
    """Whether the text before it labels the value as an id, such as X-Amz-Cf-Id, or as a digest."""
    before, value = hit.before, hit.value
    return (
        bool(_TRACED.occurs(before))
        or bool(_CACHE_KEY.occurs(before))
        or before.endswith(_DIGESTS)
        or value.startswith(_DIGESTS)
        or before[-1:] in b"/+"
        and bool(_IN_DIGEST.occurs(before))
    )


# GPU-5c8b1f2e-…, MIG-…, job_…: a UUID identifies, and words around it say what.
_NAMED_UUID = Pattern(
    r"(?:[A-Za-z]{2,12}[-_]){0,3}[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?:[-_][A-Za-z]{2,12}){0,3}"
)


def is_random_token(hit: Hit) -> bool:
    """Whether a long token without a name is random: all character classes, well mixed, and few words."""
    value = hit.value
    if _is_explained(hit) or _is_symbol(hit):
        return False
    if len(value) == _MAILGUN_LENGTH and _MAILGUN.fullmatch(value):
        return True
    if value.isupper() or is_known_id(value) or _in_base64(hit):
        return False
    return _is_long_and_small(value) if value.islower() else _is_mixed_up(value)


def _is_mixed_up(value: bytes) -> bool:
    kinds = [len(value) - len(value.translate(None, kind)) for kind in _KINDS]
    mixed, words = changes(value), word_ratio(value)
    if len(value) < 32:  # may be a name with a number, so the evidence must be stronger
        return min(kinds) >= 2 and (mixed >= 0.45 and words < 0.4 or rare_pairs(value) >= 0.2)
    if min(kinds) < 1 or entropy(value) < 3.8:
        return False
    return mixed >= 0.3 and words < 0.72 or mixed >= 0.25 and rare_pairs(value) >= 0.15


# A symbol of C++ in an object file; a function that is called: OSSL_set0_info(
_MANGLED = Pattern(r"_{1,2}Z[A-Za-z]{0,5}\d{1,3}[a-z]\w+")
_FUNCTION = Pattern(r"(?:[A-Za-z]+\d?_)+[A-Za-z]+")


def _is_symbol(hit: Hit) -> bool:
    """Whether it identifies something: a UUID between words, a function."""
    value = hit.value
    if value.count(b"-") >= 4 and _NAMED_UUID.fullmatch(value):
        return True
    is_called = hit.after[:1] == b"(" and _FUNCTION.fullmatch(value) is not None
    return is_called or _MANGLED.fullmatch(value) is not None


_HEX = Pattern(r"[0-9a-f]+")
# The lengths of digests in hexadecimal.
_DIGEST_LENGTHS = (32, 40, 56, 64, 96, 128)
_LONG = 40


def _is_long_and_small(value: bytes) -> bool:
    """Whether it is 40 small letters and digits or more, mixed at random, and no digest."""
    if len(value) < _LONG or not value.isalnum() or not has_digit(value):
        return False
    if _HEX.fullmatch(value):
        return len(value) not in _DIGEST_LENGTHS and changes(value) >= 0.3
    return changes(value) >= 0.3 and rare_pairs(value) >= 0.15 and word_ratio(value) < 0.5


_BASE64_BEFORE = Pattern(rb"[A-Za-z0-9+/]+[+/]$")
_BASE64_AFTER = Pattern(rb"^[+/][A-Za-z0-9+/]+")


def _in_base64(hit: Hit) -> bool:
    # Part of an image or a document, if base64 continues beyond the + or / next to it.
    before, after = _BASE64_BEFORE.search(hit.before), _BASE64_AFTER.match(hit.after)
    beside = before.group()[-24:] if before else after.group()[:24] if after else b""
    # The neighbours may also be words of a path, which is not base64.
    return len(beside) > 12 and changes(beside) >= 0.4 and word_ratio(beside) < 0.5
