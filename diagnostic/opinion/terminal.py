"""Diagnosis -> a second opinion, streamed to the terminal; the user's own key pays for it."""

from __future__ import annotations

import os

from rich.console import Console
from rich.text import Text

from diagnostic.diagnosis import Diagnosis
from diagnostic.opinion import MODEL, NOT_VERIFIED, SECONDS
from diagnostic.opinion.asking import ask
from diagnostic.opinion.events import Failed, Problem, Restarted, TextDelta
from diagnostic.opinion.prompt import build_prompt
from diagnostic.render.terminal import plain


def print_opinion(diagnosis: Diagnosis, console: Console) -> int:
    """Prints Claude's answer; returns 0 if it is complete, 1 if there is none.

    As plain text: rendered Markdown could hide links behind words.
    """
    model = os.environ.get("DIAGNOSTIC_OPINION_MODEL") or MODEL
    console.print(Text(f"Second opinion from {plain(model)}", style="bold"))
    console.print(Text(f"{NOT_VERIFIED}\n", style="dim"))
    begun = False
    for event in ask(build_prompt(diagnosis), model, SECONDS, None, no_budget):
        if isinstance(event, TextDelta):
            begun = True
            console.print(Text(plain(event.text)), end="", soft_wrap=True)
            continue
        console.print(Text("\n" if begun else ""), end="")
        given_up = "Discard the text above. " if begun else ""
        if isinstance(event, Failed):
            console.print(Text(f"[{given_up}No answer: {_describe(event.problem)}]", style="red"))
            return 1
        if isinstance(event, Restarted):
            console.print(
                Text(
                    f"[{given_up}{_describe(event.problem)} Starting again in {event.seconds:.0f} s.]\n",
                    style="yellow",
                )
            )
            begun = False
        elif event.is_cut:
            console.print(Text("[The answer was cut off at the length limit.]", style="yellow"))
    return 0


def _describe(problem: Problem) -> str:
    more = f" See: diagnostic causes {problem.cause}." if problem.cause else ""
    return f"{plain(problem.title).rstrip('.')}.{more}"


def no_budget() -> None:
    """No limit, because users of --ask pay with their own key."""
