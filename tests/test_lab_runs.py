"""Runs of programs stay within their time limit, leave nothing behind, and have shortened waits."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request

import pytest
from waiting import is_alive, until

from diagnostic.cli import main
from diagnostic.lab import run as runs
from diagnostic.lab import sdks
from diagnostic.lab.blocks import Trial, run_block
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.run import Runner
from diagnostic.lab.server import Lab
from diagnostic.paths import ROOT

pytestmark = pytest.mark.slow

LATEST = list(sdks.LATEST.values())
FOR_EVER = {
    ".py": (
        "import subprocess, sys, time\nprint(subprocess.Popen([sys.executable, '-c', 'while True:"
        " pass']).pid, flush=True)\nwhile True: pass\n"
    ),
    ".ts": (
        'import { spawn } from "node:child_process";\n'
        'console.log(spawn(process.execPath, ["-e", "for (;;);"]).pid);\nfor (;;);\n'
    ),
}
WAITS = {
    ".py": (
        "import anthropic, time\ntime.sleep(60)\nanthropic.Anthropic(max_retries=0).messages.create("
        "model='m', max_tokens=1, messages=[{'role': 'user', 'content': 'x'}])\n"
    ),
    ".ts": (
        'import Anthropic from "@anthropic-ai/sdk";\nawait new Promise((done) => setTimeout(done,'
        ' 60_000));\nawait new Anthropic({ maxRetries: 0 }).messages.create({ model: "m", max_tokens: 1,'
        ' messages: [{ role: "user", content: "x" }] });\n'
    ),
}


NAMES = {
    ".py": "import os, time\nprint(os.environ['NAME'])\ntime.sleep(0.3)\nprint(os.environ['NAME'])\n",
    ".ts": (
        "console.log(process.env.NAME);\nawait new Promise((done) => setTimeout(done, 200));\n"
        "console.log(process.env.NAME);\n"
    ),
}
TRACES = """\
import asyncio, os, sys
try:
    print(type(asyncio.get_event_loop()))
except RuntimeError as error:
    print(error)
print(repr(sys.stdin.read()), sorted(name for name in os.environ if name != "LC_CTYPE"))
"""


def run(sdk, program, fault="ok", **variables):
    async def once():
        async with Lab() as lab, Runner(sdk) as runner:
            return await runner.run(program, lab.environment(fault) | variables)

    return asyncio.run(once())


@pytest.mark.parametrize("sdk", LATEST, ids=lambda sdk: sdk.name)
def test_a_program_that_never_ends_is_ended_with_its_children(sdk, tmp_path, monkeypatch):
    program = tmp_path / f"for-ever{sdk.suffix}"
    program.write_text(FOR_EVER[sdk.suffix])
    for seconds in (3, 30, 150):  # how long it takes to begin on a busy machine
        monkeypatch.setattr(runs, "SECONDS", seconds)
        outcome = run(sdk, program)
        assert outcome.status is None
        if outcome.stdout:
            break
    child = int(outcome.stdout)
    until(lambda: not is_alive(child), "its child has ended")


@pytest.mark.parametrize("sdk", LATEST, ids=lambda sdk: sdk.name)
def test_an_hour_of_waiting_takes_seconds(sdk, tmp_path):
    program = tmp_path / f"waits{sdk.suffix}"
    program.write_text(WAITS[sdk.suffix])
    begun = time.monotonic()
    outcome = run(sdk, program, "hang")
    assert outcome.status == 1 and "Timeout" in outcome.stderr
    assert time.monotonic() - begun < 300


@pytest.mark.parametrize("sdk", LATEST, ids=lambda sdk: sdk.name)
def test_programs_that_run_at_once_keep_apart(sdk, tmp_path):
    program = tmp_path / f"names{sdk.suffix}"
    program.write_text(NAMES[sdk.suffix])
    names = [f"run {number}" for number in range(4)]

    async def all_at_once():
        async with Runner(sdk) as runner:
            return await asyncio.gather(*(runner.run(program, {"NAME": name}) for name in names))

    outcomes = asyncio.run(all_at_once())
    assert [one.stdout.split("\n") for one in outcomes] == [[name, name, ""] for name in names]
    assert all(one.status == 0 and len(one.waits) == 1 for one in outcomes)


def test_a_python_program_runs_as_if_it_were_the_first(tmp_path):
    sdk = sdks.LATEST["python"]
    program = tmp_path / "traces.py"
    program.write_text(TRACES)
    outcome = run(sdk, program)
    variables = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    alone = subprocess.run(
        [sdk.folder / "bin" / "python", program],
        env={**variables, "NO_PROXY": "", "ANTHROPIC_BASE_URL": "", "ANTHROPIC_API_KEY": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert (outcome.stdout, outcome.waits) == (alone.stdout, ())


def test_contexts_made_in_advance_are_each_used_once_and_only_if_they_are_what_the_client_asks_for(tmp_path):
    sdk = sdks.LATEST["python"]
    program = tmp_path / "clients.py"
    program.write_text(
        "import anthropic\nclients = [anthropic.Anthropic() for _ in range(5)]\n"
        "print(len({id(one._client._transport._pool._ssl_context) for one in clients}))\n"
    )
    assert run(sdk, program).stdout == "5\n"
    assert "FileNotFoundError" in run(sdk, program, SSL_CERT_FILE=str(tmp_path / "none.pem")).stderr


def test_an_idle_timer_of_node_is_no_wait_of_the_program(tmp_path):
    sdk = sdks.LATEST["typescript"]
    program = tmp_path / "idle.ts"
    program.write_text(
        "setTimeout(() => {}, 500);\nsetTimeout(() => {}, 4000).unref();\n"
        "await new Promise((done) => setTimeout(done, 60_000));\n"
    )
    assert run(sdk, program).waits == (0.5, 60)


# The stream is left as soon as the answer is whole, and the end of the aborted read is awaited.
AWAITS_ABORTED_READ = """\
import Anthropic from "@anthropic-ai/sdk";
async function streamAnswer(client: Anthropic, request: Anthropic.MessageStreamParams) {
  const stream = client.messages.stream(request);
  stream.on("message", () => stream.abort());
  await stream.finalMessage().catch(() => undefined);
  return stream.receivedMessages[0];
}
"""


@pytest.mark.parametrize(
    ("sdk", "ends"), [(sdks.LATEST["typescript"], "answered"), (sdks.OLDEST_NODE, "stopped")]
)
def test_a_block_that_hangs_on_the_oldest_node_only_is_noticed_there(sdk, ends, tmp_path):
    block = tmp_path / "leaves.ts"
    block.write_text(AWAITS_ABORTED_READ)

    async def once():
        async with Lab() as lab, Runner(sdk) as runner:
            return await run_block(lab, runner, block, Trial("end-with-last-event"), "leaves")

    assert asyncio.run(once())[0].ends == ends


def test_the_list_names_every_fault_with_what_it_does(capsys):
    assert main(["lab", "--list"]) == 0
    printed = capsys.readouterr().out
    assert all(fault.name in printed and fault.title in printed for fault in FAULTS.values())


def test_an_unknown_fault_is_refused_with_the_way_to_the_list(capsys):
    assert main(["lab", "no-such-fault"]) == 2
    assert "--list" in capsys.readouterr().err


def test_the_command_says_how_to_get_there_and_shows_neither_headers_nor_bodies():
    command = [sys.executable, "-m", "diagnostic", "lab", "overloaded", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as lab:
        try:
            lines = [lab.stdout.readline()]
            while "Ctrl-C" not in lines[-1]:
                lines.append(lab.stdout.readline())
            printed = "".join(lines)
            address = re.search(r"export ANTHROPIC_BASE_URL=(\S+)", printed)[1]
            assert "ANTHROPIC_API_KEY=sk-ant-lab-dummy" in printed and f"{address}+1" in printed
            request = urllib.request.Request(
                f"{address}/v1/messages", b"body-secret", {"x-api-key": "header-secret"}
            )
            with pytest.raises(urllib.error.HTTPError, match="529"):
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=240)
            seen = lab.stdout.readline()
            while "request" not in seen:
                seen += lab.stdout.readline()
        finally:
            lab.terminate()
            rest = lab.stdout.read()
    assert "overloaded: request 1" in seen + rest
    assert "secret" not in seen + rest


def test_the_files_that_repeat_the_latest_versions_agree_with_sdks_toml():
    python, typescript = (sdks.LATEST[language].version for language in ("python", "typescript"))
    dev = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["dev"]
    assert f"anthropic=={python}" in dev
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-scan.lock"):
        assert f"\nanthropic=={python} " in (ROOT / name).read_text(), name
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert lock["packages"]["node_modules/@anthropic-ai/sdk"]["version"] == typescript


def test_the_makefile_and_the_lab_read_the_same_versions():
    command = [sys.executable, "-m", "diagnostic.lab.sdks", "python"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    listed = (*sdks.MEASURED, *sdks.SDKS)
    assert printed == [sdk.version for sdk in listed if sdk.language == "python"]
    assert printed[-1] == sdks.LATEST["python"].version
    node = subprocess.run([sdks.OLDEST_NODE.node_program, "--version"], capture_output=True, text=True).stdout
    assert node.strip() == f"v{sdks.OLDEST_NODE.node}", "run: make .lab/.node"
