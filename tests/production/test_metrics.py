"""Metrics cannot grow forever: all possible labels fit into the files as first allocated."""

import os
import subprocess
import sys

_ALL = """
from struct import unpack
from pathlib import Path
from diagnostic import create_app
from diagnostic.diagnosis import rulebook
from diagnostic.web.access_log import known_method
app = create_app({"METRICS": True})
metrics = app.extensions["metrics"]
routes = [None, *{rule.rule for rule in app.url_map.iter_rules()}]
methods = {known_method(name) for name in "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT SING".split()}
for route in routes:
    for status in (200, 301, 302, 304, 400, 404, 405, 413, 415, 422, 429, 500, 503):
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            metrics.count_answer(method, route, status, 0.1)
    for method in methods:
        metrics.count_answer(method, route, 405, 0.1)
for cause in rulebook().causes:
    for word in ("certain", "likely", "possible"):
        metrics._diagnoses.labels(cause, word).inc()
import os
for path in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("*.db"):
    print(path.name, path.stat().st_size, unpack("i", path.read_bytes()[:4])[0])
"""


def test_all_labels_there_can_be_fit_into_the_first_files(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _ALL],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert {name for name, *_ in lines} == {"counter_0.db", "histogram_0.db"}
    for name, size, used in lines:
        assert int(size) == 1 << 20, name
        assert int(used) < 900_000, name


def test_there_are_no_metrics_unless_the_operator_says_so(client):
    assert client.get("/metrics").status_code == 404
