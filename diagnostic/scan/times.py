"""A log line -> the moment it was written, as the log says it: time zones are not converted."""

from __future__ import annotations

from typing import NamedTuple

import re2

_ISO = re2.compile(rb"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?")
_SYSLOG = re2.compile(rb"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ \d]\d) (\d\d):(\d\d):(\d\d)")
_CLF = re2.compile(rb"\b(\d\d?)/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/(\d{4}):(\d\d):(\d\d):(\d\d)")
_EPOCH = re2.compile(rb"\"(?:ts|time|timestamp|@timestamp)\":\s?\"?(1[5-9]\d{8})(?:\d{3})?\b")
_MONTHS = {
    name.encode(): f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}


class Hour(NamedTuple):
    """A moment to the second and the hour it falls in; the year of a syslog line is not known and left out."""

    moment: str
    bucket: str


def read_hour(event: bytes) -> Hour | None:
    """The first time printed in the event's head, or None."""
    head = event[:400]
    if found := _ISO.search(head):
        year, month, day, hour, minute, second = (part.decode() if part else "00" for part in found.groups())
        return _hour(f"{year}-{month}-{day}", hour, minute, second)
    if found := _CLF.search(head):
        day, month, year, hour, minute, second = found.groups()
        date = f"{year.decode()}-{_MONTHS[month]}-{int(day):02}"
        return _hour(date, hour.decode(), minute.decode(), second.decode())
    if found := _SYSLOG.search(head):
        month, day, hour, minute, second = found.groups()
        return _hour(f"{_MONTHS[month]}-{int(day):02}", hour.decode(), minute.decode(), second.decode())
    if found := _EPOCH.search(event[:2000]):
        from datetime import UTC, datetime

        moment = datetime.fromtimestamp(int(found.group(1)), UTC)
        return _hour(moment.strftime("%Y-%m-%d"), *moment.strftime("%H %M %S").split())
    return None


def _hour(date: str, hour: str, minute: str, second: str) -> Hour:
    return Hour(f"{date} {hour}:{minute}:{second}", f"{date} {hour}:00")
