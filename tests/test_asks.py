"""If a text is not decisive, the suggested commands can be run, show no secret, and
their output is decisive.
"""

import asyncio
import contextlib
import re
import socket
import subprocess

import pytest
from block_runs import NODE

from diagnostic.diagnosis import diagnose
from diagnostic.lab import sdks
from diagnostic.lab.run import Runner
from diagnostic.lab.server import Lab
from diagnostic.paths import RULES
from diagnostic.questions import load_questions
from diagnostic.render.markdown import render_markdown

WITHOUT_KEY = RULES / "_shared" / "way-to-api"
PROGRAM = RULES / "_shared" / "print-cause-chain"
CANARY = "canary-Zq7wX2-0123456789"
DECIDES = {
    "refused": "connection-refused",
    "tls-untrusted": "tls-certificate",
    "dns": "dns-failure",
    "proxy-407": "proxy-error",
    "authentication": "invalid-api-key",
}
# Both refuse such a key, and print it.
UNFIT_KEY = f"{CANARY}\n{CANARY}"


@pytest.mark.parametrize(
    "text",
    ["Connection error.", "anthropic.APIConnectionError: Connection error.", "Something else went wrong"],
)
@pytest.mark.parametrize("language", ["python", "typescript"])
def test_an_answer_that_cannot_decide_offers_the_program_and_the_doctor(client, text, language):
    assert not any(finding.confidence != "possible" for finding in diagnose(text).findings)
    page = client.post("/diagnose", data={"text": text}).text
    assert "diagnostic doctor --no-call" in re.sub(r"<[^>]+>", "", page)
    assert f'data-lang="{language}"' in page
    code = PROGRAM.with_suffix({"python": ".py", "typescript": ".ts"}[language]).read_text()
    assert code in (ask.commands.get(language) for ask in load_questions())
    assert len(code.splitlines()) <= 26


@pytest.mark.parametrize(
    "text, shown, hidden",
    [
        ("Traceback (most recent call last):\nKeyError: 1", "import anthropic", "import Anthropic"),
        ("hello", "import Anthropic", None),
    ],
)
def test_markdown_offers_it_in_the_language_of_the_text_or_in_both(text, shown, hidden):
    answer = render_markdown(diagnose(text))
    assert shown in answer and "diagnostic doctor" in answer
    assert hidden is None or hidden not in answer


async def _run_all(sdk, faults):
    async with Lab() as lab, Runner(sdk) as runner:
        for fault in faults:
            yield (
                fault,
                await runner.run(
                    PROGRAM.with_suffix(sdk.suffix), lab.environment(fault) | {"ANTHROPIC_API_KEY": CANARY}
                ),
            )
        yield (
            "unfit",
            await runner.run(
                PROGRAM.with_suffix(sdk.suffix), lab.environment("ok") | {"ANTHROPIC_API_KEY": UNFIT_KEY}
            ),
        )


@pytest.mark.slow
@pytest.mark.parametrize("sdk", list(sdks.LATEST.values()), ids=lambda sdk: sdk.name)
def test_pasted_back_its_output_decides_and_holds_no_secret(sdk):
    async def collect():
        return [one async for one in _run_all(sdk, DECIDES)]

    outcomes = dict(asyncio.run(collect()))
    for fault, cause in {**DECIDES, "unfit": "header-encoding"}.items():
        outcome = outcomes[fault]
        output = outcome.stdout + outcome.stderr
        best = diagnose(output).findings[0]
        assert (best.cause.id, best.confidence) == (cause, "certain"), output
        assert sdk.version in output
        assert CANARY not in output
        assert outcome.status == 1


# An error about an address can show it, or the part that is not a port.
LOGINS = (
    ("ANTHROPIC_BASE_URL", "http://user:{}@{host}"),
    ("ANTHROPIC_BASE_URL", "http://user:{}#2@{host}"),
    ("ANTHROPIC_BASE_URL", "http://{}/2@{host}"),
    ("HTTP_PROXY", "http://user:{}/2@{host}"),
    ("HTTP_PROXY", "http://user:{}@{host}"),
)


@pytest.mark.parametrize("sdk", list(sdks.LATEST.values()), ids=lambda sdk: sdk.name)
@pytest.mark.parametrize("program", [PROGRAM, WITHOUT_KEY], ids=lambda program: program.name)
def test_the_password_of_an_address_is_not_printed(sdk, program):
    async def outputs():
        async with Lab() as lab, Runner(sdk) as runner:
            environment = lab.environment("ok") | {"ANTHROPIC_API_KEY": "key"}
            host = environment["ANTHROPIC_BASE_URL"].partition("//")[2]
            for name, address in LOGINS:
                login = {name: address.format(CANARY, host=host)}
                outcome = await runner.run(program.with_suffix(sdk.suffix), environment | login)
                yield login, outcome.stdout + outcome.stderr

    async def all_outputs():
        return [one async for one in outputs()]

    for login, output in asyncio.run(all_outputs()):
        assert CANARY not in output, (login, output)


# What a machine meets on its way to the API, without a key and without an SDK. Without a server header, a
# lab's HTTP answers say little.
WAYS = {"refused": "connection-refused", "tls-untrusted": "tls-certificate", "dns": "dns-failure"}


@pytest.mark.parametrize("sdk", list(sdks.LATEST.values()), ids=lambda sdk: sdk.name)
def test_the_program_that_needs_no_key_names_the_layer_that_breaks(sdk):
    async def collect():
        async with Lab() as lab, Runner(sdk) as runner:
            for fault in (*WAYS, "ok"):
                environment = lab.environment(fault) | {"ANTHROPIC_API_KEY": CANARY}
                yield fault, await runner.run(WITHOUT_KEY.with_suffix(sdk.suffix), environment)

    async def all_outcomes():
        return {fault: outcome async for fault, outcome in collect()}

    outcomes = asyncio.run(all_outcomes())
    healthy = outcomes.pop("ok")
    assert healthy.status == 0 and "HTTP: " in healthy.stdout
    assert diagnose(healthy.stdout).findings == ()
    for fault, outcome in outcomes.items():
        output = outcome.stdout + outcome.stderr
        assert (diagnose(output).findings or [None])[0] is not None, output
        assert diagnose(output).findings[0].cause.id == WAYS[fault], output
        assert CANARY not in output
        assert outcome.status == 1


def test_the_way_without_an_answer_is_given_up(tmp_path):
    """A port whose queue is full: the system would wait for minutes."""
    program = tmp_path / "way.ts"
    program.write_text(WITHOUT_KEY.with_suffix(".ts").read_text().replace("10_000", "300"))
    with socket.socket() as full, contextlib.ExitStack() as held:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            one = held.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        address = f"http://127.0.0.1:{full.getsockname()[1]}"
        run = subprocess.run(
            [NODE, program], env={"ANTHROPIC_BASE_URL": address}, capture_output=True, text=True, timeout=20
        )
    assert run.returncode == 1 and "connect ETIMEDOUT" in run.stdout
    assert diagnose(run.stdout).findings[0].cause.id == "connect-timeout"
