"""An RE2 pattern -> words that stand in every text it matches, so that one pass over a paste rules most patterns out.

Read is what the rules use of RE2's syntax, and whatever else is met counts as "anything may stand here": a word too
few costs time, a word too many would lose a match.
"""

from __future__ import annotations

from dataclasses import dataclass

Words = frozenset[str]  # at least one of these stands in the text, in lower case

_MOST_ALTERNATIVES = 24
# More patterns share a shorter one, or any text has it.
_SHORTEST = 3
_NOTHING: Words = frozenset(("",))
_OPTIONAL = ("?", "*", "{0,")
_ZERO_WIDTH = "bBAz"
_WRITTEN = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


class UnknownSyntax(ValueError):
    """The pattern uses what is not read here."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a pattern: all that it can match where that is little, or else what each match must hold."""

    exact: Words | None
    needs: tuple[Words, ...] = ()

    def close(self) -> tuple[Words, ...]:
        """All that a match of this part must hold."""
        return self.needs if self.exact is None else (self.exact,) if _is_telling(self.exact) else ()


_ANYTHING = _Piece(None)
_EMPTY = _Piece(_NOTHING)


def required_words(source: str) -> tuple[Words, ...]:
    """Sets of words, the most telling first; each match holds one of every set. Empty where nothing is sure."""
    try:
        reader = _Reader(source)
        piece = reader.alternatives()
        if reader.at < len(source):
            return ()
    except (UnknownSyntax, IndexError):
        return ()
    return tuple(sorted(set(piece.close()), key=weigh, reverse=True))


def weigh(words: Words) -> tuple:
    """How telling a set is: long words are rare, and few are better than many."""
    return (min(map(len, words)), -len(words), sorted(words))


def _is_telling(words: Words) -> bool:
    return min(map(len, words)) >= _SHORTEST


def _either(pieces: list[_Piece]) -> _Piece:
    """One of them."""
    if len(pieces) == 1:
        return pieces[0]
    exact = [piece.exact for piece in pieces if piece.exact is not None]
    if len(exact) == len(pieces) and sum(map(len, exact)) <= _MOST_ALTERNATIVES:
        return _Piece(frozenset().union(*exact))
    best = [max(needs, key=weigh) for piece in pieces if (needs := piece.close())]
    if len(best) < len(pieces) or sum(map(len, best)) > _MOST_ALTERNATIVES:
        return _ANYTHING
    return _Piece(None, (frozenset().union(*best),))


class _Reader:
    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0

    def alternatives(self) -> _Piece:
        """Up to the end of the pattern, or of the group."""
        found = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            found.append(self._sequence())
        return _either(found)

    def _sequence(self) -> _Piece:
        run, needs, is_whole = _NOTHING, [], True
        while (char := self._peek()) and char not in "|)":
            piece = self._repeated(self._atom())
            if piece.exact is not None and len(run) * len(piece.exact) <= _MOST_ALTERNATIVES:
                run = frozenset(one + other for one in run for other in piece.exact)
                continue
            # Nothing is one word with what stands behind a part that may be anything.
            is_whole = False
            needs += (*_Piece(run).close(), *piece.needs)
            run = piece.exact or _NOTHING
        return _Piece(run) if is_whole else _Piece(None, (*needs, *_Piece(run).close()))

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _repeated(self, piece: _Piece) -> _Piece:
        sign = self._peek()
        if not sign or sign not in "?*+{":
            return piece
        if sign == "{":
            end = self.source.index("}", self.at)
            sign, self.at = self.source[self.at : end + 1], end + 1
        else:
            self.at += 1
        if self._peek() == "?":  # the same, as short as possible
            self.at += 1
        if sign == "?" and piece.exact is not None:
            return _Piece(piece.exact | _NOTHING)
        if sign.startswith(_OPTIONAL) or sign == "{0}":
            return _ANYTHING
        return _Piece(None, piece.close())

    def _atom(self) -> _Piece:
        char = self.source[self.at]
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char == ".":
            return _ANYTHING
        return _EMPTY if char in "^$" else _literal(char)

    def _group(self) -> _Piece:
        if self._peek() == "?":
            end = min(at for sign in ":)>" if (at := self.source.find(sign, self.at)) >= 0)
            is_flags_only, self.at = self.source[end] == ")", end + 1
            if is_flags_only:
                return _EMPTY
        piece = self.alternatives()
        if self._peek() != ")":
            raise UnknownSyntax
        self.at += 1
        return piece

    def _class(self) -> _Piece:
        members: list[str] = []
        is_open = self._peek() == "^"
        self.at += is_open
        while (char := self.source[self.at]) != "]" or not members:
            self.at += 1
            if char == "[" and self._peek() == ":":
                raise UnknownSyntax
            if char == "\\":
                escaped = self._escape()
                if escaped.exact is None:
                    is_open = True
                members += escaped.exact or [""]
            else:
                members.append(char.lower())
            is_open = is_open or self._peek() == "-" and self.source[self.at + 1] != "]"
        self.at += 1
        return _ANYTHING if is_open or not all(member.isascii() for member in members) else _Piece(frozenset(members))

    def _escape(self) -> _Piece:
        char = self.source[self.at]
        self.at += 1
        if char == "x":
            return self._code()
        if char in _ZERO_WIDTH:
            return _EMPTY
        if char in _WRITTEN:
            return _literal(_WRITTEN[char])
        if char in "dDsSwW":
            return _ANYTHING
        if char.isalnum():
            raise UnknownSyntax
        return _literal(char)

    def _code(self) -> _Piece:
        if self._peek() == "{":
            end = self.source.index("}", self.at)
            digits, self.at = self.source[self.at + 1 : end], end + 1
        else:
            digits, self.at = self.source[self.at : self.at + 2], self.at + 2
        return _literal(chr(int(digits, 16)))


def _literal(char: str) -> _Piece:
    # Beyond ASCII, case has exceptions enough to lose a match.
    return _Piece(frozenset((char.lower(),)) if char.isascii() else None)
