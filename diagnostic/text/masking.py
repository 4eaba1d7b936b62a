"""Masks the secrets of a text and counts them by kind. If masking fails, nothing of the text is returned."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diagnostic.patterns import Pattern
from diagnostic.text.content import OWN_MODEL, find_content
from diagnostic.text.crowds import find_crowds
from diagnostic.text.cut_lines import unwrap_lines
from diagnostic.text.decodings import undo_escaped_letters, undo_escapes
from diagnostic.text.excerpts import extract_excerpts
from diagnostic.text.joined_lines import trim_at_line_joins, without_content_of_one_line
from diagnostic.text.kinds import INDEX, MASKS, find_forms
from diagnostic.text.mask_signs import Due, are_single_words
from diagnostic.text.memory import cache_per_text
from diagnostic.text.names import Name, Names
from diagnostic.text.noise import remove_noise
from diagnostic.text.passages import find_passages
from diagnostic.text.private_keys import find_private_keys, find_public_blocks, find_web_keys
from diagnostic.text.ranges import Range
from diagnostic.text.repeats import find_repeats
from diagnostic.text.settings import find_settings
from diagnostic.text.sourcemap import Mapped, source_range
from diagnostic.text.statements import find_parameters
from diagnostic.text.structures import (
    find_kubernetes_secrets,
    find_password_lines,
    find_pointed_values,
    find_value_first,
)
from diagnostic.text.tables import find_columns, find_tables
from diagnostic.text.vendors import find_vendor_keys
from diagnostic.text.views import (
    Secret,
    View,
    Views,
    open_view,
    open_views,
    sensitive_ranges,
    to_characters,
)

# When a secret is masked, a second round may recognise the text next to it.
_MAX_ROUNDS = 2
# Nesting of strings: a log may contain JSON that contains JSON with a line of a log.
_MAX_DEPTH = 3

_HEADER = Pattern(
    r"(?i)x-[\w-]+|(?:proxy-)?authorization|[\w-]+-api-key|api-key|private-token|ocp-apim-[\w-]+"
)


class MaskingError(Exception):
    """Secrets could not be masked; nothing of the text may be shown."""


class TooSlowError(Exception):
    """Masking took more than its share of processor time."""


Deadline = tuple[float, float]  # seconds on the clock, and of the thread's processor time


class Masked(NamedTuple):
    """A masked text, the number of secrets of each kind, and the masked text without noise."""

    text: str
    counts: Counter[str]
    plain: Mapped


def mask_secrets(text: str, seconds: float = float("inf")) -> Masked:
    """The text with each secret as [masked-<kind>]; raises TooSlowError after that much processor time."""
    counts: Counter[str] = Counter()
    deadline = time.monotonic() + seconds, time.thread_time() + seconds
    names: Names = {}
    try:
        with cache_per_text():
            for number in range(_MAX_ROUNDS):
                text, views = _open_without_crowds(text, names, counts, number > 0)
                secrets = _merge(_find_in_all_views(text, views, names, deadline, number > 0))
                if not secrets:
                    return Masked(text, counts, views.plain)
                secrets = _merge([*secrets, *find_repeats(text, secrets)])
                text = _insert_masks(text, secrets, counts)
        return Masked(text, counts, remove_noise(text))
    except TooSlowError:
        raise
    except Exception:
        # `from None`, because the message of the cause may quote the text.
        raise MaskingError("secrets could not be masked") from None


def _open_without_crowds(text: str, names: Names, counts: Counter[str], is_again: bool) -> tuple[str, Views]:
    """The text, with every crowd of settings masked as a whole, and its views."""
    while True:
        views = open_views(text, names, is_again)
        crowds: list[Secret] = []
        for view in views.read:
            found = [(*crowd, _SECRET) for crowd in find_crowds(view)]
            crowds += _map_to_source(view.mapped, to_characters(view.data, found))
        if not crowds:
            return text, views
        # Masks that were inside of a crowd are no longer in the text.
        text = _insert_masks(text, _merge(crowds), counts)


def _insert_masks(text: str, secrets: list[Secret], counts: Counter[str]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, kind in secrets:
        name = MASKS[kind].kind
        size = f" {end - start} characters" if name == "content" else ""
        pieces += (text[position:start], f"[masked-{name}{size}]")
        position = end
        counts[name] += 1
    return "".join((*pieces, text[position:]))


def _find_in_all_views(
    text: str, views: Views, names: Names, deadline: Deadline, is_again: bool = False
) -> list[Secret]:
    """Secrets in all views of the text, and with its wrapped lines joined."""
    found: list[Secret] = []
    own_names: list[Range] = []
    sensitive_names, only_words = own_names, False
    for number, view in enumerate(views.read):
        _check_deadline(deadline)
        secrets, sensitive_names, only_words = _find_secrets(view)
        found += _map_to_source(view.mapped, secrets)
        own_names = own_names if number else sensitive_names
    # The first round read strings, and wrapped lines; only the cut part of a key of several lines can be new.
    if is_again:
        if "[masked-private-key]" in text:
            found += _find_in_excerpts(text, own_names, names, deadline)
        return list(_without_public_blocks(text, found))
    found += _find_in_excerpts(text, own_names, names, deadline)
    joined, joins = unwrap_lines(views.undone, text, names, sensitive_names if only_words else None)
    if joins:
        _check_deadline(deadline)
        known = {start for start, _, _ in found}
        secrets = _find_secrets(open_view(joined, names))[0]
        if OWN_MODEL in text:
            secrets = without_content_of_one_line(secrets, joins)
        trimmed = trim_at_line_joins(joined, joins, known, secrets)
        found += _without_line_end(text, _map_to_source(joined, trimmed))
    _check_deadline(deadline)
    return list(_without_public_blocks(text, found))


def _without_line_end(text: str, secrets: Iterable[Secret]) -> Iterator[Secret]:
    """Leaves out the line end behind a secret, which maps to its last character if that was escaped (%3D)."""
    for start, end, kind in secrets:
        if text[start:end].strip():
            yield start, start + len(text[start:end].rstrip()), kind


def _without_public_blocks(text: str, found: list[Secret]) -> Iterator[Secret]:
    """Drops random tokens that begin in a certificate, a public key and the like."""
    if not found:
        return
    public = find_public_blocks(text)
    starts = [start for start, _ in public]
    for secret in found:
        near = bisect_right(starts, secret[0]) - 1
        if secret[2] != _RANDOM_TOKEN or near < 0 or secret[0] >= public[near][1]:
            yield secret


def _find_in_excerpts(
    text: str, sensitive_names: list[Range], names: Names, deadline: Deadline
) -> Iterator[Secret]:
    """Secrets in the strings and prefixed lines around sensitive names, and in strings nested in these."""
    view = (
        undo_escaped_letters(undo_escapes(Mapped.identity(text)))
        if sensitive_names or "\\u" in text
        else None
    )
    if view and view.text != text:
        opened = open_view(view, names)
        sensitive_names = sensitive_ranges(opened.data, opened.names)
    for _ in range(_MAX_DEPTH):
        excerpts = extract_excerpts(view, sensitive_names) if view and sensitive_names else None
        if excerpts is None:
            return
        _check_deadline(deadline)
        secrets, sensitive_names = _find_by_name(open_view(excerpts, names))
        yield from _map_to_source(excerpts, secrets)
        view = excerpts


def _check_deadline(deadline: Deadline) -> None:
    # The clock comes first: asking for processor time is a system call, and it never runs ahead of the clock.
    if time.monotonic() > deadline[0] and time.thread_time() > deadline[1]:
        raise TooSlowError


def _map_to_source(view: Mapped, secrets: Iterable[Secret]) -> Iterator[Secret]:
    starts = [run[0] for run in view.runs] if secrets else []
    for start, end, kind in secrets:
        low, high = source_range(view.runs, starts, start, end)
        if low < high:
            yield low, high, kind


_RANDOM_TOKEN, _SECRET = INDEX["random-token"], INDEX["secret"]


# In a command, an option determines the meaning of the next word, even across a line end. A dash between
# blanks is one of a sentence.
_OPTION = Pattern(r" --?(?:[A-Za-z]|[ \t]*(?:\n|\z))")


def _has_option(data: bytes) -> bool:
    return b" -" in data and bool(_OPTION.occurs(data))


def _find_secrets(view: View) -> tuple[list[Secret], list[Range], bool]:
    """The secrets in one view of the text, its sensitive names, and whether all other secrets are single
    words.
    """
    data, due, names = view.data, view.due, view.names
    found: list[Secret] = []
    if not due:
        return found, [], not _has_option(data)
    for kind, ranges in _find_kinds(data, names, due):
        found += [(start, end, kind) for start, end in ranges if start < end]
    found += find_forms(data, due)
    found += _find_values(data, names)
    is_of_words = are_single_words(due) and not _has_option(data)
    return _whole_parts(data, found), sensitive_ranges(data, names), is_of_words


def _find_by_name(view: View) -> tuple[list[Secret], list[Range]]:
    """The secrets after and below names, in a view of a text whose other secrets were already found."""
    data, names = view.data, view.names
    columns = find_columns(data, names, find_tables(data)) if names else ()
    found = [(start, end, _SECRET) for start, end in columns if start < end]
    found += _find_values(data, names)
    return _whole_parts(data, found), sensitive_ranges(data, names)


def _find_values(data: bytes, names: list[Name]) -> Iterator[Secret]:
    for start, end, name in find_settings(data, names):
        if start < end:
            yield start, end, INDEX["header-key" if _HEADER.match(name) else "secret"]


def _whole_parts(data: bytes, found: list[Secret]) -> list[Secret]:
    """The secrets, without the masks in them, with offsets in characters."""
    return to_characters(data, list(_split_at_barriers(data, found)) if b"\x01" in data else found)


# The name of what is masked behind it
_NAME_OF_MASK = Pattern(r"[A-Za-z_][\w.-]*[\"']?\s?[:=]\s?[\"']?\x01")


def _find_kinds(data: bytes, names: list[Name], due: Due) -> Iterator[tuple[int, Iterable[tuple[int, int]]]]:
    if "private-key-begin" in due or "private-key-end" in due:
        yield INDEX["private-key"], find_private_keys(data)
    if "web-key" in due:
        yield INDEX["private-key"], find_web_keys(data)
    yield INDEX["vendor-key"], find_vendor_keys(data, due)
    if names:
        yield _SECRET, find_columns(data, names, due)
    if "kubernetes-secret" in due:
        yield _SECRET, find_kubernetes_secrets(data)
    if "password-line" in due:
        yield _SECRET, find_password_lines(data)
    if "pointed" in due:
        yield _SECRET, find_pointed_values(data)
    if "value-first" in due:
        yield _SECRET, find_value_first(data)
    if "parameters" in due:
        yield _SECRET, find_parameters(data)
    if "content" in due:
        yield INDEX["content"], find_content(data)
    if "passage" in due:
        yield INDEX["content"], find_passages(data)


def _split_at_barriers(data: bytes, secrets: list[Secret]) -> Iterator[Secret]:
    """Splits a secret that contains a mask into the parts around the mask."""
    for start, end, kind in secrets:
        at = data.find(b"\x01", start, end)
        while at >= 0:
            if at > start and not _NAME_OF_MASK.fullmatch(data, start, at + 1):
                yield start, at, kind
            while at < end and data[at] == 1:
                at += 1
            start, at = at, data.find(b"\x01", at, end)
        if start < end and not _NAME_OF_MASK.fullmatch(data, start, end + 1):
            yield start, end, kind


def _merge(secrets: list[Secret]) -> list[Secret]:
    """Merges overlapping secrets into one, of the most specific kind."""
    merged: list[Secret] = []
    for start, end, kind in sorted(secrets):
        if merged and start < merged[-1][1]:
            low, high, known = merged[-1]
            merged[-1] = (low, max(high, end), min(known, kind))
        else:
            merged.append((start, end, kind))
    return merged
