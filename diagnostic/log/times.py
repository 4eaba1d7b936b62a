"""A log line -> the time it was written, as printed or converted to one time zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

import re2

from diagnostic.patterns import Pattern

_DATE_AND_TIME = (
    rb"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?(?: ?(Z|[+-]\d\d:?\d\d))?"
)
_ISO = Pattern(_DATE_AND_TIME)
_SYSLOG = Pattern(rb"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ \d]\d) (\d\d):(\d\d):(\d\d)")
_CLF = Pattern(
    rb"\b(\d\d?)/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/(\d{4}):(\d\d):(\d\d):(\d\d)"
    rb"(?: ([+-]\d{4}))?"
)
# In a line of JSON, the time may come after the message, and the message may quote another time.
_NAME = rb"\"(?:ts|time|timestamp|@timestamp|asctime|date|datetime|eventTime|@t)\":\s?"
_NAMED_ISO = Pattern(_NAME + rb"\"" + _DATE_AND_TIME)
_EPOCH = Pattern(_NAME + rb"\"?(1[5-9]\d{8})(?:\d{3}){0,3}\b")
_HEAD_BYTES = 400  # bytes of an entry in which its time is expected
_MAX_HOURLY_SPAN = timedelta(days=31)
_MONTHS = {
    name.encode(): f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}


_OFFSET = Pattern(rb"\d\d:\d\d(?:[.,]\d{1,9})? ?(Z|[+-]\d\d:?\d\d)\b")
_UTC = frozenset((b"Z", b"+00:00", b"+0000", b"-00:00", b"-0000"))


def common_zone(entries: Iterable[bytes]) -> tzinfo | None:
    """UTC if the entries print different UTC offsets and so cannot be ordered as printed; None otherwise."""
    offsets = set[str]()
    for entry in entries:
        if offset := read_offset(entry):
            offsets.add(offset)
            if len(offsets) > 1:
                return UTC
    return None


def read_offset(entry: bytes) -> str | None:
    """The UTC offset that an entry prints with its time, such as "+0200" or "Z"; None if it prints none."""
    found = _OFFSET.search(entry[:_HEAD_BYTES])
    if found is None:
        return None
    offset = found.group(1)
    return "Z" if offset in _UTC else offset.decode().replace(":", "")


def read_moment(event: bytes, zone: tzinfo | None = None) -> str | None:
    """The time of an entry as "YYYY-MM-DD HH:MM:SS", or None: that of its time field, else the first time at
    its beginning. Syslog times lack the year.

    With `zone`, a time with an offset is converted; one without is assumed to be in that zone.
    """
    if event.startswith(b"{"):
        named = _read_iso(_NAMED_ISO.search(event), zone) or _read_epoch(event, zone)
        if named:
            return named
    return _read_printed(event[:_HEAD_BYTES], zone)


def _read_epoch(event: bytes, zone: tzinfo | None) -> str | None:
    found = _EPOCH.search(event)
    return f"{datetime.fromtimestamp(int(found.group(1)), zone or UTC):%Y-%m-%d %H:%M:%S}" if found else None


def _read_iso(found: re2.Match[bytes] | None, zone: tzinfo | None) -> str | None:
    if found is None:
        return None
    year, month, day, hour, minute, second, offset = (
        part.decode() if part else "" for part in found.groups()
    )
    return _converted(f"{year}-{month}-{day} {hour}:{minute}:{second or '00'}", offset, zone)


def _read_printed(head: bytes, zone: tzinfo | None) -> str | None:
    if iso := _read_iso(_ISO.search(head), zone):
        return iso
    if found := _CLF.search(head):
        day, month, year, *time, offset = found.groups()
        date = f"{year.decode()}-{_MONTHS[month]}-{int(day):02}"
        return _converted(f"{date} {b':'.join(time).decode()}", (offset or b"").decode(), zone)
    if found := _SYSLOG.search(head):
        month, day, *time = found.groups()
        return f"{_MONTHS[month]}-{int(day):02} {b':'.join(time).decode()}"
    return None


def _converted(moment: str, offset: str, zone: tzinfo | None) -> str:
    if zone is None or not offset:
        return moment
    try:
        return f"{datetime.fromisoformat(moment + offset).astimezone(zone):%Y-%m-%d %H:%M:%S}"
    except (ValueError, OverflowError):  # not a calendar date
        return moment


def fill_gaps(hours: dict[str, int]) -> dict[str, int]:
    """Adds the hours without errors between the first and the last one, or the days if
    that is over a month.
    """
    try:
        moments = {datetime.strptime(hour, "%Y-%m-%d %H:%M"): count for hour, count in hours.items()}
    except ValueError:  # the log prints no year, so the gaps between its hours are unknown
        return dict(sorted(hours.items()))
    if not moments:
        return {}
    first, last = min(moments), max(moments)
    if last - first <= _MAX_HOURLY_SPAN:
        step, form = timedelta(hours=1), "%Y-%m-%d %H:00"
    else:
        step, form, first = timedelta(days=1), "%Y-%m-%d", first.replace(hour=0)
    filled = {(first + step * number).strftime(form): 0 for number in range((last - first) // step + 1)}
    for moment, count in moments.items():
        filled[moment.strftime(form)] += count
    return filled
