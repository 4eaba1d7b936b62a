"""Blocks are complete: what is copied compiles, needs only a client and a question, and does not affect the
process.
"""

import builtins
import json
import re
import shutil
import subprocess
import symtable
from pathlib import Path

import pytest
from block_runs import NODE

from diagnostic.diagnosis import rulebook
from diagnostic.lab.claims import block_paths
from diagnostic.paths import ROOT

# What a block may find, because every program that asks has it.
OFFERED = {"client", "messages", "tools", "model"}


MOST_LINES, MOST_COLUMNS = 25, 80


LEAVES_PROCESS_ALONE = (
    r"sys\.exit|SystemExit|os\._exit|process\.exit|os\.environ\[[^\]]+\]\s*=[^=]|process\.env\S+\s*=[^=]"
)


BLOCKS = sorted(
    {
        path
        for cause in rulebook().causes.values()
        for step in cause.steps
        for path in block_paths(cause, step).values()
    }
)


PYTHON = [path for path in BLOCKS if path.suffix == ".py"]


TYPESCRIPT = [path for path in BLOCKS if path.suffix == ".ts"]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def free_names(source: str) -> set[str]:
    """Names that are read and that nothing in the source defines."""
    module = symtable.symtable(source, "block", "exec")
    defined = {
        symbol.get_name()
        for symbol in module.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
    read, tables = set(), [module]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        read |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (symbol.is_global() or table is module)
        }
    return read - defined - set(dir(builtins))


def test_a_name_that_nothing_defines_is_found():
    assert free_names("import os\ndef ask(a):\n    return os.path, a, PASSING\n") == {"PASSING"}
    assert free_names("client = client.copy()\nprint(x for x in y)") == {"y"}


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_a_python_block_defines_every_name_but_what_a_program_has(path):
    source = path.read_text()
    compile(source, path.name, "exec")
    assert free_names(source) <= OFFERED


@pytest.mark.parametrize("path", BLOCKS, ids=name_of)
def test_a_block_is_short(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= MOST_LINES
    assert [line for line in lines if len(line) > MOST_COLUMNS] == []


@pytest.mark.parametrize("path", BLOCKS, ids=name_of)
def test_a_block_leaves_the_process_and_its_environment_alone(path):
    assert not re.search(LEAVES_PROCESS_ALONE, path.read_text())


def asks_too_much_unstreamed(source: str) -> bool:
    """Whether the SDK refuses the call before it is sent: it takes 21,333 tokens without a stream."""
    lines = [line for line in source.splitlines() if "max_tokens" in line]
    numbers = [int(number.replace("_", "")) for number in re.findall(r"\b\d[\d_]{4,}\b", "\n".join(lines))]
    return max(numbers, default=0) > 21_333 and not re.search(r"\.stream\(|stream.{1,2}[tT]rue", source)


def test_a_call_that_the_sdk_refuses_without_a_stream_is_found():
    call = "client.messages.create(model=name, max_tokens=min(64_000, most))"
    assert asks_too_much_unstreamed(call)
    assert not asks_too_much_unstreamed(call.replace(".create(", ".stream("))
    assert not asks_too_much_unstreamed(call.replace("64_000", "16_000"))


@pytest.mark.parametrize("path", BLOCKS, ids=name_of)
def test_a_block_asks_for_no_more_than_the_sdk_takes_without_a_stream(path):
    assert not asks_too_much_unstreamed(path.read_text())


@pytest.mark.parametrize("path", [path for path in PYTHON if path.stem.endswith("_async")], ids=name_of)
def test_nothing_in_an_asynchronous_block_stops_the_loop(path):
    text = path.read_text()
    assert "time.sleep" not in text and "anthropic.Anthropic(" not in text
    assert (path.parent / f"{path.stem.removesuffix('_async')}.py").is_file()


def test_every_typescript_block_compiles_and_finds_only_what_a_program_has(tmp_path):
    """One run of the compiler over all of them, beside the declarations of what a program has."""
    offered = ROOT / "diagnostic" / "lab" / "harness" / "offered.d.ts"
    assert set(re.findall(r"declare const (\w+)", offered.read_text())) == OFFERED
    shutil.copy(offered, tmp_path)
    for path in TYPESCRIPT:
        shutil.copy(path, tmp_path / f"{path.parent.name}-{path.name}")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    options = json.loads((ROOT / "tsconfig.json").read_text()) | {"include": ["*.ts"], "exclude": []}
    # Many projects know no newer library.
    options["compilerOptions"] |= {"target": "ES2022", "lib": ["ES2022", "DOM", "DOM.Iterable"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(options))
    compiler = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    run = subprocess.run([NODE, compiler, "-p", tmp_path], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stdout
