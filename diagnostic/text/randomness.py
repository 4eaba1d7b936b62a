"""A value -> is it a secret: random as generators make keys, or a word, a name in code, a placeholder."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import math
from collections import Counter
from typing import NamedTuple

import re2

_PLACEHOLDERS = frozenset(
    b"none null nil true false undefined str string bytes int any required missing invalid empty optional field object "
    b"redacted hidden secret password passwd token apikey authtoken bearer basic expected must type error value unset "
    b"not changeme varchar text char number boolean expired revoked header headers wrong incorrect failed denied".split()
)
# Names in code and in settings, not values: settings.API_KEY, get_secret("x"), your-api-key, AN_ENV_VAR.
_NAME = re2.compile(
    rb"(?:[A-Za-z]+[_.-])*[A-Za-z]+|_+[A-Za-z_.]+|(?:[A-Za-z_]+\d{0,3}[._])+[A-Za-z_]+|[A-Z][A-Z_]+(?:_\d{1,2})?"
)
_CODE = re2.compile(rb"(?:(?i:bearer|basic|token) )?(?:\$|%|<|\{|\(|\*\*\*|\.\.\.|os\.|process\.|env[.\[]|self\.|this\.|config[.\[]|settings\.|xxx|XXX|\[masked-|\[secure\])")


class Hit(NamedTuple):
    """What a mask's pattern found: the words before the value, the value, and the text around."""

    lead: bytes
    value: bytes
    before: bytes
    after: bytes


def entropy(value: bytes) -> float:
    """Bits a character."""
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())


def changes(value: bytes) -> float:
    """How often a lower-case letter, a capital, a digit and a mark follow another kind: 0 in a word, 0.6 in a key."""
    kinds = [0 if 97 <= char < 123 else 1 if 65 <= char < 91 else 2 if 48 <= char < 58 else 3 for char in value]
    return sum(one != two for one, two in zip(kinds, kinds[1:], strict=False)) / max(1, len(kinds) - 1)


def has_digit(value: bytes) -> bool:
    """Is there a digit in it?"""
    return any(48 <= char < 58 for char in value)


def has_letter(value: bytes) -> bool:
    """Is there an ASCII letter in it?"""
    return value.lower() != value.upper()


def is_placeholder(value: bytes) -> bool:
    """A word, a variable or a mask that stands where a secret would."""
    return value.lower() in _PLACEHOLDERS or _CODE.match(value) is not None or len(set(value)) <= 2


def _is_name(value: bytes) -> bool:
    return _NAME.fullmatch(value) is not None and wordiness(value) > 0.7


def is_secret_value(hit: Hit) -> bool:
    """What is assigned to a name that says key, token or password: is it a value?"""
    value, lead = hit.value, hit.lead.lower()
    if is_placeholder(value):
        return False
    is_quoted = lead[-1:] in b"\"'`"
    if not is_quoted and (value.endswith((b"(", b".get")) or b"(" in value[:40] and not has_digit(value)):
        return False
    if any(word in lead for word in (b"pass", b"pwd", b"secret", b"authorization", b"cookie")):
        if value.isdigit() and b"pass" not in lead and b"pwd" not in lead:
            return False
        return len(value) >= 4 and (is_quoted or value.isalpha() or not _is_name(value))
    if b" " in value or value.isdigit() or len(value) < 8 or entropy(value) <= 2.2:
        return False
    if has_digit(value):
        return True
    # Without a digit: long enough, and no name in code.
    return len(value) >= 16 and (value.isalpha() or not _is_name(value))


def is_credential(hit: Hit) -> bool:
    """"Bearer authentication" and "basic example" are words; a credential is long, or has a digit, padding or a colon inside."""
    value = hit.value
    if is_placeholder(value) or (len(value) < 20 and value.isdigit()):
        return False
    if len(value) >= 20 or has_digit(value) or value.endswith(b"="):
        return has_digit(value) or value.isalpha() or not _is_name(value)
    try:
        return b":" in base64.b64decode(value + b"=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


def is_random_token(hit: Hit) -> bool:
    """A long token that no name explains: all kinds of characters, mixed as only chance mixes them."""
    value = hit.value
    if len(value) > 256 or _in_base64(hit):
        return False
    kinds = sum(97 <= char < 123 for char in value), sum(65 <= char < 91 for char in value), sum(48 <= char < 58 for char in value)
    return min(kinds) >= 1 and changes(value) >= 0.3 and wordiness(value) < 0.72 and entropy(value) >= 3.8


def _in_base64(hit: Hit) -> bool:
    # A piece of an image or a document: base64 goes on across the + or / beside it.
    beside = hit.before[-24:] if hit.before[-1:] in b"+/" else hit.after[:24] if hit.after[:1] in b"+/" else b""
    return len(beside) > 12 and changes(beside) >= 0.4


_WORDS = re2.compile(rb"[A-Z]?[a-z]{3,}|[A-Z]{4,}|\d{4}-\d\d-\d\d")


def wordiness(value: bytes) -> float:
    """How much of a value is words, dates and capitals in a row: 1 in a name in code, about 0.2 in a key."""
    return sum(map(len, _WORDS.findall(value))) / max(1, sum(char > 47 for char in value))


def looks_random(value: bytes) -> bool:
    """Do its characters change as only chance changes them, or is no word in it?"""
    mixed, words = changes(value), wordiness(value)
    is_in_one = len(value) >= 20 and value.isalnum() and (has_digit(value) or value.isupper())
    return is_in_one or mixed >= 0.4 or words < 0.5 or (mixed >= 0.3 and words < 0.8 and len(value) >= 20)


_TOKEN_END = re2.compile(rb"""[\s"'`,;()\[\]{}<>]""")


def is_continuation(piece: bytes, after: bytes, is_full_width: bool) -> bool:
    """What stands at the start of a line after half a secret: the other half, or the text going on?"""
    token = _TOKEN_END.split(piece, 1)[0]
    words, word = wordiness(token), token.rstrip(b":.!?")
    if len(token) < 8:
        # The last few characters of a key; a word there is the text going on, unless a quote closes it.
        is_word = word.isalpha() and (word.islower() or word.istitle()) if is_full_width else not (has_digit(word) or word.isupper() or b"=" in word)
        return not is_word or after in (b'"', b"'", b"`")
    if is_full_width:  # a terminal's edge cuts anywhere
        return words < 0.9
    return words < 0.35 and (has_digit(token) or changes(token) > 0.15) or words < 0.65 and changes(token) >= 0.2


def is_public_address(hit: Hit) -> bool:
    """A public IP address; neither a version of four parts nor a time of day."""
    value, before = hit.value, hit.before
    if value.count(b":") == 8:  # Node prints the port after it
        value = value.rpartition(b":")[0]
    if b":" in value and b"::" not in value and value.count(b":") != 7:
        return False
    try:
        address = ipaddress.ip_address(value.decode())
    except ValueError:
        return False
    if not address.is_global:
        return False
    return address.version == 6 or not _is_version(before, hit.after)


_VERSION_BEFORE = re2.compile(rb"(?i)(?:[v_.-]|==|~=|>=|<=|\^|[a-z]/|\b(?:version|ver|build|release|revision)[\"']?\s*[:=]?\s*[\"']?)$")
_PORT = re2.compile(rb":\d{2,5}\b")


def _is_version(before: bytes, after: bytes) -> bool:
    # Java prints host.example/1.2.3.4:443; Chrome/120.0.0.0 has no port.
    return _VERSION_BEFORE.search(before) is not None and not (before[-1:] == b"/" and _PORT.match(after))


_COMMON_USERS = frozenset(
    b"user users you username me runner app apps ubuntu root node ec2-user vscode circleci travis jenkins gitlab-runner "
    b"appuser nonroot python worker deploy www-data site public shared default vsts azureuser coder vagrant airflow "
    b"jovyan codespace sbx_user1051 runneradmin containeradministrator administrator name your-name xxx".split()
)


def is_person(hit: Hit) -> bool:
    """A user name that is no system account's."""
    return hit.value.lower() not in _COMMON_USERS and is_placeholder(hit.value) is False
