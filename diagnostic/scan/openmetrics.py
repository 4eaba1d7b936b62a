"""Tally -> OpenMetrics text, which the textfile collector of Prometheus's node exporter also reads.

All metrics are gauges: each scan covers its own files and time range, so no number continues an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.log.tally import Tally
from diagnostic.scan.report import scan_answer

# Maximum number of values of a label; each value is a time series in the database.
_MAX_SERIES = 20


def render_openmetrics(tally: Tally) -> str:
    """The complete text; labels contain only ids and names of word characters, dots and dashes."""
    return "".join(f"{line}\n" for line in _lines(tally)) + "# EOF\n"


def _lines(tally: Tally) -> Iterator[str]:
    answer = scan_answer(tally)
    yield from _gauge(
        "errors",
        "Claude API errors in the log, by cause.",
        [({"cause": one.id}, one.count) for one in answer.causes],
    )
    for name, kind in (("models", "model"), ("hosts", "host")):
        yield from _gauge(
            f"errors_by_{kind}",
            f"Claude API errors in the log, by cause and {kind}; the {_MAX_SERIES} most frequent of each"
            " cause.",
            [
                ({"cause": one.id, kind: named}, count)
                for one in answer.causes
                for named, count in list(getattr(one, name).items())[:_MAX_SERIES]
            ],
        )
    yield from _gauge(
        "busiest_minute_errors",
        "Most Claude API errors in one minute, by cause.",
        [({"cause": one.id}, max(one.minutes.values())) for one in answer.causes if one.minutes],
    )
    yield from _gauge("read_bytes", "Bytes of log text that were read.", [({}, answer.bytes_read)])
    yield from _gauge("files", "Files that were read.", [({}, answer.files)])
    yield from _gauge(
        "damaged_files", "Files that could not be read completely.", [({}, len(answer.problems))]
    )


def _gauge(name: str, says: str, samples: list[tuple[dict[str, str], int]]) -> Iterator[str]:
    name = f"diagnostic_scan_{name}"
    yield f"# TYPE {name} gauge"
    yield f"# HELP {name} {says}"
    for labels, value in samples:
        label_set = ",".join(f'{label}="{text}"' for label, text in labels.items())
        yield f"{name}{{{label_set}}} {value}" if label_set else f"{name} {value}"
