"""Report + text -> Reader: client, language, SDK version and system; Cause x Reader -> the steps in order
for this reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import re2

from diagnostic.report import Report, SdkVersion
from diagnostic.rules import Cause, Step
from diagnostic.rules.cause import Audience
from diagnostic.rules.ranges import covers, excludes
from diagnostic.world.actions import common_actions
from diagnostic.world.clients import Client, clients, in_sentence

_LONG_WORD = re2.compile(r"\w{4,}")
_LANGUAGE = {"anthropic": "python", "@anthropic-ai/sdk": "typescript"}
_SDK_LANGUAGES = ("python", "typescript")
_CODE = ("python", "python_async", "typescript")
# The user of such a program has no code that calls the API.
_APP = "app"
_WITHOUT_CODE = (_APP, "claude-code")
_REPORT = "report-to-the-app"
# What a person can do in any program, where the cause names no actions.
_ACTIONS_OF_FAMILY = {
    "streaming": ("wait", "new-conversation"),
    "connection": ("check-network",),
    "timeout": ("wait", "raise-timeout"),
    "api-status": ("wait", "change-model"),
    "auth-billing": ("change-key",),
    "invalid-request": ("update-the-app", "report-to-the-app"),
    "sdk-usage": ("update-the-app", "report-to-the-app"),
    "cloud-platforms": ("change-settings",),
    "claude-code": ("update-the-app",),
    "gateways": ("change-base-url",),
}
_OPEN_TO_ALL = ("auth-billing", "claude-code", "cloud-platforms", "gateways")
ACTION = "action-"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the answer, as far as the text or the reader's own choice tells; None if it is not
    known.
    """

    client: Client | None = None
    language: str | None = None  # python | typescript
    os: str | None = None  # windows | macos | linux
    version: SdkVersion | None = None

    @property
    def reads_sdk_code(self) -> bool:
        """May write Python or TypeScript: nothing shows another language, or a command line."""
        client = self.client
        return (
            client is None
            or self.language is not None
            or (client.language in (None, *_SDK_LANGUAGES) and client.kind != "http")
        )

    @property
    def has_no_code(self) -> bool:
        """Uses a finished program, so that code for an SDK does not help."""
        return self.client is not None and self.client.kind in _WITHOUT_CODE


@dataclass(frozen=True, slots=True)
class StepOrder:
    """Ids of a cause's steps: those that can apply, best first, and those for other setups."""

    first: tuple[str, ...]
    others: tuple[str, ...]
    reasons: dict[str, str] = field(default_factory=dict)  # step id -> why it is for this reader


def read_reader(report: Report, system: str | None, chosen: str | None = None) -> Reader:
    """The reader of a paste; `chosen` is the id of the client that the reader picked."""
    client = clients().get(chosen or "") or clients().get(report.client or "")
    language = report.language if report.language in ("python", "typescript") else None
    if client and client.language in ("python", "typescript"):
        language = client.language
    return Reader(client, language, system, report.sdk_version)


def order_steps(cause: Cause, reader: Reader) -> StepOrder:
    """Steps that name this reader's client first, then those meant for its kind or system, then actions, then
    the rule's order; what cannot apply is set apart.
    """
    named, meant, open_, later, others, reasons = [], [], [], [], [], {}
    for step in cause.steps:
        if _cannot_apply(step, reader):
            others.append(step.id)
            continue
        if reason := _version_reason(step, reader):
            reasons[step.id] = reason
        # A version decides whether a step applies, not what helps first.
        if reader.client and reader.client.id in step.audience.clients:
            named.append(step.id)
        elif _is_meant(step.audience, reader):
            meant.append(step.id)
        else:
            (later if _is_less_likely(step, reader) else open_).append(step.id)
    actions = _actions(cause, reader)
    # Whoever runs a gateway can report what the requests of others do; whoever sends them can mend it.
    if not reader.has_no_code and ACTION + _REPORT in actions:
        actions.remove(ACTION + _REPORT)
        later.append(ACTION + _REPORT)
    # Steps for everybody about keys and accounts hold in a program too; those about requests and code do not.
    if cause.actions or cause.family not in _OPEN_TO_ALL:
        steps = [*named, *meant, *actions, *open_, *later]
    else:
        steps = [*named, *meant, *open_, *actions, *later]
    if not steps:  # something must be first; then it is what the rule says
        steps, others = others, []
    return StepOrder(tuple(steps), tuple(others), reasons)


def _cannot_apply(step: Step, reader: Reader) -> bool:
    audience = step.audience
    languages = audience.languages or _languages(step)
    return (
        _is_for_other_client(step, reader)
        or bool(audience.os and reader.os and reader.os not in audience.os)
        or bool(languages and reader.language and reader.language not in languages)
        or _is_for_other_version(step, reader)
    )


def _is_for_other_client(step: Step, reader: Reader) -> bool:
    audience, client = step.audience, reader.client
    if client is None or _names_client(audience, client):
        return False
    if audience.kinds or audience.clients:
        # Code for the SDK can be carried over to a framework or an HTTP client.
        return not (client.kind in ("framework", "http") and "sdk" in audience.kinds)
    return reader.has_no_code and bool(_languages(step) or step.versions)


def _names_client(audience: Audience, client: Client) -> bool:
    return client.id in audience.clients or client.kind in audience.kinds


def _languages(step: Step) -> tuple[str, ...]:
    """The languages that a step's code is in; none if it has no code."""
    return tuple(dict.fromkeys(name.removesuffix("_async") for name in step.snippets if name in _CODE))


def _is_meant(audience: Audience, reader: Reader) -> bool:
    """Names a kind that is not what most rules are written for, or the system."""
    client = reader.client
    if client and client.kind not in ("sdk", "framework") and client.kind in audience.kinds:
        return True
    return reader.os is not None and reader.os in audience.os


def _is_less_likely(step: Step, reader: Reader) -> bool:
    """Can apply, but is written for somebody else: another kind of client, or code if the text shows
    none.
    """
    audience, client = step.audience, reader.client
    if client is None:
        return bool(audience.clients or audience.kinds) and "sdk" not in audience.kinds
    named = not (audience.kinds or audience.clients) or _names_client(audience, client)
    return not named or client.kind == "http" and reader.language is None and bool(_languages(step))


def _version_reason(step: Step, reader: Reader) -> str | None:
    seen = reader.version
    if seen is None or not step.versions:
        return None
    wanted = step.versions.get(_LANGUAGE[seen.package])
    return f"Applies to your SDK version. {seen.reason}" if wanted and covers(wanted, seen.range) else None


def _is_for_other_version(step: Step, reader: Reader) -> bool:
    seen = reader.version
    if seen is None or not step.versions:
        return False
    wanted = step.versions.get(_LANGUAGE[seen.package])
    return wanted is not None and excludes(wanted, seen.range)


def actions_of(cause: Cause) -> tuple[str, ...]:
    """What people without code can do: what the rule names, else what helps against errors of its family."""
    return cause.actions or _ACTIONS_OF_FAMILY[cause.family]


def first_action(cause: Cause, step: Step, reader: Reader) -> str | None:
    """The title of what comes first without code, if the text does not show who reads and `step` is
    written for people with code.
    """
    is_open = reader.client is None and (_languages(step) or "sdk" in step.audience.kinds)
    return common_actions()[actions_of(cause)[0]].title if is_open else None


def done_there(cause: Cause, step: Step, reader: Reader) -> str | None:
    """How the reader's program does what `step` asks for: "In Cline: Click …"; None if that is not known, or
    the step is not written for every program alike.
    """
    client = reader.client
    if client is None or not reader.has_no_code or _APP not in step.audience.kinds:
        return None
    first, *later = actions_of(cause)
    asked = [first, *(id for id in later if _asks_for(step, id))]
    known = next((id for id in asked if id in client.actions and id != _REPORT), None)
    if known is None:
        return None
    return f"In {in_sentence(client)}: {client.actions[known].text}"


def _asks_for(step: Step, action: str) -> bool:
    """Does the step's title ask for this action, in nearly the same words?"""
    asked, wanted = (
        set(_LONG_WORD.findall(title.lower())) for title in (step.title, common_actions()[action].title)
    )
    return len(asked & wanted) > 1


def _actions(cause: Cause, reader: Reader) -> list[str]:
    client = reader.client
    if client is None or client.kind not in (*_WITHOUT_CODE, "gateway"):
        return []
    # In a gateway much is up to its operator, and a step for every program says itself what can be done:
    # then only what is known of this program.
    is_told = not reader.has_no_code or any(_APP in step.audience.kinds for step in cause.steps)
    return [ACTION + id for id in actions_of(cause) if id in client.actions or not is_told]


def find_step(cause: Cause, id: str, reader: Reader) -> Step:
    """The step with this id, or how the reader's client does an action."""
    if not id.startswith(ACTION):
        return next(step for step in cause.steps if step.id == id)
    action = id.removeprefix(ACTION)
    common = common_actions()[action]
    said = reader.client.actions.get(action) if reader.client else None
    text = f"{said.text} ([source]({said.source}))" if said else common.text.strip()
    return Step(id, common.title, text, "fix", Audience(), None, {}, ())
