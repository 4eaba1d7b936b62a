"""What a mask's pattern found -> is it a secret of that kind, or words that stand where one would?"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from typing import NamedTuple

import re2

from diagnostic.text.randomness import (
    changes,
    entropy,
    has_digit,
    has_letter,
    is_placeholder,
    looks_random,
    word_ratio,
)


class Hit(NamedTuple):
    """What a mask's pattern found: the words before the value, the value, and the text around."""

    lead: bytes
    value: bytes
    before: bytes
    after: bytes


# Names in code and in settings, not values: settings.API_KEY, get_secret("x"), your-api-key, AN_ENV_VAR.
_NAME = re2.compile(
    rb"(?:[A-Za-z]+[_.-])*[A-Za-z]+|_+[A-Za-z_.]+|(?:[A-Za-z_]+\d{0,3}[._])+[A-Za-z_]+|[A-Z][A-Z_]+(?:_\d{1,2})?"
)
# Ids that diagnosis and support need, and that give access to nothing.
_IDS = re2.compile(
    rb"(?:req|msg|toolu|srvtoolu|mcptoolu|msgbatch|batch|file|skill|container|chatcmpl|call|resp|run|trace|span|wrkspc)[-_]"
)
_VERSION_BEFORE = re2.compile(
    rb"(?i)(?:[v_.-]|==|~=|>=|<=|\^|[a-z]/|\b(?:version|ver|build|release|revision)[\"']?\s*[:=]?\s*[\"']?)$"
)
_PORT = re2.compile(rb":\d{2,5}\b")
_COMMON_USERS = frozenset(
    b"user users you username me runner app apps ubuntu root node ec2-user vscode circleci travis jenkins gitlab-runner "
    b"appuser nonroot python worker deploy www-data site public shared default vsts azureuser coder vagrant airflow "
    b"jovyan codespace sbx_user1051 runneradmin containeradministrator administrator name your-name xxx".split()
)


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


def _is_name(value: bytes) -> bool:
    return _NAME.fullmatch(value) is not None and word_ratio(value) > 0.7


def is_header_value(hit: Hit) -> bool:
    """A value of a header that holds nothing but credentials."""
    return (
        not is_placeholder(hit.value)
        and len(hit.value) >= 6
        and is_secret_value(hit._replace(lead=b'secret"'))
    )


def is_obvious_secret(hit: Hit) -> bool:
    """Is a value that stands some words after its name a key by its own looks?"""
    value, lead = hit.value, hit.lead.lower()
    if lead.lstrip().startswith(b"-") or b"|" in lead or "│".encode() in lead:
        return is_secret_value(hit._replace(lead=b"key")) and has_digit(value)
    if len(value) < 16 or _IDS.match(value) or value.startswith(b"claude"):
        return any(word in lead for word in (b"password is", b"password was")) and has_digit(value)
    is_in_one = value.translate(None, b"+/").isalnum() and changes(value) >= 0.3
    return (has_digit(value) or value.isupper() or is_in_one) and has_letter(value) and looks_random(value)


def mixes_character_classes(value: bytes) -> bool:
    """Letters and digits, or small letters and capitals in turn."""
    return (has_digit(value) and has_letter(value)) or changes(value) > 0.25


def is_credential(hit: Hit) -> bool:
    """ "Bearer authentication" and "basic example" are words; a credential is long, or has a digit, padding or a colon inside."""
    value = hit.value
    if is_placeholder(value) or (len(value) < 20 and value.isdigit()):
        return False
    if len(value) >= 20 or has_digit(value) or value.endswith(b"="):
        return has_digit(value) or value.isalpha() or not _is_name(value)
    try:
        return b":" in base64.b64decode(value + b"=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


def is_url_secret(hit: Hit) -> bool:
    """A value in a query string; `key`, `code` and `auth` name other things too."""
    lead = hit.lead.lower()
    if lead.endswith((b"code=", b"key=", b"auth=")) and lead[1:] in (b"code=", b"key=", b"auth="):
        return is_credential(hit)
    return not is_placeholder(hit.value)


def is_user_info(hit: Hit) -> bool:
    """user:password before a host."""
    if hit.after.startswith(b"@sha256"):  # an image's digest
        return False
    return not is_placeholder(hit.value.rpartition(b":")[2])


def is_cookie(hit: Hit) -> bool:
    """name=value, as cookies are written."""
    return b"=" in hit.value and not hit.value.startswith(b"[masked-")


def is_random_token(hit: Hit) -> bool:
    """A long token that no name explains: all kinds of characters, mixed as only chance mixes them."""
    value = hit.value
    if value.islower() or value.isupper() or len(value) > 256 or _IDS.match(value) or _in_base64(hit):
        return False
    kinds = (
        sum(97 <= char < 123 for char in value),
        sum(65 <= char < 91 for char in value),
        sum(48 <= char < 58 for char in value),
    )
    if len(value) < 32:  # short enough to be a name with a number
        return min(kinds) >= 2 and changes(value) >= 0.45 and word_ratio(value) < 0.4
    return min(kinds) >= 1 and changes(value) >= 0.3 and word_ratio(value) < 0.72 and entropy(value) >= 3.8


def _in_base64(hit: Hit) -> bool:
    # A piece of an image or a document: base64 goes on across the + or / beside it.
    beside = (
        hit.before[-24:] if hit.before[-1:] in b"+/" else hit.after[:24] if hit.after[:1] in b"+/" else b""
    )
    return len(beside) > 12 and changes(beside) >= 0.4


def is_mail(hit: Hit) -> bool:
    """An address, and no file of a package with a version."""
    return hit.value.rsplit(b".", 1)[-1].lower() not in (
        b"js",
        b"mjs",
        b"cjs",
        b"ts",
        b"py",
        b"tgz",
        b"whl",
        b"so",
        b"jar",
    )


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


def _is_version(before: bytes, after: bytes) -> bool:
    # Java prints host.example/1.2.3.4:443; Chrome/120.0.0.0 has no port.
    return _VERSION_BEFORE.search(before) is not None and not (before[-1:] == b"/" and _PORT.match(after))


def is_personal_username(hit: Hit) -> bool:
    """A user name that is no system account's."""
    return hit.value.lower() not in _COMMON_USERS and is_placeholder(hit.value) is False
