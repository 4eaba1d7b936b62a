"""str | exception -> Diagnosis: everything a renderer needs."""

from __future__ import annotations

import sys
from functools import cache

import msgspec

from diagnostic import engine
from diagnostic.finding import Finding, make_told_finding
from diagnostic.groups import Group, find_groups, may_be_log
from diagnostic.lazy import lazy
from diagnostic.matching import match_conditions
from diagnostic.nearest import find_meant, find_nearest, find_similar
from diagnostic.questions import Question, questions_for
from diagnostic.reader import Reader, detect_reader
from diagnostic.report import ParsedReport, Report, read_report
from diagnostic.report.origin import read_system, shows_other_language
from diagnostic.report.own_words.complaint import is_complaint, shows_output
from diagnostic.report.own_words.reported_part import find_reported_part, is_of_claude
from diagnostic.report.own_words.typed_line import is_typed_line
from diagnostic.report.unrelated.attached import blank_attached_log, has_attached_log
from diagnostic.report.unrelated.error_list import blank_beside_the_point
from diagnostic.rules import Cause, Rulebook, load_rules
from diagnostic.skeleton import known_words, redacted_shape
from diagnostic.text import CleanText, clean, clean_masked
from diagnostic.told import find_cause
from diagnostic.world.sentences import load_sentences

# Facts about the program that printed the text; they hold for every part of it.
_PROGRAM_FACTS = ("language", "client", "sdk_version", "platform", "packages")


class Unmatched(msgspec.Struct, frozen=True):
    """What is shown if no cause matches: the most similar causes, and a text that is safe to share."""

    nearest: tuple[Cause, ...]
    skeleton: str


class Diagnosis(msgspec.Struct, frozen=True, dict=True):
    """The diagnosis of a text: the causes found, best first."""

    clean: CleanText
    reading: ParsedReport
    findings: tuple[Finding, ...]
    rulebook: Rulebook
    reader: Reader = Reader()
    groups: tuple[Group, ...] = ()  # only for a log with several errors; most frequent first, harmless last

    @property
    def facts(self) -> Report:
        """The facts of the error that the first finding is about; in a log, those of its entry."""
        if not self.groups:
            return self.report
        # All entries of a log come from the same program.
        return _fill_missing_facts(self.report, self.groups[0].entry.report, _PROGRAM_FACTS)

    @property
    def report(self) -> Report:
        """The facts read from the whole text."""
        return self.reading.report

    @lazy
    def unmatched(self) -> Unmatched | None:
        """The most similar causes if none matches. Computed on demand, because not every
        caller shows them.
        """
        if self.findings:
            return None
        hits = match_conditions(self.clean, self.reading, self.rulebook)
        return Unmatched(find_nearest(self.clean, self.report, self.rulebook, hits), self.skeleton)

    @property
    def is_of_other_software(self) -> bool:
        """Whether the text shows an error of another vendor."""
        return self.report.is_of_other_vendor

    @property
    def questions(self) -> tuple[Question, ...]:
        """What its reader can answer to narrow the cause down; none for errors of other software."""
        if self.is_of_other_software:
            return ()
        has_message = bool(self.findings) or self.report.has_message or shows_output(self.clean)
        return questions_for(self.reader, has_message)

    @property
    def skeleton(self) -> str:
        """The redacted text with its values removed, safe to share."""
        return redacted_shape(self.clean, _known_words(self.rulebook.version), self.report.api_message)


def _fill_missing_facts(whole: Report, part: Report, names: tuple[str, ...]) -> Report:
    """The facts of a part of the text; facts in `names` that it lacks are taken from the whole text."""
    missing = {name: getattr(whole, name) for name in names if getattr(part, name) in (None, "unknown", ())}
    return msgspec.structs.replace(part, **missing)


@cache
def _known_words(version: str) -> frozenset[bytes]:
    rules = rulebook()
    prose = [
        text
        for cause in rules.causes.values()
        for text in (cause.id, cause.title, cause.explanation.what, cause.explanation.why)
    ]
    values = (str(value) for rule in rules.conditions for _, values in rule.values for value in values)
    messages = (sentence.sentence for sentence in load_sentences())
    return known_words([*prose, *values, *messages, _PROGRAM_WORDS])


# Words that surround errors in tracebacks and logs and that no rule contains.
_PROGRAM_WORDS = (
    "Traceback most recent call last File line in raise return await async self Error Exception type error"
    " message code request_id None True False null python typescript node httpx httpcore anthropic"
    " site-packages lib usr app main base client internal during handling of the above another exception"
    " occurred _base_client.py _client.py _streaming.py main.py app.py client.mjs anthropic-sdk"
    " httpx.ConnectError anthropic.APIStatusError was the direct cause following INFO WARN WARNING ERROR"
    " DEBUG status response headers body data event stream index delta usage tokens input output model role"
    " content"
)


@cache
def rulebook() -> Rulebook:
    """The rules that came with this installation, loaded once."""
    return load_rules()


def diagnose(
    error: str | BaseException,
    rules: Rulebook | None = None,
    client: str | None = None,
    is_entry: bool = False,
) -> Diagnosis:
    """Finds the causes of a Claude API error, given its text or the exception itself.

    `client` is the id of the client that the reader picked; by default it is read from the text. `is_entry`:
    the text is one log entry or a document, so it is not searched for several errors. Raises MaskingError if
    redaction failed: no answer is better than a leaked key.
    """
    rules = rules or rulebook()
    text = error if isinstance(error, str) else print_exception(error)
    cleaned = clean(text)
    diagnosis = _diagnose_cleaned(cleaned, rules, client)
    if is_entry:
        return diagnosis
    if all(finding.confidence == "possible" for finding in diagnosis.findings):
        diagnosis = _diagnose_own_words(diagnosis)
    masked = cleaned.masked.encode()
    if not may_be_log(masked) or diagnosis.reading.kind.is_document:
        return diagnosis
    groups = find_groups(
        blank_beside_the_point(masked),
        rules,
        lambda entry: _diagnose_cleaned(clean_masked(entry), rules, client),
    )
    if not groups:
        return diagnosis
    return msgspec.structs.replace(
        diagnosis, findings=_order_by_groups(diagnosis.findings, groups), groups=groups
    )


def _diagnose_own_words(diagnosis: Diagnosis) -> Diagnosis:
    """The diagnosis with the cause first of which a person's words tell, or which alone resembles them. It
    says more than a status, or than the broader cause that a rule found. Words that a rule knows and did not
    count are not a report.
    """
    rules, clean, reading = diagnosis.rulebook, diagnosis.clean, diagnosis.reading
    is_typed = is_typed_line(clean, reading)
    part = clean.text if is_typed else find_reported_part(clean, reading)
    told, reason = find_cause(part, is_typed or is_of_claude(part)) if part else None, "told"
    if told is None and (diagnosis.findings or not (is_typed or is_complaint(clean, reading))):
        return diagnosis
    known = {hit.condition.cause for hit in match_conditions(clean, reading, rules)}
    if told is None:
        told, reason = (find_meant if is_typed else find_similar)(clean, rules), "similar"
    if told not in rules.causes:
        return diagnosis
    found = {finding.cause.id: finding for finding in diagnosis.findings}
    broader = {told, *rules.overrides[told]}
    if known - broader - found.keys() or not all(
        finding.is_by_vague_status or id in broader for id, finding in found.items()
    ):
        return diagnosis
    first = found.pop(told, None) or make_told_finding(rules.causes[told], diagnosis.reader, reason)
    return msgspec.structs.replace(diagnosis, findings=(first, *found.values()))


def _diagnose_cleaned(cleaned: CleanText, rules: Rulebook, client: str | None) -> Diagnosis:
    """The causes of the whole text, or if a log is attached, those of the text without it."""
    whole = _diagnose_reading(cleaned, read_report(cleaned), rules, client)
    kind = whole.reading.kind
    without_log = blank_attached_log(cleaned.data) if has_attached_log(kind.signs) else None
    if without_log is None:
        return whole
    reading = msgspec.structs.replace(read_report(cleaned, without_log), kind=kind)
    # The client may be named in the attached log only.
    report = _fill_missing_facts(whole.report, reading.report, (*_PROGRAM_FACTS, "vendor"))
    own = _diagnose_reading(cleaned, msgspec.structs.replace(reading, report=report), rules, client)
    return own if own.findings and not _explains(whole, own) else whole


def _diagnose_reading(
    cleaned: CleanText, reading: ParsedReport, rules: Rulebook, client: str | None
) -> Diagnosis:
    reader = detect_reader(
        reading.report, read_system(reading.signs), client, shows_other_language(reading.signs)
    )
    return Diagnosis(cleaned, reading, engine.find_causes(cleaned, reading, rules, reader), rules, reader)


def _explains(whole: Diagnosis, own: Diagnosis) -> bool:
    """Whether the log shows the same cause as the report, or a special case of it."""
    if not whole.findings:
        return False
    whole_cause, own_cause = whole.findings[0].cause.id, own.findings[0].cause.id
    return whole_cause == own_cause or own_cause in whole.rulebook.overrides[whole_cause]


def _order_by_groups(findings: tuple[Finding, ...], groups: tuple[Group, ...]) -> tuple[Finding, ...]:
    """Sorts the findings of a log by frequency; each gets the confidence that its own entry gives."""
    whole = {finding.cause.id: finding for finding in findings}
    ordered = []
    for group in groups:
        entry = group.entry.findings[0]
        found = whole.pop(group.cause.id, None)
        shift = group.entry_line - 1
        evidence = (
            found.evidence
            if found
            else tuple(msgspec.structs.replace(span, line=span.line + shift) for span in entry.evidence)
        )
        reader = found.reader if found else entry.reader
        ordered.append(msgspec.structs.replace(entry, count=group.count, evidence=evidence, reader=reader))
    return (*ordered, *whole.values())


def print_exception(error: BaseException) -> str:
    """The traceback with its whole chain, and the version of the SDK if one is loaded."""
    import traceback  # deferred: most errors come as text

    lines = traceback.format_exception(error)
    version = getattr(sys.modules.get("anthropic"), "__version__", None)
    if version:
        lines.append(f"anthropic=={version}\n")
    return "".join(lines)
