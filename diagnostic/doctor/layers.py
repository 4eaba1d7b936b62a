"""Settings -> the layers of a connection in order, each with its findings; stops at the first failure."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.doctor.check_log import CheckFailed, CheckLog, Settings

NAMES = ("environment", "DNS", "TCP", "proxy", "TLS", "HTTP", "authentication", "call", "stream")
# The environment check uses no network, so a short --limit does not apply to it.
_LOCAL_SECONDS = 5.0
Status = Literal["ok", "note", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    """The error as a program would print it, without secrets, and its diagnosis."""

    text: str
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its facts, its warnings, and its failure if any."""

    name: str
    status: Status
    seconds: float
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    failure: Failure | None = None


Check = Callable[[CheckLog], None]
# How timeout messages of HTTP clients begin for each layer, so that the diagnosis finds the right cause.
_TIMEOUT_SUBJECTS = {"DNS": "Resolving", "TCP": "Connection", "TLS": "TLS handshake"}


def run_checks(settings: Settings) -> Iterator[Layer]:
    """Checks the layers lazily, one per iteration."""
    from diagnostic.doctor.checks import ConnectionChecks
    from diagnostic.doctor.secrets import redactor

    checks = ConnectionChecks(settings)
    redact = redactor(settings.base_url)
    for name in NAMES:
        limit = max(settings.seconds, _LOCAL_SECONDS) if name == "environment" else settings.seconds
        layer = _run(name, getattr(checks, f"check_{name.lower()}"), limit, redact)
        yield layer
        if layer.failure:
            return


def _run(name: str, check: Check, limit: float, redact: Callable[[str], str]) -> Layer:
    log = CheckLog()
    errors: list[Exception] = []

    def work() -> None:
        try:
            check(log)
        except Exception as error:
            errors.append(error)

    # Resolvers and proxies can block a call for longer than any timeout of the SDK, so the check gets a
    # thread.
    thread = threading.Thread(target=work, daemon=True)
    begun = time.monotonic()
    thread.start()
    thread.join(limit)
    if thread.is_alive():
        doing = _TIMEOUT_SUBJECTS.get(name, "Request")
        errors.append(CheckFailed(f"{doing} timed out after {limit * 1000:.0f} milliseconds"))
    failure = _explain(errors[0], redact) if errors else None
    status: Status = (
        "failed" if failure else "note" if log.warnings else "skipped" if log.is_skipped else "ok"
    )
    facts, warnings = (tuple(map(redact, list(lines))) for lines in (log.facts, log.warnings))
    return Layer(name, status, time.monotonic() - begun, facts, warnings, failure)


def _explain(error: Exception, redact: Callable[[str], str]) -> Failure:
    text = redact(_format_error(error))
    diagnosis = diagnose(text)
    # It is one error, though the chain prints its message several times.
    findings = tuple(msgspec.structs.replace(finding, count=1) for finding in diagnosis.findings)
    return Failure(text, msgspec.structs.replace(diagnosis, findings=findings))


def _format_error(error: Exception) -> str:
    import anthropic

    if isinstance(error, CheckFailed):
        # The blank line ends the headers of a response, as on the wire.
        text = f"{error}\n"
    else:
        printed = traceback.TracebackException.from_exception(error, lookup_lines=False)
        _keep_sdk_frames(printed)
        text = "".join(printed.format()).rstrip()
    return f"{text}\nanthropic=={anthropic.__version__}"


def _keep_sdk_frames(printed: traceback.TracebackException | None) -> None:
    """Keeps only frames inside the SDK; the others show files of this program."""
    while printed is not None:
        frames = [
            traceback.FrameSummary(f"anthropic/{file}", frame.lineno, frame.name, lookup_line=False, line="")
            for frame in printed.stack
            if (file := frame.filename.replace("\\", "/").rpartition("/site-packages/anthropic/")[2])
            != frame.filename.replace("\\", "/")
        ]
        printed.stack = traceback.StackSummary.from_list(frames[-2:])
        printed = printed.__cause__ or (None if printed.__suppress_context__ else printed.__context__)
