"""The instructions on a page equal what the lab itself does, and the recorded results."""

import asyncio
import re
import shlex
import tempfile
from pathlib import Path

import pytest

from diagnostic.lab import DEFAULT_PORT
from diagnostic.lab.proof import read_proof
from diagnostic.lab.reproduction import HEALTHY, how_to_reproduce
from diagnostic.lab.run import Runner
from diagnostic.lab.sdks import LATEST
from diagnostic.lab.server import Lab


@pytest.fixture(name="shown", scope="module")
def _shown(rules):
    return {
        id: reproduction for id, cause in rules.causes.items() if (reproduction := how_to_reproduce(cause))
    }


def test_a_cause_that_no_lab_can_play_shows_nothing(rules):
    assert how_to_reproduce(rules.causes["claude-code-exit"]) is None


def test_every_cause_that_was_met_is_shown_in_each_language_it_was_met_in(rules, shown):
    for id, cause in rules.causes.items():
        met = {
            "python": bool(cause.reproduced_on and cause.reproduced_on.python),
            "typescript": bool(cause.reproduced_on and cause.reproduced_on.typescript),
        }
        acts = {demo.language for demo in shown[id].demos} if id in shown else set()
        # A fault that only some SDK versions have may not be met with the newest one, which is shown.
        assert acts <= {language for language, is_met in met.items() if is_met}, id
        if cause.fix == "survives" and cause.faults[0] not in HEALTHY:
            assert acts == {language for language, is_met in met.items() if is_met}, id


def test_the_variables_are_those_of_the_running_lab(shown):
    async def ask():
        async with Lab() as lab:
            return {
                id: {
                    name: value.replace(str(lab.port), str(DEFAULT_PORT))
                    for name, value in lab.environment(reproduction.fault.name).items()
                }
                for id, reproduction in shown.items()
            }

    for id, variables in asyncio.run(ask()).items():
        shows = shown[id].variables
        assert shows in (None, variables), id


@pytest.mark.parametrize("id", ["connection-refused", "tls-certificate", "proxy-error", "connect-timeout"])
def test_where_ports_differ_from_start_to_start_the_lab_is_left_to_print_them(shown, id):
    assert shown[id].variables is None
    assert not any("export" in demo.fail_commands.shell for demo in shown[id].demos)


@pytest.mark.parametrize(
    "id",
    [
        "dns-failure",
        "tls-handshake",
        "network-unreachable",
        "proxy-unsupported",
        "bedrock-throttling",
        "overloaded",
    ],
)
def test_where_they_do_not_the_commands_are_whole(shown, id):
    assert all(demo.fail_commands.shell.startswith("export ") for demo in shown[id].demos)


def test_a_cause_of_one_language_says_so(shown):
    assert (shown["pool-timeout"].impossible_in, [demo.language for demo in shown["pool-timeout"].demos]) == (
        "typescript",
        ["python"],
    )
    assert (
        shown["node-fetch-timeout"].impossible_in,
        [demo.language for demo in shown["node-fetch-timeout"].demos],
    ) == ("python", ["typescript"])


def test_what_it_ended_with_and_what_fixes_it_are_on_record(rules, shown):
    for id, reproduction in shown.items():
        runs = read_proof(rules.causes[id]).runs
        for demo in reproduction.demos:
            mine = [run for run in runs if run.sdk == demo.sdk and run.fault == reproduction.fault.name]
            assert any(
                run.program == demo.fails.file and (run.ends == "silent") == demo.is_silent for run in mine
            ), id
            if demo.fix:
                assert any(
                    run.step == demo.fix.step
                    and run.block == demo.fix.program.file
                    and run.sdk == demo.sdk
                    and run.fix.ends == "answered"
                    for run in read_proof(rules.causes[id]).steps
                ), id


@pytest.mark.parametrize(
    "id, says",
    [
        ("overloaded", ("diagnostic lab overloaded", "python create.py", "node create.ts")),
        (
            "prompt-too-long",
            ("fails.py sends one", "export ANTHROPIC_BASE_URL=http://127.0.0.1:8529/prompt-too-long"),
        ),
        ("connection-refused", ("diagnostic lab refused", "paste those lines")),
        ("missing-api-key", ("simulates a healthy API",)),
        ("billing-error", ("diagnostic lab billing",)),
        ("stream-missing-message-stop", ("no exception is raised",)),
        ("pool-timeout", ("It cannot occur in TypeScript",)),
    ],
)
def test_a_page_says_what_to_run(client, id, says):
    page = re.sub("<[^>]+>", "", client.get(f"/causes/{id}").text)
    assert [words for words in says if words not in page] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["python", "typescript"])
def test_the_fix_as_a_whole_program_answers_under_the_variables_of_the_page(shown, language):
    """Each one as the page gives it, in an empty folder, against a lab on another port."""
    fixes = {
        demo.fix.commands.shell + demo.fix.program.text: demo.fix
        for reproduction in shown.values()
        for demo in reproduction.demos
        if demo.fix and demo.language == language
    }

    async def run_all():
        async with Lab() as lab, Runner(LATEST[language]) as runner:
            ends = {}
            for fix in fixes.values():
                lines = re.findall(r"^export (\w+)=(.*)$", fix.commands.shell, re.MULTILINE)
                variables = {name: shlex.split(value)[0] for name, value in lines}
                variables = {
                    name: value.replace(str(DEFAULT_PORT), str(lab.port)) for name, value in variables.items()
                }
                ends[fix.commands.shell] = await _run(runner, fix.program, variables)
            return ends

    ends = asyncio.run(run_all())
    assert len(ends) >= 40
    bad = {
        commands: (end.status, end.stdout[-200:] + end.stderr[-300:])
        for commands, end in ends.items()
        if end.status != 0 or not end.stdout.strip()
    }
    assert bad == {}


async def _run(runner, program, variables):
    if program.file.endswith(".ts"):
        return await runner.run_text(program.text, variables)
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(program.text)
        file.flush()
        return await runner.run(Path(file.name), variables)
