"""A rule folder on disk -> (Cause, its `when` tables). Any error is a RuleError with file and field."""

from __future__ import annotations

from pathlib import Path

import msgspec

from diagnostic.paths import read_toml
from diagnostic.rules.cause import Audience, Cause, Claim, Explanation, Snippet, Step, Verified
from diagnostic.rules.conditions import compile_pattern
from diagnostic.rules.dated import fill_in
from diagnostic.rules.errors import RuleError
from diagnostic.rules.ranges import InvalidRange, parse_range
from diagnostic.rules.schema import ForTable, ProofRun, RuleFile, StepTable, WhenTable
from diagnostic.rules.vocabulary import find_unknown_value
from diagnostic.world.actions import ACTION, common_actions

HEADINGS = ("What", "Why", "Tell it apart", "Prevent", "Wrong advice")
SHARED = "_shared"
_BLOCKS = {"python": ".py", "python_async": "_async.py", "typescript": ".ts"}


def read_folder(folder: Path) -> tuple[Cause, list[WhenTable]]:
    """Reads one rule; its id is the name of the folder."""
    path = folder / "rule.toml"
    try:
        rule = msgspec.convert(read_toml(path), RuleFile)
    except (ValueError, msgspec.ValidationError) as error:
        raise RuleError(path, str(error)) from None
    _check_rule(path, rule)
    proof = _read_proof(folder / "proof.json")
    cause = Cause(
        id=folder.name,
        folder=folder,
        title=rule.title,
        family=rule.family,
        broader=rule.broader,
        who=tuple(rule.who),
        retry=rule.retry,
        sdk_retries=rule.sdk_retries,
        headlines=(rule.headline,) if isinstance(rule.headline, str) else tuple(rule.headline),
        aliases=tuple(rule.aliases),
        related=tuple(rule.related),
        overrides=tuple(rule.overrides),
        harmless=rule.harmless,
        sources=tuple(rule.sources),
        faults=tuple(rule.faults),
        reproduced=_versions(rule.reproduced) or {},
        seen=tuple(tuple(table.seen) for table in rule.when),
        steps=tuple(_read_step(folder, step) for step in rule.steps),
        actions=tuple(rule.actions),
        explanation=_read_explanation(folder / "explanation.md"),
        reproduced_on=_shown(proof.reproduced),
        verified=_shown(proof.verified),
        fix=proof.fix,
    )
    return cause, rule.when


def _check_rule(path: Path, rule: RuleFile) -> None:
    ids = [step.id for step in rule.steps]
    if len(set(ids)) < len(ids):
        raise RuleError(path, "$.steps: duplicate step id")
    if named := [id for id in ids if id.startswith(ACTION)]:
        raise RuleError(path, f"$.steps: {named[0]!r} begins with {ACTION!r}, as the ids of actions do")
    for number, table in enumerate(rule.when):
        if problem := find_unknown_value(table):
            raise RuleError(path, f"$.when[{number}].{problem}")
    for action in rule.actions:
        if action not in common_actions():
            raise RuleError(path, f"$.actions: {action!r} is not in {SHARED}/actions.toml")
    ranges = [("reproduced", rule.reproduced)]
    ranges += [
        (f"steps[{step.id}].for.versions", step.audience.versions) for step in rule.steps if step.audience
    ]
    for place, versions in ranges:
        for language, text in (_versions(versions) or {}).items():
            try:
                parse_range(text)
            except InvalidRange as error:
                raise RuleError(path, f"$.{place}.{language}: {error}") from None


def _versions(table: msgspec.Struct | None) -> dict[str, str] | None:
    return (
        {key: value for key, value in msgspec.structs.asdict(table).items() if value is not None}
        if table
        else None
    )


def _read_step(folder: Path, step: StepTable) -> Step:
    path = folder / "rule.toml"
    given = [key for key in ("block", "settings") if getattr(step, key) is not None]
    if step.shell or step.powershell:
        given.append("shell")
    if len(given) > 1:
        raise RuleError(
            path, f"$.steps[{step.id}]: has {' and '.join(given)}; a step can have only one of them"
        )
    if step.settings and not step.settings_file:
        raise RuleError(
            path, f"$.steps[{step.id}].settings_file: missing; name the file that the settings belong in"
        )
    snippets: dict[str, Snippet] = {}
    if step.block:
        snippets = _read_blocks(folder, step.block)
    for language in ("shell", "powershell", "settings"):
        if text := getattr(step, language):
            file = step.settings_file if language == "settings" else None
            snippets[language] = Snippet(file, text.strip() + "\n")
    return Step(
        id=step.id,
        title=fill_in(step.title, path),
        text=fill_in(step.text.strip(), path),
        kind=step.kind,
        audience=_read_audience(step.audience),
        versions=_versions(step.audience.versions) if step.audience else None,
        snippets=snippets,
        proof=tuple(Claim(claim.schedule, claim.naive, claim.fix) for claim in step.proof),
        shown_by=(
            compile_pattern(path, f"$.steps[{step.id}].for.text", step.audience.text)
            if step.audience and step.audience.text
            else None
        ),
        headline=step.headline,
    )


def _read_audience(table: ForTable | None) -> Audience:
    if table is None:
        return Audience()
    return Audience(tuple(table.kinds), tuple(table.clients), tuple(table.os), tuple(table.languages))


def _read_blocks(folder: Path, stem: str) -> dict[str, Snippet]:
    """The blocks of a step by language, exactly as in their files: they are shown, copied
    and run unchanged.
    """
    snippets: dict[str, Snippet] = {}
    for language, ending in _BLOCKS.items():
        for place in (folder, folder.parent / SHARED):
            path = place / f"{stem}{ending}"
            if path.is_file():
                snippets[language] = Snippet(path.name, path.read_text(encoding="utf-8"))
                break
    if not snippets:
        raise RuleError(
            folder / "rule.toml", f"$.steps.block: there is no {stem}.py or {stem}.ts here or in {SHARED}/"
        )
    return snippets


def _read_explanation(path: Path) -> Explanation:
    try:
        text = fill_in(path.read_text(encoding="utf-8"), path)
    except FileNotFoundError:
        raise RuleError(path, "the file is missing") from None
    before, *sections = ("\n" + text).split("\n## ")
    if before.strip():
        raise RuleError(path, "there is no text before '## What'")
    parts = {
        heading.strip(): body.strip()
        for heading, _, body in (section.partition("\n") for section in sections)
    }
    expected = HEADINGS if "Wrong advice" in parts else HEADINGS[:-1]
    if tuple(parts) != expected:
        raise RuleError(
            path, f"the headings are {', '.join(parts)}; they must be {', '.join(expected)}, in this order"
        )
    for heading, body in parts.items():
        if not body:
            raise RuleError(path, f"the section '## {heading}' is empty")
    return Explanation(
        parts["What"], parts["Why"], parts["Tell it apart"], parts["Prevent"], parts.get("Wrong advice")
    )


class _Proof(msgspec.Struct, frozen=True):
    reproduced: ProofRun | None = None
    fix: str | None = None
    verified: ProofRun | None = None


def _read_proof(path: Path) -> _Proof:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Proof) if path.is_file() else _Proof()
    except msgspec.MsgspecError as error:
        raise RuleError(path, str(error)) from None


def _shown(run: ProofRun | None) -> Verified | None:
    if run is None or not (run.python or run.typescript):
        return None
    return Verified(tuple(run.python), tuple(run.typescript), tuple(run.faults))
