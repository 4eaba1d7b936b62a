"""Diagnosis -> the JSON of the API; what no paste changes is encoded once for each cause."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from diagnostic.diagnosis import Diagnosis, Finding
from diagnostic.questions import load_questions
from diagnostic.render import answer as model
from diagnostic.render.phrases import first_sentence, summarize
from diagnostic.rules import Cause, Snippet, Step

_encode = msgspec.json.Encoder().encode


@lru_cache(maxsize=20_000)
def cause_ref(cause: Cause, base_url: str = "") -> model.CauseRef:
    """The cause in one line."""
    return model.CauseRef(
        id=cause.id,
        title=cause.title,
        family=cause.family,
        broader=cause.broader,
        who=list(cause.who),
        retry=cause.retry,
        sdk_retries=cause.sdk_retries,
        url=f"{base_url}/causes/{cause.id}",
    )


def cause_body(cause: Cause) -> model.CauseBody:
    """What there is to say about a cause, whoever asks."""
    said = cause.explanation
    explanation = f"{said.what}\n\n**Why**\n\n{said.why}\n\n**Tell it apart**\n\n{said.tell_apart}"
    if said.wrong_advice:
        explanation += f"\n\n**Wrong advice**\n\n{said.wrong_advice}"
    verified = cause.verified
    return model.CauseBody(
        summary=first_sentence(said.what),
        explanation=explanation,
        prevention=said.prevent,
        steps=[_step(step) for step in cause.steps],
        sources=list(cause.sources),
        related=list(cause.related),
        verified=verified
        and model.Verified(list(verified.python), list(verified.typescript), list(verified.faults)),
    )


def _step(step: Step) -> model.Step:
    return model.Step(
        id=step.id,
        title=step.title,
        text=step.text,
        versions=model.StepVersions(**step.versions) if step.versions else None,
        snippets=model.Snippets(
            **{language: _snippet(snippet) for language, snippet in step.snippets.items()}
        ),
    )


def _snippet(snippet: Snippet) -> model.Snippet:
    return model.Snippet(snippet.file, snippet.change, snippet.program)


@cache
def _encoded_body(cause: Cause) -> bytes:
    return _encode(cause_body(cause))


def encode_cause(cause: Cause, base_url: str = "") -> bytes:
    """CauseRef + Cause body, as JSON."""
    return _join(_encode(cause_ref(cause, base_url)), _encoded_body(cause))


def encode_answer(diagnosis: Diagnosis, base_url: str = "") -> bytes:
    """The Answer, as JSON."""
    unmatched = diagnosis.unmatched
    return _encode(
        model.AnswerParts(
            matches=[
                msgspec.Raw(_join(_encode(_head(finding, base_url)), _encoded_body(finding.cause)))
                for finding in diagnosis.findings
            ],
            unmatched=unmatched
            and model.UnmatchedAnswer(
                nearest=[cause_ref(cause, base_url) for cause in unmatched.nearest],
                ask=[model.Ask(ask.why, model.Commands(**ask.commands)) for ask in load_questions()],
                skeleton=unmatched.skeleton,
            ),
            report=diagnosis.report,
            redactions=[model.Redaction(item.kind, item.count) for item in diagnosis.clean.redactions],
            truncated=diagnosis.clean.truncated,
            summary=summarize(diagnosis),
            rules_version=diagnosis.rulebook.version,
        )
    )


def encode_brief(diagnosis: Diagnosis, base_url: str = "") -> bytes:
    """The Answer for bots with little room: causes, confidence, first sentences and step titles."""
    return _encode(
        model.BriefAnswer(
            matches=[
                model.BriefMatch(
                    cause=cause_ref(finding.cause, base_url),
                    confidence=finding.match.confidence,
                    headline=finding.headline,
                    summary=first_sentence(finding.cause.explanation.what),
                    steps=[step.title for step in finding.cause.steps],
                )
                for finding in diagnosis.findings
            ],
            summary=summarize(diagnosis),
            rules_version=diagnosis.rulebook.version,
        )
    )


def _head(finding: Finding, base_url: str) -> model.MatchHead:
    match = finding.match
    return model.MatchHead(
        cause=cause_ref(finding.cause, base_url),
        confidence=match.confidence,
        confidence_reason=match.confidence_reason,
        headline=finding.headline,
        evidence=[
            model.Evidence(span.line, span.column, span.length, span.text) for span in finding.evidence
        ],
        captures=finding.captures,
        symptoms=list(match.symptoms),
        count=match.count,
    )


def _join(head: bytes, body: bytes) -> bytes:
    return head[:-1] + b"," + body[1:]
