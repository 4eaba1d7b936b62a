"""Claude as simulated by the lab, and no delays between attempts."""

import itertools
import json
from types import SimpleNamespace

import pytest
from fake_api import ENVIRONMENT, OWN, OWN_KEY, TEXT, running_lab

from diagnostic import create_app
from diagnostic.diagnosis import diagnose
from diagnostic.opinion import asking
from diagnostic.opinion.prompt import build_prompt

# Only where nothing comes is a short silence the end: on a busy machine, what comes may be late.
SILENT = ("stall", "hang")


@pytest.fixture(name="lab", scope="session")
def _lab():
    with running_lab() as lab:
        yield lab


@pytest.fixture(name="claude")
def _claude(lab, monkeypatch):
    """Points the SDK at a fault, and keeps how long was waited."""
    runs = itertools.count()
    waited = []
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(asking, "sleep", waited.append)

    def point(fault, times=None):
        monkeypatch.setattr(asking, "SILENCE_SECONDS", 0.8 if fault in SILENT else 60.0)
        if fault == "says":
            address = f"http://127.0.0.1:{lab.port}/says"
        else:
            schedule = fault if times is None else f"{fault}*{times}"
            address = lab.environment(schedule, f"o{id(waited)}{next(runs)}")["ANTHROPIC_BASE_URL"]
        monkeypatch.setenv("ANTHROPIC_BASE_URL", address)
        lab.asked.clear()
        lab.keys.clear()
        lab.stop_reason, lab.gap = "end_turn", 0.0
        waited.clear()

    point("ok")
    return SimpleNamespace(point=point, waited=waited, lab=lab)


@pytest.fixture(name="begin")
def _begin(claude):
    """The events of one question as they come."""

    def begin(fault, times=None, text=TEXT, seconds=30.0, take=lambda: None):
        claude.point(fault, times)
        return asking.ask(build_prompt(diagnose(text)), "claude-sonnet-4-6", seconds, OWN_KEY, take)

    return begin


@pytest.fixture(name="ask")
def _ask(begin):
    """All events of one question."""
    return lambda *args, **options: list(begin(*args, **options))


@pytest.fixture(name="site")
def _site(claude, tmp_path):
    """A server with the second opinion switched on, and what its page gets to show."""

    def make(**settings):
        on = {
            "OPINION_ENABLED": True,
            "OPINION_API_KEY": OWN_KEY,
            "OPINION_FOLDER": str(tmp_path),
            "TESTING": True,
        }
        client = create_app(on | settings).test_client()

        def stream(text=TEXT, headers=OWN):
            response = client.post("/opinion", data={"text": text}, headers=headers)
            return [
                json.loads(event.removeprefix("data: ")) for event in response.text.split("\n\n") if event
            ]

        return SimpleNamespace(client=client, stream=stream)

    return make
