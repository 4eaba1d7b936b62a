"""Whether a value is words as in prose: one word, words joined by marks, or a sentence."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.randomness import rare_pairs

# Words of a sentence about a secret.
_SAID = frozenset(
    b"a an the is are was be must should not no your you for of to in on with by from at this that it cannot"
    b" could can has have been or and failed error invalid missing required expected unexpected expired"
    b" provided found check please see set use used when if while will does did do but only needs need must"
    b" field updated successfully muss darf mindestens doit debe deve moet per random default generated siehe"
    b" nicht ist voir dans ver vedi zie see".split()
)
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
