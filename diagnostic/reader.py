"""The reader's setup (client, language, SDK version, operating system), and the order of steps for it."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import re2

from diagnostic.report import Report, SdkVersion
from diagnostic.rules import Cause, Step
from diagnostic.rules.cause import Audience
from diagnostic.rules.ranges import covers, excludes
from diagnostic.world.actions import ACTION, common_actions
from diagnostic.world.clients import Client, clients, in_sentence

_LONG_WORD = re2.compile(r"\w{4,}")
_LANGUAGE_OF_PACKAGE = {"anthropic": "python", "@anthropic-ai/sdk": "typescript"}
_SDK_LANGUAGES = ("python", "typescript")
_CODE = ("python", "python_async", "typescript")
# The kind of clients whose users have no code that calls the API.
_APP_KIND = "app"
_GATEWAY_KIND = "gateway"
_WITHOUT_CODE = (_APP_KIND, "claude-code")
_REPORT_ACTION = "report-to-the-app"
# Claude Code and others have no such setting, so it needs the client's own instructions.
_ONLY_WITH_INSTRUCTIONS = ("switch-provider",)
# What people can do in any program, used if the cause names no actions.
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
# What a request or an account has wrong is corrected there; in a gateway one can only avoid it.
_FAMILIES_OF_REQUESTS = ("invalid-request", "sdk-usage", "cloud-platforms")
_FAMILIES_WITH_COMMON_STEPS = ("auth-billing", "claude-code", "cloud-platforms", "gateways")


class Reader(msgspec.Struct, frozen=True):
    """The reader's setup, detected in the text or chosen by the reader; None if unknown."""

    client: Client | None = None
    language: str | None = None  # python | typescript
    os: str | None = None  # windows | macos | linux
    version: SdkVersion | None = None
    has_other_language: bool = False  # neither Python nor TypeScript printed the text

    @property
    def reads_sdk_code(self) -> bool:
        """Whether the reader may write Python or TypeScript: no sign of another language or of a shell."""
        client = self.client
        return not self.has_other_language and (
            client is None
            or self.language is not None
            or (client.language in (None, *_SDK_LANGUAGES) and client.kind != "http")
        )

    @property
    def has_no_code(self) -> bool:
        """Whether the reader uses a finished program, so that SDK code does not help."""
        return self.client is not None and self.client.kind in _WITHOUT_CODE


class StepOrder(msgspec.Struct, frozen=True):
    """Ids of a cause's steps: those that can apply, best first, and those for other setups."""

    first: tuple[str, ...]
    others: tuple[str, ...]
    reasons: dict[str, str] = msgspec.field(default_factory=dict)  # step id -> why it is for this reader


def detect_reader(
    report: Report, system: str | None, chosen: str | None = None, has_other_language: bool = False
) -> Reader:
    """The reader of a text; `chosen` is the id of the client that the reader picked, and counts for more than
    signs of another language.
    """
    client = clients().get(chosen or "") or clients().get(report.client or "")
    language = report.language if report.language in _SDK_LANGUAGES else None
    if language is None and report.sdk_version:
        language = _LANGUAGE_OF_PACKAGE[report.sdk_version.package]
    if client and client.language in _SDK_LANGUAGES:
        return Reader(client, client.language, system, report.sdk_version)
    if has_other_language:
        language = None
    return Reader(client, language, system, report.sdk_version, has_other_language)


def order_steps(cause: Cause, reader: Reader, shown: Collection[str] = ()) -> StepOrder:
    """Steps for what the text shows come first (`shown`: their ids), then those for this reader's client, for
    its kind or system, then actions, then the remaining steps in the rule's order. Steps that cannot apply
    are kept separate.
    """
    for_text, for_client, addressed, general, unlikely, others, reasons = [], [], [], [], [], [], {}
    for step in cause.steps:
        if _cannot_apply(step, reader) or (step.shown_by and step.id not in shown):
            others.append(step.id)
            continue
        if reason := _version_reason(step, reader):
            reasons[step.id] = reason
        # A version decides whether a step applies, not whether it comes first.
        if step.shown_by and not _is_less_likely(step, reader):
            for_text.append(step.id)
        elif reader.client and reader.client.id in step.audience.clients:
            for_client.append(step.id)
        elif _is_addressed_to(step, reader):
            addressed.append(step.id)
        else:
            (unlikely if _is_less_likely(step, reader) else general).append(step.id)
    actions = _actions(cause, reader)
    # A gateway's operator can report requests of other people; the sender of a request can correct it.
    if not reader.has_no_code and ACTION + _REPORT_ACTION in actions:
        actions.remove(ACTION + _REPORT_ACTION)
        unlikely.append(ACTION + _REPORT_ACTION)
    # Common steps about keys and accounts also apply in a finished program; those about requests and code do
    # not.
    if reader.client and reader.client.kind == _GATEWAY_KIND and cause.family in _FAMILIES_OF_REQUESTS:
        steps = [*for_text, *for_client, *addressed, *general, *actions, *unlikely]
    elif cause.actions or cause.family not in _FAMILIES_WITH_COMMON_STEPS:
        steps = [*for_text, *for_client, *addressed, *actions, *general, *unlikely]
    else:
        steps = [*for_text, *for_client, *addressed, *general, *actions, *unlikely]
    if not steps:  # never empty: fall back to the rule's own steps
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
        # SDK code can be adapted to a framework or an HTTP client.
        return not (client.kind in ("framework", "http") and "sdk" in audience.kinds)
    return reader.has_no_code and bool(_languages(step) or step.versions)


def _names_client(audience: Audience, client: Client) -> bool:
    return client.id in audience.clients or client.kind in audience.kinds


def _languages(step: Step) -> tuple[str, ...]:
    """The languages of a step's code; empty if it has none."""
    return tuple(dict.fromkeys(name.removesuffix("_async") for name in step.snippets if name in _CODE))


def _is_addressed_to(step: Step, reader: Reader) -> bool:
    """Whether the step is written for this reader's kind of client (SDKs and frameworks are the default, so
    they do not count), or for their system and not for other kinds.
    """
    audience, client = step.audience, reader.client
    if client and client.kind not in ("sdk", "framework") and client.kind in audience.kinds:
        return True
    return reader.os is not None and reader.os in audience.os and not _is_less_likely(step, reader)


def _is_less_likely(step: Step, reader: Reader) -> bool:
    """Whether the step can apply but is written for other readers: another kind of client, or people with
    code if the text shows none.
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
    wanted = step.versions.get(_LANGUAGE_OF_PACKAGE[seen.package])
    return f"Applies to your SDK version. {seen.reason}" if wanted and covers(wanted, seen.range) else None


def _is_for_other_version(step: Step, reader: Reader) -> bool:
    seen = reader.version
    if seen is None or not step.versions:
        return False
    wanted = step.versions.get(_LANGUAGE_OF_PACKAGE[seen.package])
    return wanted is not None and excludes(wanted, seen.range)


def actions_of(cause: Cause) -> tuple[str, ...]:
    """What people without code can do: the actions of the rule, else the defaults of its family."""
    return cause.actions or _ACTIONS_OF_FAMILY[cause.family]


def first_action(cause: Cause, step: Step, reader: Reader) -> str | None:
    """The title of an action that needs no code, for unknown readers if `step` is for people with code."""
    is_open = reader.client is None and (_languages(step) or "sdk" in step.audience.kinds)
    return common_actions()[actions_of(cause)[0]].title if is_open else None


def client_instructions(cause: Cause, step: Step, reader: Reader) -> str | None:
    """How to carry out `step` in the reader's client ("In Cline: Click …"); None if the client has no
    instructions for it, or if the step is not written for people without code.
    """
    client = reader.client
    if client is None or not reader.has_no_code or _APP_KIND not in step.audience.kinds:
        return None
    first, *later = actions_of(cause)
    candidates = [first, *(id for id in later if _title_names_action(step, id))]
    known = next((id for id in candidates if id in client.actions and id != _REPORT_ACTION), None)
    if known is None:
        return None
    return f"In {in_sentence(client)}: {client.actions[known].text}"


def _title_names_action(step: Step, action: str) -> bool:
    """Whether the step's title asks for this action in almost the same words."""
    step_words, action_words = (
        set(_LONG_WORD.findall(title.lower())) for title in (step.title, common_actions()[action].title)
    )
    return len(step_words & action_words) > 1


def _actions(cause: Cause, reader: Reader) -> list[str]:
    client = reader.client
    if client is None or client.kind not in (*_WITHOUT_CODE, _GATEWAY_KIND):
        return []
    # Users can do little about a gateway, and a step for all apps already says what to do. In both cases,
    # only instructions specific to this client are added.
    has_common_step = not reader.has_no_code or any(_APP_KIND in step.audience.kinds for step in cause.steps)
    return [
        ACTION + id
        for id in actions_of(cause)
        if id in client.actions or not (has_common_step or id in _ONLY_WITH_INSTRUCTIONS)
    ]


def find_step(cause: Cause, id: str, reader: Reader) -> Step:
    """The step with this id, or the instructions for an action in the reader's client."""
    if not id.startswith(ACTION):
        return next(step for step in cause.steps if step.id == id)
    action = id.removeprefix(ACTION)
    common = common_actions()[action]
    instructions = reader.client.actions.get(action) if reader.client else None
    text = f"{instructions.text} ([source]({instructions.source}))" if instructions else common.text.strip()
    return Step(id, common.title, text, "fix", Audience(), None, {}, ())
