"""Diagnosis -> the JSON of the API; what does not depend on the text is encoded once per cause."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import msgspec

from diagnostic.diagnosis import Diagnosis
from diagnostic.finding import Finding
from diagnostic.groups import Group
from diagnostic.proof import proof_lines
from diagnostic.reader import Reader, find_step
from diagnostic.render import answer as model
from diagnostic.render.phrases import first_sentence, summarize
from diagnostic.rules import Cause, Step
from diagnostic.world.actions import ACTION
from diagnostic.world.clients import clients

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


def cause_body(cause: Cause, steps: tuple[Step, ...]) -> model.CauseBody:
    """Everything about a cause that does not depend on the text."""
    prose = cause.explanation
    explanation = f"{prose.what}\n\n**Why**\n\n{prose.why}\n\n**Tell it apart**\n\n{prose.tell_apart}"
    if prose.wrong_advice:
        explanation += f"\n\n**Wrong advice**\n\n{prose.wrong_advice}"
    verified = cause.verified
    return model.CauseBody(
        summary=first_sentence(prose.what),
        explanation=explanation,
        prevention=prose.prevent,
        steps=[_step(cause, step) for step in steps],
        sources=list(cause.sources),
        related=list(cause.related),
        verified=verified
        and model.Verified(list(verified.python), list(verified.typescript), list(verified.faults)),
    )


def _step(cause: Cause, step: Step) -> model.Step:
    return model.Step(
        id=step.id,
        kind=step.kind,
        title=step.title,
        text=step.text,
        audience=model.Audience(*(list(part) for part in msgspec.structs.astuple(step.audience))),
        proof=[
            model.StepProof(line.schedule, line.naive, line.fix, line.prints, line.block, line.sdks)
            for line in proof_lines(cause)
            if line.step == step.id
        ],
        versions=model.StepVersions(**step.versions) if step.versions else None,
        snippets=model.Snippets(
            **{
                language: model.Snippet(snippet.file, snippet.change, None)
                for language, snippet in step.snippets.items()
            }
        ),
    )


# One entry per order of steps; there are far fewer orders than causes times clients.
@lru_cache(maxsize=1024)
def _encoded_body(cause: Cause, order: tuple[str, ...], client: str | None) -> bytes:
    reader = Reader(clients().get(client or ""))
    return _encode(cause_body(cause, tuple(find_step(cause, id, reader) for id in order)))


def _encoded_steps_for(finding: Finding) -> bytes:
    ids = (*finding.order.first, *finding.order.others)
    client = finding.reader.client
    # Only actions depend on the client.
    has_actions = client is not None and any(id.startswith(ACTION) for id in ids)
    return _encoded_body(finding.cause, ids, client.id if client and has_actions else None)


def _encoded_match(finding: Finding, base_url: str) -> msgspec.Raw:
    return msgspec.Raw(_join(_encode(_head(finding, base_url)), _encoded_steps_for(finding)))


def encode_cause(cause: Cause, base_url: str = "") -> bytes:
    """The CauseAnswer as JSON."""
    ids = tuple(step.id for step in cause.steps)
    return _join(_encode(cause_ref(cause, base_url)), _encoded_body(cause, ids, None))


def encode_answer(diagnosis: Diagnosis, base_url: str = "") -> bytes:
    """The Answer as JSON."""
    unmatched = diagnosis.unmatched
    return _encode(
        model.Answer(
            # Encoded already: what does not depend on the text is encoded only once.
            matches=cast("list[model.Match]", [_encoded_match(one, base_url) for one in diagnosis.findings]),
            groups=[_group(group, base_url) for group in diagnosis.groups],
            unmatched=unmatched
            and model.UnmatchedAnswer(
                nearest=[cause_ref(cause, base_url) for cause in unmatched.nearest],
                ask=[model.Ask(ask.why, model.Commands(**ask.commands)) for ask in diagnosis.questions],
                skeleton=unmatched.skeleton,
            ),
            report=diagnosis.facts,
            redactions=list(diagnosis.clean.redactions),
            truncated=diagnosis.clean.truncated,
            summary=summarize(diagnosis),
            first_step=_first_step(diagnosis.findings[0]) if diagnosis.findings else None,
            rules_version=diagnosis.rulebook.version,
        )
    )


def _group(group: Group, base_url: str) -> model.Group:
    return model.Group(
        cause=cause_ref(group.cause, base_url),
        count=group.count,
        first=model.Seen(group.first.line, group.first.time),
        last=model.Seen(group.last.line, group.last.time),
        request_ids=list(group.request_ids),
        confidence=group.confidence,
    )


def _first_step(finding: Finding) -> model.FirstStep:
    step = finding.first_step
    return model.FirstStep(step.step, step.text, step.code, step.without_code)


def encode_brief(diagnosis: Diagnosis, base_url: str) -> bytes:
    """The Answer for bots with little space: causes, confidence, first sentences and step titles."""
    return _encode(
        model.BriefAnswer(
            matches=[
                model.BriefMatch(
                    cause=cause_ref(finding.cause, base_url),
                    confidence=finding.confidence,
                    headline=finding.headline,
                    summary=first_sentence(finding.cause.explanation.what),
                    steps=[step.title for step in finding.first_steps],
                )
                for finding in diagnosis.findings
            ],
            summary=summarize(diagnosis),
            rules_version=diagnosis.rulebook.version,
        )
    )


def _head(finding: Finding, base_url: str) -> model.MatchHead:
    return model.MatchHead(
        cause=cause_ref(finding.cause, base_url),
        confidence=finding.confidence,
        confidence_reason=finding.confidence_reason,
        headline=finding.headline,
        evidence=[
            model.Evidence(span.line, span.column, span.length, span.text) for span in finding.evidence
        ],
        captures=finding.captures,
        symptoms=list(finding.symptoms),
        count=finding.count,
        first_step=_first_step(finding),
        other_setups=list(finding.order.others),
    )


def _join(head: bytes, body: bytes) -> bytes:
    return head[:-1] + b"," + body[1:]
