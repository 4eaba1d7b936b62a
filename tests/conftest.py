"""Shared fixtures: the rules, the app, and skips that fail in runs where nothing may be skipped."""

import os

import pytest

from diagnostic import create_app
from diagnostic.diagnosis import rulebook


@pytest.fixture(name="rules", scope="session")
def _rules():
    return rulebook()


@pytest.fixture(name="app")
def _app():
    return create_app({"TESTING": True})


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
