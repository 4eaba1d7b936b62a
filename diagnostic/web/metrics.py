"""Responses -> Prometheus metrics, summed over all worker processes; labels never contain user text."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response, g

from diagnostic.diagnosis import Diagnosis
from diagnostic.paths import install_command

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# From a page in the cache to a slow body of 2 MiB.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_KINDS = ("counter", "histogram")
# Enough for all possible labels (a test counts them), so that no file ever has to grow on a full disk.
FILE_BYTES = 1 << 20


class Metrics:
    """The operator's metrics."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._folder = os.environ.get(_FOLDER)
        if self._folder:
            _claim_slot(Path(self._folder))
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "diagnostic_requests", "Answers", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "diagnostic_request_seconds",
            "Seconds, including waiting",
            ("route",),
            registry=self.registry,
            buckets=_BUCKETS,
        )
        self._refused = Counter(
            "diagnostic_refused", "Refused before the app", ("reason",), registry=self.registry
        )
        self._diagnoses = Counter(
            "diagnostic_diagnoses",
            "First cause found, or none",
            ("cause", "confidence"),
            registry=self.registry,
        )

    def count_answer(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Counts one response."""
        self._requests.labels(method, route or "none", str(status)).inc()
        self._seconds.labels(route or "none").observe(seconds)

    def count_refused(self, reason: str) -> None:
        """Counts a request that was refused before it cost anything."""
        self._refused.labels(reason).inc()

    def count_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Counts the causes found: a wave of 529s is visible here first."""
        best = diagnosis.findings[0] if diagnosis.findings else None
        self._diagnoses.labels(best.cause.id if best else "none", best.confidence if best else "none").inc()

    def expose(self) -> Response:
        """All metrics in the format of Prometheus."""
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = self.registry
        if self._folder:
            registry = CollectorRegistry()
            MultiProcessCollector(registry, path=self._folder)
        response = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = "no-store"
        return response


def init_app(app: Flask) -> None:
    """Serves /metrics if METRICS is set (extra: `metrics`)."""
    if not app.config["METRICS"]:
        return
    try:
        metrics = Metrics()
    except ModuleNotFoundError:
        raise RuntimeError(f"METRICS needs the extra: {install_command('metrics')}") from None
    except OSError as error:
        app.logger.error("metrics are off: %s", error.strerror)
        return
    app.extensions["metrics"] = metrics
    app.add_url_rule("/metrics", view_func=metrics.expose)

    @app.after_request
    def _count(response: Response) -> Response:
        if diagnosis := g.get("diagnosis"):
            metrics.count_diagnosis(diagnosis)
        return response


def _claim_slot(folder: Path) -> None:
    """Makes this process the writer of the first free set of files.

    With files named by process id, each restart would leave more behind. A slot becomes free when its process
    ends.
    """
    from prometheus_client import values

    slot = 0
    while not _lock(folder / f"slot-{slot}.lock"):
        slot += 1
    for kind in _KINDS:
        file = folder / f"{kind}_{slot}.db"
        if not file.exists():
            # The file is memory-mapped: writing to a page without room on the disk would kill the process.
            try:
                file.write_bytes(bytes(FILE_BYTES))
            except OSError:
                file.unlink()
                raise
    values.ValueClass = values.MultiProcessValue(lambda: slot)


def _lock(path: Path) -> bool:
    """Locks the file until this process ends; False if another process has it."""
    import fcntl  # missing on Windows, which needs it for metrics only

    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return False
    return True
