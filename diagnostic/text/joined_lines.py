"""Secrets in lines that were joined: where each one ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.cut_lines import LineJoin
from diagnostic.text.kinds import INDEX
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_word
from diagnostic.text.randomness import LOOK_AHEAD, is_continuation, is_known_id
from diagnostic.text.sourcemap import Mapped, source_range
from diagnostic.text.views import Secret

# Kinds that are recognised by their shape alone.
_KNOWN_BY_SHAPE = frozenset(
    INDEX[kind] for kind in ("private-key", "anthropic-key", "vendor-key", "aws-key", "jwt")
)


_COOKIE, _CONTENT, _RANDOM_TOKEN = INDEX["cookie"], INDEX["content"], INDEX["random-token"]
_MAX_STRING = 300


def without_content_of_one_line(secrets: list[Secret], joins: list[LineJoin]) -> list[Secret]:
    """Drops content that is within one line: it shows better in the text as pasted than in joined lines."""
    places = [join.at for join in joins]
    return [
        (start, end, kind)
        for start, end, kind in secrets
        if kind != _CONTENT or bisect_right(places, start) < bisect_left(places, end)
    ]


def trim_at_line_joins(
    view: Mapped, joins: list[LineJoin], known: set[int], secrets: Iterable[Secret]
) -> Iterator[Secret]:
    """Ends each secret at the first line join after which the text does not look like its continuation."""
    text, starts, places = view.text, [run[0] for run in view.runs], [join.at for join in joins]
    for start, end, kind in secrets:
        inside = joins[bisect_right(places, start) : bisect_left(places, end)]
        is_string = (
            start
            and text[start - 1] in "\"'`"
            and text[start - 1] == text[end : end + 1]
            and end - start < _MAX_STRING
        )
        if inside and not is_string:
            # If the first half alone was not a secret, the pattern of the joined text determines the end.
            is_new = kind in _KNOWN_BY_SHAPE and source_range(view.runs, starts, start, end)[0] not in known
            for join, following in zip(
                inside[is_new:], [*(join.at for join in inside[1 + is_new :]), end], strict=False
            ):
                if _ends_before(text, start, join, following, kind):
                    end = join.at
                    break
        # A secret of two lines that is trimmed to the first one must be a secret there, too.
        is_first_line = inside and end == inside[0].at
        if inside and not is_first_line:
            at = inside[0].at
            # …/v1/messages, and below it a token that may be known already
            is_other = kind == _RANDOM_TOKEN or source_range(view.runs, starts, at, end)[0] in known
            start = _behind_word(text, start, at) if is_other else start
        if not is_first_line or source_range(view.runs, starts, start, end)[0] in known:
            yield start, end, kind


def _behind_word(text: str, start: int, at: int) -> int:
    """`at` if an ordinary word, or the id of a request or a model, is before it, else `start`."""
    word = text[start:at].encode()
    return at if is_word(word) or is_known_id(word) else start


def _ends_before(text: str, start: int, join: LineJoin, following: int, kind: int) -> bool:
    """Whether a secret from `start` ends at the join; `following` is where the next join is, or its end."""
    half, piece = text[start : join.at], text[join.at : following]
    if _is_whole(text[max(start - _LONGEST_DIGEST_LEAD, 0) : join.at], half):
        return True
    if _HEXADECIMAL.fullmatch(half) and not _IN_HEXADECIMAL.match(piece):
        return True
    if kind == _RANDOM_TOKEN and _WHOLE_DIGEST.fullmatch(piece):
        return True
    if kind == _COOKIE and "=" in piece:
        return False
    after = text[following : following + LOOK_AHEAD]
    return not is_continuation(piece.encode(), after.encode(), join.ends_at_margin)


# A digest with all its digits, or a closed placeholder, does not continue on the next line.
_LONGEST_DIGEST_LEAD = 16
_DIGEST = Pattern(r"(?i)\bsha(?:1:[0-9a-f]{40}|256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})$")


# Hexadecimal digits go on with more of them: …a5cf5a976 and below it "SDK error"
_HEXADECIMAL = Pattern(r"[0-9a-f]{16,}")
_IN_HEXADECIMAL = Pattern(r"[0-9a-f]+(?:\W|\z)")
# A digest that begins a line, as sha256sum prints it
_WHOLE_DIGEST = Pattern(r"[0-9a-f]{40}|[0-9a-f]{64}")
_VARIABLES = ("os.environ", "process.env", "session.", "config.", "settings.", "$")


def _is_whole(led: str, half: str) -> bool:
    """Whether the text before a line join is complete, and not a secret."""
    is_closed = half.rstrip(",;").endswith((">", "}", ")", "]")) or half.startswith(_VARIABLES)
    is_closed |= half.endswith((",", ";"))
    return is_closed and is_placeholder(half.encode()) or bool(_DIGEST.occurs(led.encode()))
