"""Layers -> progressive text, Markdown or JSON; a diagnosis of any of these gives the same cause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from diagnostic.doctor.layers import NAMES, Layer
from diagnostic.render.markdown import fence
from diagnostic.render.phrases import summarize
from diagnostic.render.terminal import make_console, plain, print_brief

_COLOURS = {"ok": "green", "note": "yellow", "skipped": "dim", "failed": "bold red"}
_INDENT = 25


def print_layers(layers: Iterator[Layer], language: str) -> int:
    """Prints each layer as soon as it is done; returns the exit status."""
    console = make_console()
    console.print(Text("diagnostic doctor: checking a call layer by layer", style="bold"))
    done: list[Layer] = []
    for layer in _with_progress(layers, console):
        done.append(layer)
        _print_layer(layer, console)
        if layer.failure:
            _print_failure(layer, console, language)
            return 1
    console.print(Text(_conclude(done), style="bold green"))
    return 0


def _with_progress(layers: Iterator[Layer], console: Console) -> Iterator[Layer]:
    for name in NAMES:
        # No spinner between layers: it would overwrite the last line of a finished report.
        with console.status(f"checking {name}") if console.is_terminal else nullcontext():
            layer = next(layers, None)
        if layer is None:
            return
        yield layer


def _print_layer(layer: Layer, console: Console) -> None:
    head = Text.assemble((f"{layer.status:<8}", _COLOURS[layer.status]), f"{layer.name:<15}  ")
    lines = [
        *(Text(plain(fact)) for fact in layer.facts),
        *(Text(plain(warning), style="yellow") for warning in layer.warnings),
    ]
    # Beside the names if there is room for both, else below them.
    if console.width >= 60:
        for number, line in enumerate(lines or [Text()]):
            _print_beside(head if number == 0 else Text(" " * _INDENT), line, console)
        return
    console.print(head)
    for line in lines:
        console.print(Padding(line, (0, 0, 0, 2), expand=False))


def _print_beside(head: Text, line: Text, console: Console) -> None:
    if not console.is_terminal:
        console.print(head + line, soft_wrap=True)  # one fact per line for files and other programs
        return
    first, *rest = line.wrap(console, console.width - _INDENT) or [Text()]
    console.print(head + first)
    for more in rest:
        console.print(Padding(more, (0, 0, 0, _INDENT), expand=False))


def _print_failure(layer: Layer, console: Console, language: str) -> None:
    assert layer.failure
    if unchecked := NAMES[NAMES.index(layer.name) + 1 :]:
        console.print(Text(f"not checked: {', '.join(unchecked)}", style="dim"))
    console.print()
    console.print(Text(plain(layer.failure.text)), soft_wrap=True)
    console.print()
    print_brief(layer.failure.diagnosis, console, language)


def _conclude(layers: list[Layer]) -> str:
    has_warnings = any(layer.warnings for layer in layers)
    conclusion = "All checks passed."
    if any(layer.status == "skipped" and layer.name == "stream" for layer in layers):
        conclusion = "All checks before the first billed call passed."
    return f"{conclusion} See the notes above: they may still matter." if has_warnings else conclusion


def write_markdown(layers: list[Layer]) -> str:
    """The report for an issue or a message."""
    last = layers[-1]
    parts = [
        f"## diagnostic doctor: {f'{last.name} failed' if last.failure else 'healthy'}",
        "\n".join(map(_item, layers)),
    ]
    if last.failure is None:
        return "\n\n".join([*parts, _conclude(layers)]) + "\n"
    parts.append(fence(last.failure.text, "text"))
    parts.append(summarize(last.failure.diagnosis))
    for finding in last.failure.diagnosis.findings[:1]:
        parts += [f"{number}. {step.title}" for number, step in enumerate(finding.first_steps, 1)]
        parts.append(f"More: diagnostic causes {finding.cause.id}")
    return "\n\n".join(parts) + "\n"


def _item(layer: Layer) -> str:
    seen = "; ".join((*layer.facts, *layer.warnings))
    return f"- **{layer.name}**: {layer.status}{f'. {seen}' if seen else ''}"


def write_json(layers: list[Layer]) -> str:
    """The report for programs."""
    last = layers[-1]
    report: dict[str, Any] = {
        "healthy": last.failure is None,
        "failed": last.name if last.failure else None,
        "layers": [
            {
                "name": layer.name,
                "status": layer.status,
                "seconds": round(layer.seconds, 3),
                "facts": layer.facts,
                "doubts": layer.warnings,
            }
            for layer in layers
        ],
        "error": last.failure.text if last.failure else None,
        "causes": [
            {
                "id": finding.cause.id,
                "title": finding.cause.title,
                "confidence": finding.confidence,
                "steps": [step.title for step in finding.first_steps],
            }
            for finding in (last.failure.diagnosis.findings if last.failure else ())
        ],
        "summary": summarize(last.failure.diagnosis) if last.failure else _conclude(layers),
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"
