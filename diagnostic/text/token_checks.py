"""Checks of long tokens without a name: whether they are random, and not digests, ids or parts of base64."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase, digits

from diagnostic.patterns import Pattern
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
from diagnostic.text.secret_checks import Hit

_TRACED = Pattern(
    rb"(?i)(?:request|trace|correlation|cf|ray|event|message|response|generation|conversation|operation|build"
    rb"|deployment|invocation|activity|execution|span|parent|amz)[-_ ]?id(?:-2)?[\"']?\s?[:=]\s?[\"']?$"
    rb"|(?:etag|if-(?:none-)?match)[\"']?\s?[:=]\s?[\"'\\]*(?:W/)?[\"'\\]*$"
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


# keys = ["x", "y": behind a first key, too
_SAID = Pattern(
    rb"(?i)(?:key|token|secret|password|credential)[a-z]{0,4}\b[^\n\x01]{0,32}"
    rb"(?:[\"'][\w-]{20,50}[\"'], ?)?[\"']?$"
)


# Commit hashes are kept, because they show which code ran: commit 12e09dd, revision: 12e09dd
_COMMIT = Pattern(rb"(?i)\b(?:commit|revision|rev|tree|blob|branch|checkout|merge|HEAD)\W{1,4}$")


# GPG key fingerprint: 12e09dd, gpg: using RSA key 12E09DD, GPG key ID 12E09DD
_PUBLIC_KEY = Pattern(
    rb"(?i)(?:\b(?:finger|thumb)print(?: of [\w ]{1,30})?(?: \(\w{1,12}\))?(?: is|:|=| =)?"
    rb"|\busing (?:rsa|dsa|ecdsa|eddsa|elg|ed25519) key|\b(?:gpg|pgp) key(?: id)?(?: is|:| =)?)\s?(?:0x)?$"
)
_DIGITS_OF_DIGEST = Pattern(rb"(?:[0-9a-f]{16,64}|[0-9A-F]{16,64})")


def is_of_public_key(hit: Hit) -> bool:
    """Whether the value is the fingerprint or the id of a public key."""
    return _DIGITS_OF_DIGEST.fullmatch(hit.value) is not None and bool(_PUBLIC_KEY.occurs(hit.before))


def is_said_key(hit: Hit) -> bool:
    """Whether a value is obviously a key, some words after a word such as "token"."""
    is_other = any(lead.occurs(hit.before) for lead in (_IN_DIGEST, _COMMIT, _TRACED))
    is_name = hit.value.isalnum() and word_ratio(hit.value) >= 0.7  # RsaPrivateKeyBuilder
    return (
        is_key_like(hit.value)
        and bool(_SAID.occurs(hit.before))
        and not (is_other or is_name or is_of_public_key(hit))
    )


_HEXADECIMAL = Pattern(r"[0-9a-f-]+")


def is_random_word(hit: Hit) -> bool:
    """Whether small letters and digits are random: neither words, nor a digest, a UUID or a known id."""
    value = hit.value
    is_mixed = sum(48 <= char < 58 for char in value) >= 2 and has_letter(value)
    is_random = is_mixed and rare_pairs(value) >= 0.12
    return is_random and not (_HEXADECIMAL.fullmatch(value) or is_known_id(value))


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
    # What costs least comes first: most long tokens are names of small letters, and ids.
    value = hit.value
    if len(value) == _MAILGUN_LENGTH and _MAILGUN.fullmatch(value):
        return not (_is_explained(hit) or _is_symbol(hit))
    if value.isupper() or (value.islower() and len(value) < _LONG) or is_known_id(value):
        return False
    is_random = _is_long_and_small(value) if value.islower() else _is_mixed_up(value)
    return is_random and not (_is_explained(hit) or _is_symbol(hit) or _in_base64(hit))


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
