"""Which part of a log counts: one field of each entry, and a time range."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec
import re2

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_RELATIVE = re2.compile(r"(\d{1,5})([mhd])")


class Selection(msgspec.Struct, frozen=True):
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

    def includes(self, moment: str | None) -> bool:
        """Whether an entry logged at this moment counts."""
        if not self.has_limits:
            return True
        if moment is None:
            return False
        year = len("YYYY-") if moment[4:5] != "-" else 0  # syslog prints no year
        since, until = self.since[year:], self.until[year:]
        has_started, has_ended = moment >= since, bool(until) and moment >= until
        return (
            has_started or not has_ended
            if year and until and until < since
            else has_started and not has_ended
        )


EVERYTHING = Selection()


def parse_zone(name: str) -> tzinfo:
    """The time zone of this name, such as Europe/Berlin or UTC. Raises ValueError."""
    try:
        return UTC if name.upper() in ("UTC", "Z") else ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        raise ValueError(f"{name!r} is not the name of a time zone, such as UTC or Europe/Berlin") from None


def limit_zone(limit: str) -> tzinfo | None:
    """The time zone that a limit implies: its offset, or for a relative one ("6h") the local zone, in which
    local programs log. Times of entries are converted to it; those without an offset are assumed to be in it.
    """
    if _RELATIVE.fullmatch(limit):
        return _local_zone()
    try:
        return datetime.fromisoformat(limit).tzinfo
    except ValueError:
        return None


def _local_zone() -> tzinfo:
    """By name if the machine has one, so that daylight saving time is known; else by today's offset."""
    name = (
        os.environ.get("TZ", "").lstrip(":") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    )
    try:
        return parse_zone(name)
    except ValueError:
        return datetime.now().astimezone().tzinfo or UTC


def parse_limit(limit: str, zone: tzinfo | None, now: datetime) -> str:
    """A limit as a moment: `2026-11-20`, `2026-11-20 10:30`, both also with an offset, or relative (`90m`,
    `6h`, `2d`). Raises ValueError.
    """
    if relative := _RELATIVE.fullmatch(limit):
        moment = now - timedelta(**{_UNITS[relative.group(2)]: int(relative.group(1))})
        return f"{moment.astimezone(zone or UTC):%Y-%m-%d %H:%M:%S}"
    try:
        moment = datetime.fromisoformat(limit)
        if zone and moment.tzinfo:
            moment = moment.astimezone(zone)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{limit!r} is not a time, such as 2026-11-20, 2026-11-20T10:30 or 90m, 6h, 2d for that long ago"
        ) from None
    return f"{moment:%Y-%m-%d %H:%M:%S}"
