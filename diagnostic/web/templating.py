"""Texts and functions that all templates can use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeVar

from flask import Flask, current_app, render_template
from markupsafe import Markup

from diagnostic.diagnosis import rulebook
from diagnostic.finding import Finding
from diagnostic.proof import describe_step
from diagnostic.reader import Reader, find_step
from diagnostic.render.languages import LANGUAGES
from diagnostic.render.phrases import (
    CONFIDENCE,
    RETRY,
    SDK_RETRIES,
    capital,
    first_sentence,
    format_proof,
    format_versions,
    lead,
    retry_advice,
    retry_note,
    who_acts,
)
from diagnostic.rules import Cause, Step
from diagnostic.web.assets import asset_url
from diagnostic.web.highlighting import show_text
from diagnostic.web.markdown import breakable, highlight, render_inline, render_prose
from diagnostic.web.packed import pack, unpack
from diagnostic.world.actions import common_actions
from diagnostic.world.clients import clients

if TYPE_CHECKING:
    from diagnostic.lab.reproduction import Reproduction

T = TypeVar("T")
FAMILIES = {
    "streaming": "Streaming",
    "connection": "Connection",
    "timeout": "Timeouts",
    "api-status": "Status codes",
    "auth-billing": "Keys and billing",
    "invalid-request": "Requests",
    "sdk-usage": "Using the SDK",
    "cloud-platforms": "Cloud platforms",
    "claude-code": "Claude Code",
    "gateways": "Gateways and relays",
}
# The kinds of clients, in the order in which readers choose one.
_CLIENT_GROUPS = {
    "Apps": ("app", "claude-code"),
    "SDKs": ("sdk",),
    "Frameworks": ("framework",),
    "Gateways": ("gateway",),
    "HTTP clients": ("http",),
}
# The shell that a command is for, as the switch on the page calls it.
_SYSTEMS = {"shell": "bash", "powershell": "powershell"}


def init_app(app: Flask) -> None:
    """Adds them to the app's template environment."""
    app.jinja_env.globals.update(
        asset=asset_url,
        who_acts=who_acts,
        first_sentence=first_sentence,
        prose=render_prose,
        inline=render_inline,
        highlight=highlight,
        format_proof=format_proof,
        describe_step=_describe_step,
        capital=capital,
        cause_body=cause_body,
        answer_body=answer_body,
        code_label=code_label,
        SYSTEMS=_SYSTEMS,
        format_versions=format_versions,
        lead_of=lead,
        retry_note=retry_note,
        RETRY=RETRY,
        retry_advice=retry_advice,
        SDK_RETRIES=SDK_RETRIES,
        CONFIDENCE=CONFIDENCE,
        client_options=client_options,
        CLIENTS={client.id: client.name for client in clients().values()},
        FAMILIES=FAMILIES,
        LANGUAGES={name: language.label for name, language in LANGUAGES.items()},
    )
    app.jinja_env.filters.update(breakable=breakable, shown=show_text, by_system=by_system)
    app.context_processor(_settings)


@cache  # one for each client, because a page is waited for and each list has a hundred entries
def client_options(chosen: str) -> Markup:
    """The options of a list of clients, by kind and name; `chosen`: the id of the selected one, or empty."""
    return Markup().join(_option_group(title, kinds, chosen) for title, kinds in _CLIENT_GROUPS.items())


def _option_group(title: str, kinds: tuple[str, ...], chosen: str) -> Markup:
    listed = sorted(
        (client for client in clients().values() if client.kind in kinds),
        key=lambda client: client.name.removeprefix("The ").lower(),
    )
    option = Markup('<option value="{}"{}>{}</option>')
    options = (
        option.format(
            client.id, Markup(" selected") if client.id == chosen else "", client.name.removeprefix("The ")
        )
        for client in listed
    )
    return Markup('<optgroup label="{}">{}</optgroup>').format(title, Markup().join(options))


def _settings() -> dict:
    return {
        "public_url": current_app.config["PUBLIC_URL"],
        "second_opinion": current_app.config["OPINION_ENABLED"],
    }


def _describe_step(cause_id: str, step: Step) -> str | None:
    """The proof of a step in words."""
    return describe_step(rulebook().causes[cause_id], step)


def code_label(language: str, text: str) -> str:
    """The label of a code block; what begins with a slash is typed into Claude Code, on every system."""
    return "Claude Code" if language == "shell" and text.startswith("/") else LANGUAGES[language].label


def by_system(items: Iterable[tuple[str, T]], windows: bool) -> list[tuple[str, T]]:
    """(language, item) pairs with the system's own shell first; the others keep their order."""
    pairs = list(items)
    names = [name for name, _ in pairs]
    if windows and "shell" in names and "powershell" in names:
        bash, powershell = names.index("shell"), names.index("powershell")
        if bash < powershell:
            pairs[bash], pairs[powershell] = pairs[powershell], pairs[bash]
    return pairs


def cause_body(cause: Cause) -> Markup:
    """The page of a cause below its verdict: the steps for everybody, in the rule's order."""
    named = tuple((id, common_actions()[id].title) for id in cause.actions)
    return _render_fix(cause, cause.steps, (), "", named) + _cause_rest(cause)


def answer_body(finding: Finding, windows: bool) -> Markup:
    """An answer below its verdict, with the steps for its reader first."""
    client = finding.reader.client.id if finding.reader.client else ""
    reasons = tuple(finding.order.reasons.items())
    order = finding.order
    fix = _packed_fix(finding.cause, order.first, order.others, client, reasons, windows)
    return unpack(fix) + _cause_rest(finding.cause)


# Readers differ in the order of steps, but only a few orders per cause really occur.
@lru_cache(maxsize=512)
def _packed_fix(
    cause: Cause, first: tuple[str, ...], others: tuple[str, ...], client: str, reasons: tuple, windows: bool
) -> bytes:
    reader = Reader(clients().get(client))
    steps, other_steps = (tuple(find_step(cause, id, reader) for id in ids) for ids in (first, others))
    return pack(_render_fix(cause, steps, other_steps, "answered", (), dict(reasons), windows))


def _render_fix(
    cause: Cause,
    steps: tuple[Step, ...],
    others: tuple[Step, ...],
    answered: str,
    actions: tuple,
    reasons: dict[str, str] | None = None,
    windows: bool = False,
) -> Markup:
    last_fix = max((at for at, step in enumerate(steps) if step.kind == "fix"), default=len(steps))
    # A check after the last fix shows whether that fix worked.
    worked = tuple(step for step in steps[last_fix + 1 :] if step.kind == "check")
    page = render_template(
        "_cause_fix.html",
        cause=cause,
        steps=tuple(step for step in steps if step not in worked),
        worked=worked,
        others=others,
        reasons=reasons or {},
        windows=windows,
        actions=actions,
        answered=answered,
        has_lab=how_to_reproduce(cause) is not None,
        measured=_measured_fault(cause),
        has_pair=_any_step_has(steps, "python", "typescript"),
        has_shells=_any_step_has(steps, "shell", "powershell"),
        others_pair=_any_step_has(others, "python", "typescript"),
        others_shells=_any_step_has(others, "shell", "powershell"),
    )
    return Markup(page)  # noqa: S704 - a template of our own, autoescaped


def _measured_fault(cause: Cause) -> str | None:
    """The first of its faults that has measurements."""
    from diagnostic.lab.record import behaviour_lines  # only pages of causes need the lab

    return next((fault for fault in cause.faults if fault in behaviour_lines()), None)


def _any_step_has(steps: tuple[Step, ...], *languages: str) -> bool:
    return any(set(languages) <= step.snippets.keys() for step in steps)


def _cause_rest(cause: Cause) -> Markup:
    """Explanation, reproduction and sources of a cause; cached, because they do not depend on the paste."""
    return unpack(_packed_rest(cause))


@cache
def _packed_rest(cause: Cause) -> bytes:
    has_pair = _any_step_has(cause.steps, "python", "typescript")
    page = render_template(
        "_cause_rest.html",
        cause=cause,
        reproduction=how_to_reproduce(cause),
        has_pair=has_pair,
        has_shells=_any_step_has(cause.steps, "shell", "powershell"),
    )
    return pack(page)


def how_to_reproduce(cause: Cause) -> Reproduction | None:
    """How to reproduce this cause, or None if the lab cannot."""
    from diagnostic.lab.reproduction import how_to_reproduce  # only pages of causes need the lab

    return how_to_reproduce(cause)
