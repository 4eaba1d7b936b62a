"""The lab beside the tests, and a way to run the checks like a user."""

from dataclasses import dataclass
from types import SimpleNamespace

import anthropic  # noqa: F401 - it takes a second, which is not a check's
import pytest
from fake_api import running_lab

from diagnostic.cli import main
from diagnostic.doctor import report
from diagnostic.doctor.layers import Settings, run_checks
from diagnostic.lab.server import Lab

# What this machine happens to have set must not decide a test.
_OWN = (
    "HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy SSL_CERT_FILE"
    " SSL_CERT_DIR REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS VIRTUAL_ENV ANTHROPIC_AUTH_TOKEN"
    " ANTHROPIC_CUSTOM_HEADERS"
).split()


class PathRecordingLab(Lab):
    """A lab that records the method and path of each request."""

    asked: list[str] = []

    async def _answer(self, request, wire, tunnelled):
        self.asked.append(
            f"{request.method} {request.path.partition('?')[0].rpartition('@')[2].partition('/')[2]}"
        )
        return await super()._answer(request, wire, tunnelled)


@pytest.fixture(name="lab", scope="session")
def _lab():
    with running_lab(PathRecordingLab) as lab:
        yield lab


@dataclass
class Checkup:
    """The layers of one examination, in every form."""

    layers: list
    text: str
    markdown: str
    json: str

    @property
    def last(self):
        return self.layers[-1]

    @property
    def cause(self):
        findings = self.last.failure.diagnosis.findings if self.last.failure else ()
        return findings[0].cause.id if findings else None

    @property
    def forms(self):
        return self.text, self.markdown, self.json


@pytest.fixture(name="doctor")
def _doctor(lab, monkeypatch, capsys):
    for name in _OWN:
        monkeypatch.delenv(name, raising=False)

    def point(fault, times=None, **variables):
        schedule = fault if times is None else f"{fault}*{times}"
        environment = lab.environment(schedule, "run") | variables
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        lab.asked.clear()

    def examine_way(fault, times=None, model=None, call=True, limit=60.0, **variables):
        point(fault, times, **variables)
        layers = list(run_checks(Settings(None, model, call, limit)))
        report.print_layers(iter(layers), "python")
        printed = capsys.readouterr()
        assert printed.err == ""
        return Checkup(layers, printed.out, report.write_markdown(layers), report.write_json(layers))

    def run(*arguments):
        status = main(["doctor", *arguments])
        return status, capsys.readouterr().out

    return SimpleNamespace(point=point, run_checks=examine_way, run=run, asked=lab.asked)
