"""Shared fixtures: the rules, the app, and skips that fail in runs where nothing may be skipped."""

import os

import jinja2
import pytest

from diagnostic import create_app
from diagnostic.diagnosis import rulebook


@pytest.fixture(name="rules", scope="session")
def _rules():
    return rulebook()


class _Compiled(jinja2.BytecodeCache):
    """Compiles each template once a process: nearly each test makes an app of its own."""

    def __init__(self):
        self._code = {}

    def load_bytecode(self, bucket):
        if code := self._code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket):
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@pytest.fixture(name="app")
def _app():
    app = create_app({"TESTING": True})
    app.jinja_env.bytecode_cache = _COMPILED
    return app


@pytest.fixture(name="client")
def _client(app):
    return app.test_client()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With CI=true a skipped test has failed: a skip there hides a missing install."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
