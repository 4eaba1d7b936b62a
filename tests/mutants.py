"""Changes one place of the core at a time, and shows which changes no quick test notices.

    python tests/mutants.py [--number 200] [--seed 1] [diagnostic/engine.py diagnostic/report ...]

A mutant is tried in a fork of a process that has loaded the rules and collected the tests: the code object of
its function is swapped, and only the tests that call this function run, the quickest first. mutmut 3.8 runs
with this layout too, but it leaves out decorated functions (everything cached, all properties), draws no
sample, and its trampolines make the tests several times slower.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import importlib
import os
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType

import pytest
from _pytest.runner import runtestprotocol

_ROOT = Path(__file__).parent.parent
_CORE = ["engine.py", "confidence.py", "finding.py", "matching.py", "report"]
_TESTS = "engine ranking report reader nearest vendors clients surface versions rules examples"
# They try every example again, or draw hundreds of texts: what they notice, single examples do.
_LEFT_OUT = "not (needed or any_text or innocent)"
_SECONDS = 90  # of CPU for one mutant; one that never ends is noticed
_SWAPPED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or,
    ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip
Change = tuple[ast.AST, ast.AST]  # a node, and what stands in its place
Key = tuple[str, int]  # the file of a function, and its first line


def _of_branch(node: ast.If) -> Iterator[ast.AST]:
    yield ast.If(ast.Constant(True), node.body, node.orelse)
    yield ast.If(ast.Constant(False), node.body, node.orelse)


def _of_operator(node: ast.BoolOp | ast.BinOp | ast.Compare) -> Iterator[ast.AST]:
    op = node.ops[0] if isinstance(node, ast.Compare) else node.op
    other = _SWAPPED.get(type(op))
    if isinstance(node, ast.BoolOp):
        for left in node.values:
            rest = [one for one in node.values if one is not left]
            yield ast.BoolOp(op, rest) if len(rest) > 1 else rest[0]
    elif other and isinstance(node, ast.BinOp):
        yield ast.BinOp(node.left, other(), node.right)
    elif other and isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield ast.Compare(node.left, [other()], node.comparators)


def _of_constant(node: ast.Constant) -> Iterator[ast.AST]:
    match node.value:
        case bool() as value:
            yield ast.Constant(not value)
        case int() | float() as value:
            yield ast.Constant(value + 1)
        case str() as value:
            yield ast.Constant(value + "x")
        case bytes() as value:
            yield ast.Constant(value + b"x")


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What can stand in place of a node."""
    match node:
        case ast.If():
            yield from _of_branch(node)
        case ast.BoolOp() | ast.BinOp() | ast.Compare():
            yield from _of_operator(node)
        case ast.Constant():
            yield from _of_constant(node)
        case ast.UnaryOp():
            yield node.operand
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.Continue():
            yield ast.Break()
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Expr(ast.Constant(None))


def _functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    """The functions of a module and the methods of its classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body)


def _nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All nodes of a function's body but its docstring and its annotations."""
    left_out = {id(function.body[0].value)} if ast.get_docstring(function) else set()
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
                left_out.update(map(id, ast.walk(node.annotation)))
            if id(node) not in left_out:
                yield node


def _all_changes(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, Change]]:
    for function in _functions(tree.body):
        for node in _nodes(function):
            yield from ((function, (node, changed)) for changed in _changes(node))


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.fix_missing_locations(ast.copy_location(self.new, node))
        return self.generic_visit(node)


@cache
def _source(path: Path) -> str:
    return path.read_text()


class Mutant:
    """The change of this number among all those of a file; `key` is file and first line of its function."""

    def __init__(self, path: Path, number: int) -> None:
        tree = ast.parse(_source(path))
        function, (old, new) = list(_all_changes(tree))[number]
        line = getattr(old, "lineno", function.lineno)
        before, after = ast.unparse(old), ast.unparse(ast.fix_missing_locations(new))
        if isinstance(old, ast.If):
            before, after = f"if {ast.unparse(old.test)}", f"if {ast.unparse(new.test)}"
        self.path = path
        self.key = (str(path), _first_line(function))
        self.says = f"{path.relative_to(_ROOT)}:{line} {function.name}: {before[:90]} -> {after[:90]}"
        self.code = _code(path, _Replace(old, new).visit(tree), self.key)


def _first_line(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(one.lineno for one in function.decorator_list)])


def _code(path: Path, tree: ast.Module, key: Key) -> CodeType:
    """The function's code in this tree."""
    codes = _codes(compile(tree, str(path), "exec"))
    return next(one for one in codes if (one.co_filename, one.co_firstlineno) == key)


def _swap(path: Path, code: CodeType) -> None:
    """Puts the code in place of the function's."""
    module = ".".join(path.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__")
    found = importlib.import_module(module)
    for part in code.co_qualname.split("."):
        found = vars(found)[part]
    for inner in ("fget", "func", "__func__", "__wrapped__"):  # under its decorator
        found = getattr(found, inner, None) or found
    found.__code__ = code


def _note_calls(paths: set[Path], wanted: set[Key], called: set[Key]) -> None:
    """Makes each wanted function add its key to `called` when it is called."""
    builtins.note_call = called.add  # type: ignore[attr-defined]
    for path in paths:
        tree = ast.parse(_source(path))
        for function in _functions(tree.body):
            key = (str(path), _first_line(function))
            if key in wanted:
                function.body.insert(0, ast.parse(f"note_call({key!r})").body[0])
                ast.fix_missing_locations(function)
        for key in {key for key in wanted if key[0] == str(path)}:
            _swap(path, _code(path, tree, key))


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_name != "<lambda>" and not one.co_name.startswith("<"):
                yield one
            yield from _codes(one)


class Trial:
    """A pytest plugin that runs the collected tests once, and then on each mutant."""

    def __init__(self, mutants: list[Mutant]) -> None:
        self.mutants = mutants
        self.survivors: list[str] = []
        self.tried: Counter[str] = Counter()
        self.callers: dict[Key, list[int]] = defaultdict(list)  # function -> items that call it
        self.seconds: dict[int, float] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        called: set[Key] = set()
        _note_calls({one.path for one in self.mutants}, {one.key for one in self.mutants}, called)
        failed = [item.nodeid for at, item in enumerate(session.items) if not self._try(item, at, called)]
        if failed:
            raise pytest.UsageError(f"these fail without any change: {failed[:5]}")
        for done, mutant in enumerate(self.mutants, 1):
            survives = self._survives(mutant, session)
            self.tried[mutant.path.name] += 1
            if survives:
                self.survivors.append(mutant.says)
            print(
                f"{done}/{len(self.mutants)} {'SURVIVES' if survives else 'noticed '} {mutant.says}",
                flush=True,
            )
        return True

    def _try(self, item: pytest.Item, at: int, called: set[Key]) -> bool:
        called.clear()
        began = time.perf_counter()
        passed = _passes(item)
        self.seconds[at] = time.perf_counter() - began
        for key in called:
            self.callers[key].append(at)
        return passed

    def _survives(self, mutant: Mutant, session: pytest.Session) -> bool:
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
            _swap(mutant.path, mutant.code)
            order = sorted(self.callers[mutant.key], key=self.seconds.__getitem__)
            os._exit(0 if all(_passes(session.items[at]) for at in order) else 1)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _passes(item: pytest.Item) -> bool:
    # The items run in any order: what the last one set up beyond this one's session and module goes.
    item.session._setupstate.teardown_exact(item)
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=item.parent))


def main() -> None:
    """Prints every mutant with its fate, and the share that was noticed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", default=[f"diagnostic/{name}" for name in _CORE])
    parser.add_argument("--number", type=int, default=200, help="how many to draw")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = [
        file for path in options.paths for file in sorted((_ROOT / path).rglob("*.py")) or [_ROOT / path]
    ]
    places = [
        (file, number)
        for file in files
        for number in range(len(list(_all_changes(ast.parse(_source(file))))))
    ]
    drawn = random.Random(options.seed).sample(places, min(options.number, len(places)))
    trial = Trial([Mutant(*place) for place in sorted(drawn)])
    tests = [str(_ROOT / f"tests/test_{name}.py") for name in _TESTS.split()]
    arguments = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:timeout",
        "-k",
        _LEFT_OUT,
        *tests,
    ]
    pytest.main(arguments, plugins=[trial])
    if not trial.tried:
        raise SystemExit("No mutant was tried: the tests must pass first.")
    total, left = sum(trial.tried.values()), len(trial.survivors)
    share = 100 * (total - left) / total
    print(f"\n{total} of {len(places)} mutants tried, {total - left} noticed ({share:.1f} %)")
    print("\n".join(trial.survivors))


if __name__ == "__main__":
    main()
