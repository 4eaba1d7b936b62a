"""Commands that people copy: they mean the same in bash and zsh, and their output can be pasted in public."""

import base64
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from diagnostic.diagnosis import rulebook
from diagnostic.paths import ROOT
from diagnostic.questions import load_questions

_FENCE = re.compile(r"^```(?:sh|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^ {4,}((?:curl|diagnostic|echo|export|pip) .*)", re.MULTILINE)
_PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "templates" / "docs").glob("*.md"))]


def _shown(language: str) -> list:
    steps = [
        pytest.param(step.snippets[language].change, id=f"{cause.id}-{step.id}")
        for cause in rulebook().causes.values()
        for step in cause.steps
        if language in step.snippets
    ]
    asks = [
        pytest.param(ask.commands[language], id=f"question-{number}")
        for number, ask in enumerate(load_questions())
        if language in ask.commands
    ]
    return steps + asks


def _commands(page: str) -> list[str]:
    return _FENCE.findall(page) + _INDENTED.findall(page)


SHELL = _shown("shell")
POWERSHELL = _shown("powershell")
FENCED = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in _PAGES
    for number, block in enumerate(_commands(page.read_text(encoding="utf-8")))
]

# What an interactive shell reads: quoted text, substitutions, words that zsh expands, and the rest.
_LEXEME = re.compile(
    r"""(?P<single>'[^']*')
      | (?P<double>"(?:\\.|\$\([^()]*\)|[^"\\])*")
      | (?P<escape>\\.)
      | (?P<variable>\$(?:[?!*@#$-]|\{[^}]*\}))
      | (?P<comment>(?<!\S)\#)
      | (?P<glob>[*?\[\]])
      | (?P<equals>(?<!\S)=(?=\w))
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_UNSAFE = {
    "comment": "a comment, whose words zsh passes as arguments",
    "glob": "a pattern for file names without quotes, which zsh refuses if no file matches",
    "equals": "a word that begins with =, which zsh replaces with the path of a program",
}


def _hazards(text: str) -> list[str]:
    found = []
    for lexeme in _LEXEME.finditer(text):
        if lexeme.lastgroup in _UNSAFE:
            found.append(_UNSAFE[lexeme.lastgroup])
        if lexeme.lastgroup == "double" and "!" in lexeme.group():
            found.append("a ! in double quotes, which recalls an earlier command")
    return found


@pytest.mark.parametrize("text", SHELL + FENCED)
def test_a_command_means_the_same_in_bash_and_zsh(text):
    assert _hazards(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "claude setup-token   # once\n",
        "# once\nclaude setup-token\n",
        "curl https://api.anthropic.com/v1/models?limit=100\n",
        "pip install anthropic[bedrock]\n",
        "pip install '-U' anthropic[bedrock]\n",
        "chmod 600 ~/.config/*.json\n",
        'node -p "!!process.env.X"\n',
        "echo =ls\n",
    ],
)
def test_a_command_that_a_shell_reads_otherwise_is_told(text):
    assert _hazards(text) != []


@pytest.mark.parametrize(
    "text",
    [
        'echo "exit $?"; echo $?\n',
        "pip install 'anthropic[bedrock]' \"httpx<0.28\"\n",
        "curl -sS 'https://x/y?z#a' https://x/y#a\n",
        "node -p 'Boolean(!x)'\n",
        'node "$(npm root -g)/a.js" --a=b\n',
    ],
)
def test_a_command_that_all_shells_read_alike_is_left_alone(text):
    assert _hazards(text) == []


SECRET = "violet-hush"
_IN_A_URL = f"http://someone:{SECRET}@proxy.example.com:8080"
_ENCODED = base64.b64encode(f"someone:{SECRET}".encode()).decode()
_READ_BEFORE_RUN = (
    re.compile(r"\$\{?(\w+)"),
    re.compile(r"\b((?:ANTHROPIC|CLAUDE|OTEL|AWS|AZURE|GOOGLE|GITHUB)_[A-Z0-9_]+)"),
)
_IS_A_URL = re.compile(r"(?i)(?:_proxy|BASE_URL|ENDPOINT)$")
_IS_SECRET = re.compile(r"KEY|TOKEN|SECRET|HEADERS|PASSWORD")
# The programs whose output is at stake do what the real ones do; all others are not on the path.
_REAL = ("cat", "cut", "env", "grep", "head", "printenv", "sed", "sort", "uniq")
_SAYS = {
    "curl": f"""
case " $* " in *" -v "*|*" -sv "*|*" -4v "*)
  echo "* Uses proxy env variable HTTPS_PROXY == '{_IN_A_URL}'" >&2
  echo "> Proxy-Authorization: Basic {_ENCODED}" >&2
  echo "> authorization: Bearer {SECRET}" >&2 ;;
esac""",
    "az": f"case \"$*\" in *' keys list '*) echo {SECRET} ;; esac",
    "gcloud": f'case "$*" in *print-access-token*) echo {SECRET} ;; esac',
    "claude": f"""
case "$*" in
  "mcp get "*) echo '    Authorization: Bearer {SECRET}'; echo '    API_KEY={SECRET}' ;;
  "mcp add "*) echo 'Headers: {{ "Authorization": "Bearer {SECRET}" }}' ;;
esac""",
}


@pytest.fixture(scope="module")
def programs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bin")
    for name in _REAL:
        (folder / name).symlink_to(shutil.which(name) or pytest.fail(f"no {name} here"))
    for name, says in _SAYS.items():
        (folder / name).write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def _variables(text: str) -> dict[str, str]:
    names = {name for pattern in _READ_BEFORE_RUN for name in pattern.findall(text)}
    names |= {"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OTEL_EXPORTER_OTLP_HEADERS", "ANTHROPIC_BASE_URL"}
    names |= {"OTEL_EXPORTER_OTLP_ENDPOINT", "HTTPS_PROXY", "http_proxy"}
    values = {name: SECRET for name in names if _IS_SECRET.search(name)}
    values |= {name: _IN_A_URL for name in names if _IS_A_URL.search(name)}
    return values | {"ALL_PROXY": f"someone:{SECRET}@proxy.example.com"}


def _printed(text: str, programs: Path, home: Path) -> str:
    for name in (".zshrc", ".bashrc", ".claude/settings.json"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(f"export ANTHROPIC_API_KEY={SECRET}\n", encoding="utf-8")
    run = subprocess.run(
        [shutil.which("bash") or "bash", "--norc", "--noprofile", "-c", text],
        env=_variables(text) | {"PATH": str(programs), "HOME": str(home), "LC_ALL": "C"},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=240,
        check=False,
    )
    return (run.stdout + run.stderr).decode("utf-8", "replace")


def _leaks(printed: str) -> bool:
    return SECRET in printed or _ENCODED in printed


@pytest.mark.skipif(os.name == "nt", reason="the commands are for Unix")
@pytest.mark.parametrize("text", SHELL)
def test_a_command_prints_no_secret(text, programs, tmp_path):
    assert not _leaks(_printed(text, programs, tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="the commands are for Unix")
@pytest.mark.parametrize(
    "text",
    [
        'echo "$ANTHROPIC_BASE_URL"\n',
        "env | grep -i _proxy\n",
        "env | grep OTEL_\n",
        "env | grep ALL_PROXY | sed -E 's#//[^@/]*@#//…@#'\n",
        "grep -n ANTHROPIC_ ~/.bashrc\n",
        "curl -sS -v https://api.anthropic.com -o /dev/null\n",
        "curl -sS -v https://api.anthropic.com -o /dev/null 2>&1 | grep -vi authorization\n",
        "az cognitiveservices account keys list --name x\n",
        "claude mcp get NAME\n",
    ],
)
def test_a_command_that_prints_a_secret_is_told(text, programs, tmp_path):
    assert _leaks(_printed(text, programs, tmp_path))


# PowerShell does not run here: what reads a secret has to be followed, in its own pipeline, by what hides it.
_HIDDEN_BY = {
    r"(?i)^\s*\$env:\w*(?:KEY|TOKEN|SECRET|HEADERS|PROXY|BASE_URL)\w*\b(?!\s*=[^=])": r"-replace '[^']*@'",
    r"(?i)\b(?:Get-ChildItem|Get-Item|gci|dir|ls) \"?Env:": r"-replace '[^']*@'",
    r"(?i)\bWrite-(?:Output|Host)\b.*\$env:": r"-replace '[^']*@'",
    r"\bGetEnvironmentVariable\(": r"\[bool\]",
    r"\bcurl\.exe (?:.* )?-\w*v\b": (
        r"(?s)-replace '[^']*@'.*-NotMatch authorization|Select-String 'issuer\|expire\|certificate'"
    ),
    r"\bSelect-String '?ANTHROPIC_": r"\$\(\$_\.Matches\[0\]\.Value\)",
    r"\baccount keys list\b": r"^\$env:\w+ = ",
    r"\bclaude mcp (?:get|add\b.*--header)": r"-NotMatch '?authorization",
}


def _shown_in_powershell(text: str) -> list[str]:
    lines = re.split(r"(?<![|`{])\n|; ", text.replace("`\n", ""))
    return [
        line
        for line in lines
        for reads, hides in _HIDDEN_BY.items()
        if re.search(reads, line) and not re.search(hides, line)
    ]


@pytest.mark.parametrize("text", POWERSHELL)
def test_a_command_of_powershell_prints_no_secret(text):
    assert _shown_in_powershell(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "$env:ANTHROPIC_API_KEY\n",
        "$env:ANTHROPIC_BASE_URL\n",
        "Get-ChildItem Env:ANTHROPIC*\n",
        "Get-ChildItem Env: | Where-Object Name -match '_proxy$'\n",
        '[Environment]::GetEnvironmentVariable("ANTHROPIC_API_KEY", "User")\n',
        "curl.exe -sS -v https://api.anthropic.com -o NUL\n",
        'Select-String ANTHROPIC_ "$HOME\\.claude\\settings.json"\n',
        "az cognitiveservices account keys list --name x `\n  --resource-group y\n",
    ],
)
def test_a_command_of_powershell_that_prints_a_secret_is_told(text):
    assert _shown_in_powershell(text) != []
