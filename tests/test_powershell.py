"""Windows support: every command of a step has a PowerShell version, which PowerShell can parse."""

import re
from types import SimpleNamespace

import pytest
import tree_sitter
import tree_sitter_powershell

from diagnostic.diagnosis import rulebook
from diagnostic.lab.reproduction import how_to_reproduce
from diagnostic.lab.variables import line_here
from diagnostic.questions import load_questions

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
# What the shells of Unix read and Windows PowerShell 5.1 refuses, or reads as something else.
_FOREIGN = {
    "export": r"(?m)^\s*export ",
    "a variable before a command": r"(?m)^\s*[A-Z_]+=\S+ \S",
    "a line continued by a backslash": r"\\\n",
    "&& or ||": r"&&|\|\|",
    "a here-document": r"<<",
    "/dev/null": r"/dev/null",
    "a Unix program": (
        r"(?m)(?:^|[|;] *)(?:grep|sed|awk|head|tail|which|sudo|unset|env|printenv|chmod|ls -)\b"
    ),
    "the alias curl": r"(?m)(?:^|[|;] *)curl ",
    "a variable of a Unix shell": r"\$\{?(?:ANTHROPIC|CLAUDE|AWS|GOOGLE|AZURE|HOME\b/|PATH\b)[A-Z_]*",
    # Where it is not set, PowerShell prints an error in red, and unset says nothing.
    "a variable removed that may not be set": r"(?m)Remove-Item \"?Env:(?:[^\n](?!-ErrorAction))*$",
    "a splat that should be a package": r"""(?<!["'\w@/(.-])@[a-z][\w-]*/""",
}
STEPS = [(cause.id, step) for cause in rulebook().causes.values() for step in cause.steps]
TWINS = [
    pytest.param(step.snippets["powershell"].change, id=f"{cause}-{step.id}")
    for cause, step in STEPS
    if "powershell" in step.snippets
] + [
    pytest.param(ask.commands["powershell"], id=f"question-{number}")
    for number, ask in enumerate(load_questions())
    if "powershell" in ask.commands
]


def _problems(text: str) -> list[str]:
    found = [name for name, pattern in _FOREIGN.items() if re.search(pattern, text)]
    unread = [_PARSER.parse(text.encode()).root_node]
    while unread:
        node = unread.pop()
        if node.type == "ERROR" or node.is_missing:
            found.append(f"line {node.start_point[0] + 1} is not PowerShell")
        else:
            unread += node.children
    return found


def test_every_command_that_windows_can_run_has_a_twin():
    without = [
        f"{cause}#{step.id}"
        for cause, step in STEPS
        if "shell" in step.snippets
        and "powershell" not in step.snippets
        and (not step.audience.os or "windows" in step.audience.os)
        # What is typed into Claude Code is the same on every system.
        and not all(line.startswith("/") for line in step.snippets["shell"].change.strip().splitlines())
    ]
    assert without == []


def test_every_command_that_narrows_an_error_down_has_a_twin():
    assert [
        ask.why for ask in load_questions() if "shell" in ask.commands and "powershell" not in ask.commands
    ] == []


@pytest.mark.parametrize("text", TWINS)
def test_a_twin_is_powershell(text):
    assert _problems(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "export ANTHROPIC_API_KEY=x\n",
        "ANTHROPIC_LOG=debug python main.py\n",
        "curl.exe -sS \\\n  -o NUL https://api.anthropic.com\n",
        "npm ci && npm test\n",
        "curl https://api.anthropic.com\n",
        "Get-ChildItem Env: | grep ANTHROPIC\n",
        "npm install @anthropic-ai/sdk\n",
        "echo $ANTHROPIC_API_KEY\n",
        "if [ -f .env ]; then cat .env; fi\n",
        'Write-Output "open\n',
        "Remove-Item Env:ANTHROPIC_API_KEY\n",
        "Remove-Item Env:ANTHROPIC_API_KEY   # with the login\nclaude /login\n",
    ],
)
def test_what_is_not_powershell_is_told(text):
    assert _problems(text) != []


def test_whoever_sees_an_error_fail_on_windows_sets_the_same_variables():
    demo = how_to_reproduce(rulebook().causes["overloaded"]).demos[0]
    bash, powershell = (
        {name: value.strip("'") for name, value in re.findall(pattern, commands, re.MULTILINE)}
        for pattern, commands in (
            (r"^export (\w+)=(.*)$", demo.fail_commands.shell),
            (r"^\$env:(\w+) = (.*)$", demo.fail_commands.powershell),
        )
    )
    assert bash == powershell and "ANTHROPIC_BASE_URL" in bash
    assert demo.fail_commands.powershell.endswith(demo.fail_commands.shell.split("\n", len(bash))[-1])


def test_the_commands_of_the_lab_are_powershell():
    shown = [
        commands.powershell
        for cause in rulebook().causes.values()
        for reproduction in [how_to_reproduce(cause)]
        for demo in (reproduction.demos if reproduction else ())
        for commands in (demo.fail_commands, demo.fix and demo.fix.commands)
        if commands and commands.powershell
    ]
    assert len(shown) > 100
    assert {text: problems for text in shown if (problems := _problems(text))} == {}


@pytest.mark.parametrize(
    "system, line",
    [("nt", "$env:X_URL = 'http://a/b c''d'"), ("posix", "export X_URL='http://a/b c'\"'\"'d'")],
)
def test_the_lab_prints_variables_for_the_shell_of_its_system(monkeypatch, system, line):
    monkeypatch.setattr("diagnostic.lab.variables.os", SimpleNamespace(name=system))
    assert line_here("X_URL", "http://a/b c'd") == line
