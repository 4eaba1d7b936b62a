"""A worker is ready before all patterns are compiled."""

import asyncio
import subprocess
import sys
import threading

from diagnostic import create_app
from diagnostic.diagnosis import rulebook
from diagnostic.web.rsgi import RsgiApp, create_rsgi_app


def test_a_worker_accepts_connections_while_it_warms_up(monkeypatch):
    monkeypatch.setattr("sys.setswitchinterval", lambda seconds: None)
    has_begun, may_end = threading.Event(), threading.Event()

    def warm_up():
        has_begun.set()
        may_end.wait()

    worker = RsgiApp(create_app({"ACCESS_LOG": False}), warm_up)
    try:
        worker.__rsgi_init__(asyncio.new_event_loop())  # would never return if it waited
        assert has_begun.wait(60)
    finally:
        may_end.set()
        worker.__rsgi_del__(worker.loop)
        worker.loop.close()


def test_a_warm_worker_compiles_no_pattern_of_a_rule_for_a_request(monkeypatch):
    monkeypatch.setattr("sys.setswitchinterval", lambda seconds: None)
    monkeypatch.setattr("gc.freeze", lambda: None)
    create_rsgi_app().warm_up()
    patterns = [pattern for condition in rulebook().conditions for pattern in condition.patterns]
    assert patterns and all("search" in vars(pattern) for pattern in patterns)


_PROGRAM = """
import re2
from diagnostic.diagnosis import diagnose
from diagnostic.warm_up import ORDINARY, warm_up
from diagnostic.text import clean

compiled, compile = [], re2.compile
re2.compile = lambda *args: compiled.append(args) or compile(*args)
warm_up()
assert all("[masked-secret]" in (masked := clean(text).masked) and "\\n" in masked for text in ORDINARY)
compiled.clear()
for text in ("api_key: abcd-5678-efgh", "<add key='token' value='Red-Door-7' />", "password\\n  Red-Door-7"):
    diagnose(f"OSError: [Errno 111] Connection refused\\n\\n{text}")
assert len(compiled) < 5, compiled
"""


def test_a_warm_worker_has_the_patterns_of_ordinary_texts():
    """Otherwise these three would compile 48."""
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
