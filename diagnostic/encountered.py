"""ConditionHits x text -> the hits that somebody really encountered, each with the voice that reports it.

A text that names an error does not always report one: code handles it, a document explains it, a person
requests a feature. Such descriptions are dropped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from diagnostic.matching import ConditionHit, Place
from diagnostic.report import ParsedReport
from diagnostic.report.attribution.bare_status import may_be_claudes
from diagnostic.report.attribution.subject import (
    is_attributed_elsewhere,
    is_status_of_mcp_server,
    may_name_service,
)
from diagnostic.report.voice.classifier import VOICES, Form, Voice, VoiceClassifier
from diagnostic.rules.conditions import Condition, Pattern
from diagnostic.text import CleanText
from diagnostic.world.vendors import CLAUDE

_SENTENCE_STRENGTH = 4  # minimum strength of a sentence that only one error prints
_WORDS_STRENGTH = 1
_MAX_REPEATS = 12
# Facts that are read from program output only.
_OUTPUT_ONLY_FACTS = ("stop_reason", "stream", "surface")
# Claude Code's command for MCP servers: an error beside it may come from such a server.
_MCP_COMMAND = f"{CLAUDE}/mcp-command"
# Proof that a program ended with an exception, whatever else is said; only code can name another one.
_TRACEBACK_HEADER = "Traceback (most recent call last)"


def select_encountered(
    classifier: VoiceClassifier, reading: ParsedReport, hits: Iterable[ConditionHit]
) -> Iterator[ConditionHit]:
    """The hits whose evidence a program printed or a person reports or mentions; drops code, documents and
    feature requests.
    """
    clean = classifier.lines.clean
    has_traceback = _TRACEBACK_HEADER in clean.masked
    for hit in hits:
        if hit.condition.is_bare_status and not _may_be_claudes(reading):
            continue
        if has_traceback:
            if not _is_only_in_code(classifier, _places(clean, reading, hit)):
                yield hit
            continue
        if _is_from_another_service(clean, reading, hit):
            continue
        voice = _best_voice(classifier, reading, hit)
        if voice != "described":
            yield hit if voice == hit.voice else msgspec.structs.replace(hit, voice=voice)


def _may_be_claudes(reading: ParsedReport) -> bool:
    """Whether a bare status may be Claude's: a vendor, or else the rest of the text, decides."""
    return reading.report.vendor is not None or may_be_claudes(reading.report, reading.data)


def _is_only_in_code(classifier: VoiceClassifier, places: Iterable[Place]) -> bool:
    """Whether there are places, and all of them are in source code."""
    is_code = False
    for place in places:
        is_code = classifier.lines.is_code(place)
        if not is_code:
            break
    return is_code


def _is_from_another_service(clean: CleanText, reading: ParsedReport, hit: ConditionHit) -> bool:
    """Whether every sentence with the evidence attributes it to another service; only for evidence that other
    services print too.
    """
    if hit.condition.is_distinctive or not hit.places or not may_name_service(reading.signs):
        return False
    vendor = reading.report.vendor
    is_shown = vendor is not None and vendor.is_claude and vendor.sign != _MCP_COMMAND
    places = [(clean.byte_offset(start), clean.byte_offset(end)) for start, end in hit.places]
    return all(
        is_attributed_elsewhere(reading.data, place, reading.signs)
        or (not is_shown and is_status_of_mcp_server(reading.data, place))
        for place in places
    )


def _best_voice(classifier: VoiceClassifier, reading: ParsedReport, hit: ConditionHit) -> Voice:
    """The strongest voice among all places of the evidence."""
    for name, _ in hit.condition.values:
        if name in _OUTPUT_ONLY_FACTS:
            return "described" if any(map(classifier.lines.is_in_computed, hit.places)) else "printed"
    clean = classifier.lines.clean
    form = _evidence_form(hit.condition)
    best: Voice = "described" if hit.places else "printed"
    for place in _places(clean, reading, hit):
        voice = classifier.classify(place, form)
        if voice == "printed":
            return voice
        if VOICES.index(voice) < VOICES.index(best):
            best = voice
    # Of several patterns, the first is the complaint; the others may be words of a person beside the code.
    first, *others = hit.condition.text or (None,)
    if first and others and _is_only_in_code(classifier, _repetitions(first, clean, reading)):
        return "described"
    return best


def _evidence_form(condition: Condition) -> Form:
    if condition.strength == _WORDS_STRENGTH:
        return "words"
    is_strong = condition.strength >= _SENTENCE_STRENGTH or condition.is_of_app
    return "sentence" if is_strong and (condition.text or condition.api_message) else "name"


def _places(clean: CleanText, reading: ParsedReport, hit: ConditionHit) -> Iterator[Place]:
    """Where the evidence was found, and the repetitions of its sentences."""
    yield from hit.places
    for pattern in hit.condition.text:
        yield from _repetitions(pattern, clean, reading)


def _repetitions(pattern: Pattern, clean: CleanText, reading: ParsedReport) -> Iterator[Place]:
    for found in islice(pattern.finditer(reading.data), _MAX_REPEATS):
        yield clean.char_offset(found.start()), clean.char_offset(found.end())
