"""Shared fixtures: the rules, the app, and skips that fail in runs where nothing may be skipped."""

import os

import jinja2
import pytest

from diagnostic import create_app
from diagnostic.diagnosis import rulebook


@pytest.fixture(name="rules", scope="session")
def _rules():
    return rulebook()


@pytest.fixture(name="compiled_templates", scope="session")
def _compiled_templates(tmp_path_factory):
    """Each template is compiled once: nearly each test makes an app of its own."""
    return jinja2.FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(name="app")
def _app(compiled_templates):
    app = create_app({"TESTING": True})
    app.jinja_env.bytecode_cache = compiled_templates
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
