"""Synthetic logs with known contents: real SDK outputs among harmless lines, in the layouts of common
loggers.
"""

from __future__ import annotations

import json
import random
import string
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from diagnostic.diagnosis import diagnose, rulebook

_CAUSES = (
    "overloaded", "stream-overloaded", "stream-disconnected", "request-timeout", "rate-limit-input-tokens",
    "rate-limit-requests", "invalid-api-key", "prompt-too-long", "connection-refused",
    "internal-server-error",
)  # fmt: skip
BEGINNING = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


@dataclass
class Contents:
    """What was written: errors by cause, and by cause and hour."""

    causes: Counter[str] = field(default_factory=Counter)
    hours: dict[str, Counter[str]] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    def add(self, cause: str, moment: datetime) -> None:
        """Counts one error."""
        said = moment.strftime("%Y-%m-%d %H:%M:%S")
        self.causes[cause] += 1
        self.hours.setdefault(cause, Counter())[moment.strftime("%Y-%m-%d %H:00")] += 1
        self.first.setdefault(cause, said)
        self.last[cause] = said


@cache
def tracebacks() -> tuple[tuple[str, str], ...]:
    """(cause, traceback): outputs that are one error each, whatever stands around them."""
    found = []
    for cause in _CAUSES:
        for example in rulebook().causes[cause].examples():
            text = example.text.rstrip("\n")
            if example.name.startswith("python") and "Traceback" in text and "\n\n\n" not in text:
                best = diagnose(text).findings[0]
                if best.cause.id == cause and best.confidence == "certain":
                    found.append((cause, text))
    return tuple(found)


def _logging(moment: datetime, level: str, message: str) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S},{moment.microsecond // 1000:03} {level} app.worker: {message}\n"


def _json_lines(moment: datetime, level: str, message: str) -> str:
    return (
        json.dumps(
            {
                "timestamp": moment.isoformat(),
                "level": level.lower(),
                "event": message.split("\n")[0],
                "exception": message,
            }
        )
        + "\n"
    )


def _docker(moment: datetime, level: str, message: str) -> str:
    stamp = f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"
    return json.dumps({"log": f"{level} {message}\n", "stream": "stderr", "time": stamp}) + "\n"


def _kubernetes(moment: datetime, level: str, message: str) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z {level} {message}\n"


def _syslog(moment: datetime, level: str, message: str) -> str:
    # One entry a line, as journald and rsyslog forward them.
    return f"{moment:%b} {moment.day:2} {moment:%H:%M:%S} host-1 app[812]: {level} {message}\n"


LAYOUTS: dict[str, Callable[[datetime, str, str], str]] = {
    "logging": _logging,
    "json-lines": _json_lines,
    "docker": _docker,
    "kubernetes": _kubernetes,
    "syslog": _syslog,
}


def quiet(chance: random.Random) -> str:
    """What a program says that goes well, without a word of Claude."""
    return (
        f"job {_word(chance)} took {chance.randrange(10_000)} ms, 200 OK for user {chance.randrange(10**7)}"
    )


def chatty(chance: random.Random) -> str:
    """The same of one that names Claude in three of four lines, as its SDK's HTTP library and its own
    notes do.
    """
    kind = chance.randrange(4)
    if kind == 0:
        return quiet(chance)
    if kind == 1:
        return 'HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 200 OK"'
    model = chance.choice(("claude-opus-4-8", "claude-sonnet-5", "claude-haiku-4-5"))
    if kind == 2:
        return (
            f"{model} answered job {_word(chance)}: {chance.randrange(90_000)} tokens, end_turn, "
            f"req_01{_word(chance)}"
        )
    return f"anthropic: stream of {_word(chance)} open, {chance.randrange(900)} events, model={model}"


def write_log(
    path: Path,
    layout: str,
    size: int,
    errors_per_entry: float,
    says: Callable[[random.Random], str] = quiet,
    names_job: Callable[[random.Random], str] | None = None,
) -> Contents:
    """Writes a log of at least `size` bytes; gives what it holds. `names_job` names the job that
    failed: by a word that occurs once, or by an id.
    """
    names_job = names_job or _word
    chance = random.Random(size)
    entry, errors = LAYOUTS[layout], tracebacks()
    contents, moment, written = Contents(), BEGINNING, 0
    with path.open("w") as file:
        while written < size:
            moment += timedelta(milliseconds=chance.randrange(1, 4_000_000_000 // size + 2_000))
            if chance.random() < errors_per_entry:
                cause, text = chance.choice(errors)
                contents.add(cause, moment)
                piece = entry(moment, "ERROR", f"job {names_job(chance)} failed\n{_own_id(text, chance)}")
            else:
                piece = entry(moment, "INFO", says(chance))
            written += file.write(piece)
    return contents


def _own_id(text: str, chance: random.Random) -> str:
    start = text.find("req_011")
    if start < 0:
        return text
    return text[: start + 7] + "".join(chance.choices(string.ascii_letters, k=17)) + text[start + 24 :]


def hex_id(chance: random.Random) -> str:
    """What queues and tracers call a job."""
    return f"{chance.getrandbits(48):012x}"


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=12))
