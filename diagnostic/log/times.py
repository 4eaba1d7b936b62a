"""A log line -> the moment it was written, as the log says it: time zones are not converted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import re2

from diagnostic.patterns import Pattern

_ISO = Pattern(rb"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?")
_SYSLOG = Pattern(rb"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ \d]\d) (\d\d):(\d\d):(\d\d)")
_CLF = Pattern(rb"\b(\d\d?)/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/(\d{4}):(\d\d):(\d\d):(\d\d)")
# In a line of JSON the time may stand behind the message, and the message may quote another one.
_NAMED_ISO = Pattern(
    rb"\"(?:ts|time|timestamp|@timestamp|asctime|date|datetime)\":\s?\"(\d{4})[-/](\d\d)[-/](\d\d)[T"
    rb" ](\d\d):(\d\d)(?::(\d\d))?"
)
_EPOCH = Pattern(rb"\"(?:ts|time|timestamp|@timestamp)\":\s?\"?(1[5-9]\d{8})(?:\d{3})?\b")
_MOST_HOURS = timedelta(days=31)
_MONTHS = {
    name.encode(): f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}


class Hour(NamedTuple):
    """A moment to the second and the hour it falls in; the year of a syslog line is not known and left
    out.
    """

    moment: str
    bucket: str


def read_hour(event: bytes) -> Hour | None:
    """The time an entry names as its own, else the first one printed in its head, or None."""
    if event.startswith(b"{"):
        return _read_iso(_NAMED_ISO.search(event)) or _read_epoch(event) or _read_printed(event[:400])
    return _read_printed(event[:400])


def _read_epoch(event: bytes) -> Hour | None:
    found = _EPOCH.search(event)
    if found is None:
        return None
    moment = datetime.fromtimestamp(int(found.group(1)), UTC)
    return _hour(moment.strftime("%Y-%m-%d"), *moment.strftime("%H %M %S").split())


def _read_iso(found: re2.Match[bytes] | None) -> Hour | None:
    if found is None:
        return None
    year, month, day, hour, minute, second = (part.decode() if part else "00" for part in found.groups())
    return _hour(f"{year}-{month}-{day}", hour, minute, second)


def _read_printed(head: bytes) -> Hour | None:
    if iso := _read_iso(_ISO.search(head)):
        return iso
    if found := _CLF.search(head):
        day, month, year, hour, minute, second = found.groups()
        date = f"{year.decode()}-{_MONTHS[month]}-{int(day):02}"
        return _hour(date, hour.decode(), minute.decode(), second.decode())
    if found := _SYSLOG.search(head):
        month, day, hour, minute, second = found.groups()
        return _hour(f"{_MONTHS[month]}-{int(day):02}", hour.decode(), minute.decode(), second.decode())
    return None


def _hour(date: str, hour: str, minute: str, second: str) -> Hour:
    return Hour(f"{date} {hour}:{minute}:{second}", f"{date} {hour}:00")


def fill_gaps(hours: dict[str, int]) -> dict[str, int]:
    """Every hour from the first to the last one with errors, or every day where those are more than a
    month.
    """
    try:
        moments = {datetime.strptime(hour, "%Y-%m-%d %H:%M"): count for hour, count in hours.items()}
    except ValueError:  # a log that prints no year: what is between two of its hours cannot be told
        return dict(sorted(hours.items()))
    if not moments:
        return {}
    first, last = min(moments), max(moments)
    if last - first <= _MOST_HOURS:
        step, form = timedelta(hours=1), "%Y-%m-%d %H:00"
    else:
        step, form, first = timedelta(days=1), "%Y-%m-%d", first.replace(hour=0)
    filled = {(first + step * number).strftime(form): 0 for number in range((last - first) // step + 1)}
    for moment, count in moments.items():
        filled[moment.strftime(form)] += count
    return filled
