"""Checks of what a form's pattern matched: whether it is a secret, or words in the place of one. The rows of
masks/forms.toml name these functions.
"""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from diagnostic.patterns import Pattern
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_joined_words, is_sentence
from diagnostic.text.randomness import (
    changes,
    has_digit,
    has_letter,
    is_key_like,
    is_known_id,
    word_ratio,
)


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


_NO_PATH = Pattern(r"[?!%^*=&#<>]")


def is_given(hit: Hit) -> bool:
    """Whether the argument of a command is a password: anything except a placeholder, a port or a path."""
    value = hit.value
    if hit.lead.rstrip(b"\"' ").endswith((b"-p", b"-w", b"-a", b"-k", b"-P")) and (
        hit.lead.rstrip(b"\"'").endswith((b" ", b"="))
        and value.startswith((b"/", b"./", b"~/"))
        and not _NO_PATH.search(value)
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
# projects/acme/models/claude: the next line
_RESOURCE = Pattern(r"[a-z]+(?:/[\w.@:-]+){3,}")
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
    if lead == b"key" and (_ID_OF_KEY.fullmatch(hit.value) or _RESOURCE.fullmatch(hit.value)):
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
_COOKIE_PAIR = Pattern(rb"""[\w"']\s?:\s?\\*["'][^"'\\\s]{8,}""")


def is_cookie(hit: Hit) -> bool:
    """Whether it is name=value, as in a header, or "name": "value", as programs print cookies."""
    if hit.value.lstrip()[:1] in (b",", b")", b"+", b";"):
        return False  # print("Set-Cookie:", x)
    is_pairs = b"=" in hit.value or bool(_COOKIE_PAIR.occurs(hit.value))
    return is_pairs and not hit.value.startswith(b"[masked-")
