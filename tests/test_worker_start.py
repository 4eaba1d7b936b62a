"""A worker is ready before all patterns are compiled."""

import asyncio
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
