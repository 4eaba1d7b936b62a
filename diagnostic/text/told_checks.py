"""Checks of what people tell in sentences, labels and fields: whether a word is a secret, and whether words
are what a person wrote.
"""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.passages import is_about_error, is_plain_talk
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_joined_words
from diagnostic.text.randomness import (
    changes,
    has_digit,
    has_letter,
    is_key_like,
    is_known_id,
    rare_pairs,
    word_ratio,
)
from diagnostic.text.secret_checks import Hit, is_header_value
from diagnostic.text.token_checks import is_of_public_key

# A word that is longer is judged by its letters alone.
_LONG = 40


def is_told_key(hit: Hit) -> bool:
    """Whether what follows "my key" is random, and not an id, a date, a path or a model."""
    value = hit.value.rstrip(b".:!?)")
    is_mixed_up = has_digit(value) and has_letter(value) and changes(value) >= 0.35
    is_word = word_ratio(value) >= 0.5 or value[:2] == b"20" or b"/" in value
    is_other = is_word or is_known_id(value) or is_placeholder(value)
    return is_mixed_up and not (is_other or is_of_public_key(hit))


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


# SELECT id FROM users, fields @timestamp
_OF_DATABASE = Pattern(
    r"(?:fields @|(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH|MATCH|DROP|EXPLAIN)\b)|[{(<\[]"
)


def is_said(hit: Hit) -> bool:
    """Whether words in a field of a person's question are what the person asked, not an error or a query."""
    return not (_OF_DATABASE.match(hit.value) or is_about_error(hit.value) or is_placeholder(hit.value, True))


def is_told_anywhere(hit: Hit) -> bool:
    """Whether words in a field that programs use, too, are what a person or the model wrote."""
    return is_plain_talk(hit.value) and not _OF_DATABASE.match(hit.value)


# What a program says to its user, or of its own prompt
_TO_USER = Pattern(
    r"(?i)(?:is|are|was|were|has|have|had) |[\w ]*\b(?:something|went wrong|try again|please wait|oops|sorry"
    r"|later|enter|press|continue|proceed|y/n|yes/no|should be|too|longer|shorter|service|system)\b"
)
_LEAST_QUESTION = 16


def is_asked(hit: Hit) -> bool:
    """Whether a few words in a field of a question are what a person asked of the model."""
    return len(hit.value) >= _LEAST_QUESTION and not _TO_USER.match(hit.value) and is_told_anywhere(hit)


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


def is_braced_value(hit: Hit) -> bool:
    """Whether what a connection string encloses in braces is a password, not the slot of a template."""
    is_name = b"_" in hit.value or read_name(hit.value) is not Sensitivity.NONE
    return not (is_name or is_placeholder(hit.value, True))


def is_device_key(hit: Hit) -> bool:
    """Whether the argument of a directive of a router is a key, not a word of a sentence or of the syntax."""
    return is_header_value(hit) and len(hit.value) >= 6 or is_told_word(hit) and len(hit.value) >= 8
