"""Diagnosis -> terminal text: adapts to the width, colours only if the console has them, no control
characters from the text.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import NamedTuple

import re2
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from diagnostic.diagnosis import Diagnosis
from diagnostic.finding import Finding
from diagnostic.proof import describe_step
from diagnostic.render.languages import LANGUAGES
from diagnostic.render.phrases import (
    CONFIDENCE,
    RETRY,
    SDK_RETRIES,
    first_question,
    first_sentence,
    flatten_links,
    format_log,
    format_proof,
    format_versions,
    lead,
    other_software,
    retry_advice,
    retry_note,
    who_acts,
)
from diagnostic.rules import Cause, Step

# C0 except tab and newline, C1, and characters that reorder or hide text.
_CONTROLS = re2.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]"
)
_SHOWN_LINES = 6
_LEXERS = {name: language.lexer for name, language in LANGUAGES.items()} | {"settings": "json"}
_COLOURS = {"certain": "green", "likely": "yellow", "possible": "magenta"}


class _Code(NamedTuple):
    """Code to copy, and the name of its lexer."""

    text: str
    lexer: str


_Part = RenderableType | _Code


def make_console() -> Console:
    """A console for standard output that never interprets text as markup."""
    return Console(highlight=False, markup=False, emoji=False)


def plain(text: str) -> str:
    """The text without characters that could control a terminal."""
    return _CONTROLS.sub("", text)


def print_brief(diagnosis: Diagnosis, console: Console, language: str | None) -> None:
    """Prints what fits on one screen: the verdict, the first step, and where the rest is."""
    if not diagnosis.findings:
        _print(_no_match(diagnosis), console)
        return
    best, *others = diagnosis.findings
    if diagnosis.groups:
        _print(_groups(diagnosis), console)
    _print([*_verdict(best), Text(), *_first_step(best, language or diagnosis.report.language)], console)
    for other in others:
        console.print(Text(f"Also in this text: {other.headline} ({other.cause.id})"))
    more = f"All steps and sources: diagnostic causes {best.cause.id}"
    console.print(Text(more, style="dim"))
    _print_redactions(diagnosis, console)


def _groups(diagnosis: Diagnosis) -> list[_Part]:
    from rich.table import Table  # deferred: only a log has groups

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("count", justify="right")
    zone = " (UTC)" if diagnosis.groups[0].is_utc else ""
    for name in ("cause", f"first seen{zone}", f"last seen{zone}"):
        table.add_column(name)
    for group in diagnosis.groups:
        seen = (one.time or f"line {one.line}" for one in (group.first, group.last))
        table.add_row(f"{group.count:,}", group.cause.id, *seen)
    return [table, Text(), Text(format_log(diagnosis)), Text()]


def _first_step(finding: Finding, language: str) -> list[_Part]:
    first = finding.first_step
    other = _other_shell([code.language for code in first.codes])
    codes = [code for code in first.codes if code.language != other]
    code = next((code for code in codes if code.language == language), codes[0] if codes else None)
    parts: list[_Part] = [
        Text("Do this first", style="bold"),
        Padding(Text(plain(flatten_links(first.text))), (0, 0, 0, 3), expand=False),
    ]
    parts.append(_Code(code.text, _LEXERS[code.language]) if code else Text())
    if first.without_code:
        action = first.without_code[0].lower() + first.without_code[1:]
        hint = f"If the program is not your own: {action}. For its own steps, name it with --client."
        parts.append(Padding(Text(hint), (0, 0, 1, 3), expand=False))
    return parts


def print_diagnosis(diagnosis: Diagnosis, console: Console, language: str | None) -> None:
    """Prints the answer: verdict, evidence, steps, other candidates."""
    if not diagnosis.findings:
        _print(_unmatched(diagnosis), console)
        return
    best, *others = diagnosis.findings
    _print(_finding(best, language or diagnosis.report.language), console)
    for other in others:
        line = Text(f"Also in this text: {other.headline} ", style="bold")
        line.append(
            f"({CONFIDENCE[other.confidence].lower()}; diagnostic causes {other.cause.id})", style="dim"
        )
        console.print(line)
    _print_redactions(diagnosis, console)


def _print_redactions(diagnosis: Diagnosis, console: Console) -> None:
    if diagnosis.clean.redactions:
        masked = ", ".join(f"{item.count} × {item.kind}" for item in diagnosis.clean.redactions)
        console.print(Text(f"Redacted before analysis: {masked}", style="dim"))
    if diagnosis.clean.truncated:
        console.print(
            Text("Long text: only the first 64 KiB and the last 192 KiB were analysed.", style="dim")
        )


def _verdict(finding: Finding) -> list[_Part]:
    cause = finding.cause
    parts: list[_Part] = [
        Text(plain(finding.headline), style="bold"),
        Text.assemble(("Who acts   ", "dim"), who_acts(cause)),
        Text.assemble(
            ("Retry      ", "dim"), f"{retry_advice(finding)}. {retry_note(cause, finding.reader.client)}"
        ),
        Text.assemble(
            ("Confidence ", "dim"),
            (CONFIDENCE[finding.confidence], _COLOURS[finding.confidence]),
            f": {plain(finding.confidence_reason)}",
        ),
    ]
    if finding.count > 1:
        parts.append(Text.assemble(("Seen       ", "dim"), f"{finding.count} times in this text"))
    return parts


def _finding(finding: Finding, language: str) -> list[_Part]:
    parts = _verdict(finding)
    lines = list(dict.fromkeys((span.line, span.text) for span in finding.evidence))[:_SHOWN_LINES]
    parts += [
        Text(f"  {line:>5} │ {plain(text)}", style="cyan", overflow="ellipsis", no_wrap=True)
        for line, text in lines
    ]
    return [*parts, Text(), *_body(finding.cause, finding.first_steps, language, lead(finding))]


def print_cause(cause: Cause, console: Console, language: str | None) -> None:
    """Prints one cause like its page."""
    console.print(Text(cause.title, style="bold"))
    console.print(Text.assemble(("Who acts   ", "dim"), who_acts(cause)))
    console.print(
        Text.assemble(("Retry      ", "dim"), f"{RETRY[cause.retry]}. {SDK_RETRIES[cause.sdk_retries]}")
    )
    console.print(Text())
    first = first_sentence(cause.explanation.what)
    _print(_body(cause, cause.steps, language or "unknown", first), console)


def _body(cause: Cause, steps: tuple[Step, ...], language: str, opening: str | None) -> list[_Part]:
    parts: list[_Part] = [Text(opening), Text()] if opening else []
    for number, step in enumerate(steps, 1):
        versions = format_versions(step)
        parts += [
            Text(f"{number}. {step.title}{f' ({versions})' if versions else ''}", style="bold"),
            Padding(Text(step.text), (0, 0, 0, 3), expand=False),
        ]
        parts += _code(step, language)
        if run := describe_step(cause, step):
            parts.append(Padding(Text(run, style="green"), (0, 0, 0, 3), expand=False))
    if proof := format_proof(cause):
        parts.append(Text(proof, style="green"))
    parts += [Text(f"Source: {source}", style="dim") for source in cause.sources]
    parts += [Text(f"More: diagnostic causes {cause.id}   or   /causes/{cause.id}", style="dim"), Text()]
    return parts


def _code(step: Step, language: str) -> list[_Part]:
    suitable = [name for name in step.snippets if name == language] or [
        name for name in step.snippets if name != _other_shell(step.snippets)
    ]
    return [_Code(step.snippets[name].change, _LEXERS[name]) for name in suitable]


def _other_shell(names: Collection[str]) -> str | None:
    """The shell that this machine does not have, if a command is given for both."""
    if not {"shell", "powershell"} <= set(names):
        return None
    return "shell" if sys.platform == "win32" else "powershell"


def _highlight(code: _Code, console: Console) -> Text:
    shown = Text(code.text.rstrip())
    if console.color_system:
        from rich.syntax import Syntax  # deferred: loading a lexer takes longer than everything else

        painter = Syntax("", code.lexer, background_color="default", theme="ansi_dark")
        shown = painter.highlight(code.text.rstrip("\n"))
        shown.rstrip()
    lines = Text("\n").join(Text("   ") + line if line else line for line in shown.split("\n"))
    return Text("\n") + lines + Text("\n")


def _print(parts: list[_Part], console: Console) -> None:
    for each in parts:
        part = _highlight(each, console) if isinstance(each, _Code) else each
        # Lines of code must not be cut, wrapped or padded, so that they can be copied.
        console.print(part, soft_wrap=isinstance(part, Text) and "\n" in part.plain)


def _no_match(diagnosis: Diagnosis) -> list[_Part]:
    other = other_software(diagnosis)
    parts: list[_Part] = [
        Text(
            "This error comes from other software." if other else "No known cause matches this text.",
            style="bold",
        ),
        Text(other or "It contains no Claude API error from the catalogue, or too little of one."),
        Text(),
    ]
    if first := first_question(diagnosis):
        parts += [
            Text("Do this first", style="bold"),
            Padding(Text(plain(flatten_links(first.why))), (0, 0, 1, 3), expand=False),
        ]
    if diagnosis.unmatched and diagnosis.unmatched.nearest:
        parts.append(Text("Closest matches:", style="bold"))
        parts += [
            Padding(Text(f"{cause.id}: {cause.title}"), (0, 0, 0, 2), expand=False)
            for cause in diagnosis.unmatched.nearest
        ]
        parts.append(Text())
    return parts


def _unmatched(diagnosis: Diagnosis) -> list[_Part]:
    parts = _no_match(diagnosis)
    later = [question for question in diagnosis.questions if question != first_question(diagnosis)]
    if later:
        parts.append(Text("To narrow it down:", style="bold"))
    for question in later:
        parts.append(Padding(Text(plain(flatten_links(question.why))), (0, 0, 0, 2), expand=False))
        shells = [name for name in ("shell", "powershell") if name in question.commands]
        parts += [
            _Code(question.commands[name], _LEXERS[name])
            for name in shells
            if name != _other_shell(question.commands)
        ]
    from rich.rule import Rule  # deferred: only an answer without a cause ends with a rule

    parts.append(Rule(style="dim"))
    return parts
