"""A schedule: the faults of consecutive requests, written as the first path segment of a URL.

    overloaded                                  forever
    overloaded*4                                four times, then a healthy API
    rate-limit~retry-after=300*1,stream-overloaded*1
                                                one after the other, then a healthy API; the first with its
                                                own header

`retry-after=date:7` becomes the HTTP date in seven seconds. "+" also stands for "*", and "@name" counts
separately as a run of that name.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import formatdate

import re2

from diagnostic.lab.catalogue import FAULTS

_PART = re2.compile(r"([a-z0-9-]+)((?:~[a-z-]+=[a-zA-Z0-9:.-]+)*)(?:[*+](\d+))?")


@dataclass(frozen=True, slots=True)
class Part:
    """One fault, its extra response headers, and for how many requests it lasts; None: forever."""

    fault: str
    headers: tuple[tuple[str, str], ...] = ()
    times: int | None = None

    def headers_now(self) -> dict[str, str]:
        """The headers, with dates relative to now."""
        return {
            name: (
                formatdate(time.time() + float(value[5:]), usegmt=True)
                if value.startswith("date:")
                else value
            )
            for name, value in self.headers
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """Parts that follow each other; after the last one with a count, the API is healthy."""

    parts: tuple[Part, ...]
    run: str = ""

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """Parses a schedule. Raises ValueError, which names the invalid part."""
        listed, _, run = text.replace(" ", "").partition("@")
        return cls(tuple(map(_read_part, listed.split(","))), run)

    def part(self, number: int) -> Part | None:
        """The part for the request with this number (from 0); None: a healthy API."""
        for part in self.parts:
            if part.times is None or number < part.times:
                return part
            number -= part.times
        return None

    @property
    def fault(self) -> str:
        """The first fault, which decides how programs reach it."""
        return self.parts[0].fault

    def describe(self) -> str:
        """The schedule as a phrase: "529 overloaded_error, four times in a row"."""
        return ", then ".join(
            FAULTS[part.fault].title
            + "".join(f" with {name}: {value}" for name, value in part.headers)
            + _describe_times(part.times, part.fault)
            for part in self.parts
        )

    @property
    def failing_requests(self) -> int | None:
        """The number of requests that fail before the API is healthy; None if all do."""
        if any(part.times is None for part in self.parts):
            return None
        return sum(part.times or 0 for part in self.parts)


def _describe_times(times: int | None, fault: str) -> str:
    if times is None:
        return "" if fault == "ok" else ", every time"
    numbers = ("never", "once", "twice", "three times", "four times", "five times", "six times")
    return ", " + (numbers[times] if times < len(numbers) else f"{times} times") + " in a row" * (times > 1)


def _read_part(text: str) -> Part:
    found = _PART.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a fault with a number: write overloaded*4")
    headers = tuple(
        (name, value) for name, _, value in (one.partition("=") for one in found[2].split("~") if one)
    )
    return Part(found[1], headers, int(found[3]) if found[3] is not None else None)
