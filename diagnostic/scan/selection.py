"""Which part of a log counts: one field of each entry, and a time range."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import re2

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_AGO = re2.compile(r"(\d{1,5})([mhd])")


@dataclass(frozen=True, slots=True)
class Selection:
    """The selection; a moment is "YYYY-MM-DD HH:MM:SS", an empty one means no limit."""

    field: str | None = None  # path of the message in a record: `message`, `error.message`
    time_field: str | None = None
    since: str = ""  # inclusive
    until: str = ""  # exclusive
    zone: tzinfo | None = None  # times are converted to it; None: as printed in the log

    @property
    def has_limits(self) -> bool:
        """Whether there is a time limit, so that entries without a time do not count."""
        return bool(self.since or self.until)

    def holds(self, moment: str | None) -> bool:
        """Whether an entry of this moment counts."""
        if not self.has_limits:
            return True
        if moment is None:
            return False
        year = len("YYYY-") if moment[4:5] != "-" else 0  # syslog prints no year
        since, until = self.since[year:], self.until[year:]
        begun, over = moment >= since, bool(until) and moment >= until
        return begun or not over if year and until and until < since else begun and not over


EVERYTHING = Selection()


def read_zone(name: str) -> tzinfo:
    """The time zone of this name, such as Europe/Berlin or UTC. Raises ValueError."""
    try:
        return UTC if name.upper() in ("UTC", "Z") else ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        raise ValueError(f"{name!r} is not the name of a time zone, such as UTC or Europe/Berlin") from None


def zone_of_limit(said: str) -> tzinfo | None:
    """The zone of a limit, or for a relative one ("6h") the local zone, in which local programs log: entries
    with other offsets are converted to it, those without are assumed to be in it.
    """
    if _AGO.fullmatch(said):
        return _local_zone()
    try:
        return datetime.fromisoformat(said).tzinfo
    except ValueError:
        return None


def _local_zone() -> tzinfo:
    """By name if the machine has one, so that daylight saving time is known; else by today's offset."""
    name = (
        os.environ.get("TZ", "").lstrip(":") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    )
    try:
        return read_zone(name)
    except ValueError:
        return datetime.now().astimezone().tzinfo or UTC


def read_limit(said: str, zone: tzinfo | None, now: datetime) -> str:
    """A limit as a moment: `2026-11-20`, `2026-11-20 10:30`, both also with an offset, or relative (`90m`,
    `6h`, `2d`). Raises ValueError.
    """
    if ago := _AGO.fullmatch(said):
        moment = now - timedelta(**{_UNITS[ago.group(2)]: int(ago.group(1))})
        return f"{moment.astimezone(zone or UTC):%Y-%m-%d %H:%M:%S}"
    try:
        moment = datetime.fromisoformat(said)
        if zone and moment.tzinfo:
            moment = moment.astimezone(zone)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{said!r} is not a time, such as 2026-11-20, 2026-11-20T10:30 or 90m, 6h, 2d for that long ago"
        ) from None
    return f"{moment:%Y-%m-%d %H:%M:%S}"
