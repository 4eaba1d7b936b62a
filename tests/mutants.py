"""Changes one place of the core at a time, and shows which changes no quick test notices.

    python tests/mutants.py [--number 200] [--seed 1] [diagnostic/engine.py diagnostic/report ...]

A mutant is tried in a fork of a process that has loaded the rules and run all tests once: the code object of
its function is swapped, and only those tests run, the quickest first, in which the changed expression would
have had another value (or that reach the change, if it is not an expression). mutmut 3.8 runs here too, but
it leaves out decorated functions (everything cached, all properties), draws no sample, and its trampolines
make the tests several times slower.

Three changes are not made, for they change no answer. A test such as `"body.type" in hits` only saves a
search that would find nothing, so it is not dropped; a limit of bytes or counts over 20 is not moved by one;
and None in place of False means the same to who asks.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import copy
import gc
import importlib
import itertools
import os
import random
import resource
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

_ROOT = Path(__file__).parent.parent
_CORE = (
    "engine.py confidence.py finding.py encountered.py matching.py told.py stems.py questions.py report log"
).split()
_TESTS = (
    "engine ranking report pairs phrases descriptions attached reader nearest vendors clients surface"
    " versions rules examples voice text_kinds code_and_records articles prose own_words bare_status"
    " interfaces wild_forms transport groups marking told questions scan/tally scan/scan scan/entries"
    " typed_lines error_list"
)
# They try every example or sentence again, or draw hundreds of texts: what they notice, single examples do.
# Those of a time fail by chance beside other load.
_LEFT_OUT = (
    "not (needed or any_text or innocent or four_of_five or linear_time or read_fast or bounded_time"
    " or of_one_error or question_below)"
)
# A mutant that takes so many times the CPU of the tests that it runs does not end: it is noticed.
_TIMES = 4
_LEAST_SECONDS = 20
_SWAPPED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or,
    ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip
_IDS = itertools.count()
Change = tuple[ast.AST, ast.AST]  # a node, and what stands in its place
Key = tuple[str, int]  # the file of a function, and its first line
# Evaluated twice, these would change what the test does.
_ONCE = frozenset(
    "next pop popleft popitem append add update setdefault extend remove discard clear insert write".split()
)


_LEAST_LIMIT = 20


def _saves_a_search(test: ast.expr) -> bool:
    """Is it "name.sign" in hits, or a kind of them?"""
    match test:
        case ast.Compare(
            left=ast.Constant(value=str() as sign), ops=[ast.In()], comparators=[ast.Name(found)]
        ):
            return (found == "hits" and "." in sign) or found == "kinds"
    return False


def _calls(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Call) for part in ast.walk(node))


def _is_limit(node: ast.expr, constants: dict[str, object]) -> bool:
    """Is it a number over 20, or the name of one?"""
    value = node.value if isinstance(node, ast.Constant) else constants.get(getattr(node, "id", ""))
    return isinstance(value, int) and value > _LEAST_LIMIT


def _constants(tree: ast.Module) -> dict[str, object]:
    """The names that a module gives to single values: LONGEST = 300, or A, B = 400, 700."""
    found: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names, values = (getattr(side, "elts", [side]) for side in (node.targets[0], node.value))
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                    found[name.id] = value.value
    return found


def _of_branch(node: ast.If) -> Iterator[ast.AST]:
    if not _saves_a_search(node.test):
        yield ast.If(ast.Constant(True), node.body, node.orelse)
    yield ast.If(ast.Constant(False), node.body, node.orelse)


def _of_operator(
    node: ast.BoolOp | ast.BinOp | ast.Compare, constants: dict[str, object]
) -> Iterator[ast.AST]:
    op = node.ops[0] if isinstance(node, ast.Compare) else node.op
    other = _SWAPPED.get(type(op))
    if isinstance(node, ast.BoolOp):
        for left, after in zip(node.values, [*node.values[1:], None], strict=True):
            is_saving = isinstance(op, ast.And) and _saves_a_search(left)
            if not (is_saving and after is not None and _calls(after)):
                rest = [one for one in node.values if one is not left]
                yield ast.BoolOp(op, rest) if len(rest) > 1 else rest[0]
    elif other and isinstance(node, ast.BinOp):
        yield ast.BinOp(node.left, other(), node.right)
    elif (
        other
        and isinstance(node, ast.Compare)
        and len(node.ops) == 1
        and not _is_limit(node.comparators[0], constants)
    ):
        yield ast.Compare(node.left, [other()], node.comparators)


def _of_constant(node: ast.Constant) -> Iterator[ast.AST]:
    match node.value:
        case bool() as value:
            yield ast.Constant(not value)
        case int() | float() as value if not _is_limit(node, {}):
            yield ast.Constant(value + 1)
        case str() as value:
            yield ast.Constant(value + "x")
        case bytes() as value:
            yield ast.Constant(value + b"x")


def _changes(node: ast.AST, constants: dict[str, object]) -> Iterator[ast.AST]:
    """What can stand in place of a node."""
    match node:
        case ast.If():
            yield from _of_branch(node)
        case ast.BoolOp() | ast.BinOp() | ast.Compare():
            yield from _of_operator(node, constants)
        case ast.Constant():
            yield from _of_constant(node)
        case ast.UnaryOp():
            yield node.operand
        case ast.IfExp():
            yield from (node.orelse,) if _saves_a_search(node.test) else (node.body, node.orelse)
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) not in ("None", "False"):
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
    constants = _constants(tree)
    for function in _functions(tree.body):
        for node in _nodes(function):
            yield from ((function, (node, changed)) for changed in _changes(node, constants))


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
        self.path, self.number = path, number
        self.id = next(_IDS)
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
    module = found = _module(path)
    for part in code.co_qualname.split("."):
        found = vars(found)[part]
    for inner in ("fget", "_compute", "__func__", "__wrapped__"):  # under its decorator
        found = getattr(found, inner, None) or found
    assert isinstance(found, FunctionType), f"{code.co_qualname} cannot be replaced"
    found.__code__ = code
    _clear_caches(module)  # else what it gave before stays


def _module(path: Path) -> ModuleType:
    return importlib.import_module(
        ".".join(path.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__")
    )


def _clear_caches(module: ModuleType) -> None:
    for kept in list(vars(module).values()):
        if getattr(kept, "__module__", "") == module.__name__ and hasattr(kept, "cache_clear"):
            kept.cache_clear()


def _is_watchable(node: ast.AST) -> bool:
    """Can the expression be evaluated once more, beside the one that it would replace?"""
    parts = list(ast.walk(node))
    names = {getattr(part, "id", getattr(part, "attr", None)) for part in parts}
    return (
        not any(isinstance(part, ast.NamedExpr | ast.Yield | ast.YieldFrom) for part in parts)
        and not names & _ONCE
    )


class _Watch(ast.NodeTransformer):
    """Makes functions tell which of the mutants would have made a difference."""

    def __init__(self, mutants: list[Mutant], tree: ast.Module) -> None:
        changes = list(_all_changes(tree))
        self.others: dict[int, list[tuple[str, int, ast.expr]]] = defaultdict(list)  # node -> mutants
        self.reached: dict[int, list[int]] = defaultdict(list)  # statement -> mutants
        for mutant in mutants:
            function, (old, new) = changes[mutant.number]
            watch = "watch_value"
            if isinstance(old, ast.If):
                old, new, watch = old.test, new.test, "watch_test"
            watched = isinstance(old, ast.expr) and not isinstance(old, ast.Constant)
            if watched and _is_watchable(old) and _is_watchable(new):
                self.others[id(old)].append((watch, mutant.id, copy.deepcopy(new)))
            else:
                self.reached[id(_statement(function, old))].append(mutant.id)

    def visit(self, node: ast.AST) -> ast.AST:
        others = self.others.get(id(node), ())
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, [one for statement in block for one in self._noted(statement)])
        self.generic_visit(node)
        for watch, number, new in others:
            call = ast.parse(f"{watch}({number}, 0, lambda: 0)", mode="eval").body
            call.args[1], call.args[2].body = node, new
            node = ast.copy_location(call, node)
        return node

    def _noted(self, statement: ast.stmt) -> list[ast.stmt]:
        numbers = self.reached.get(id(statement), ())
        return [*[ast.parse(f"note_reached({number})").body[0] for number in numbers], statement]


def _statement(function: ast.FunctionDef, node: ast.AST) -> ast.stmt:
    """The innermost statement of the function's body around the node."""
    around = [part for part in ast.walk(function) if isinstance(part, ast.stmt) and part is not function]
    return [one for one in around if any(part is node for part in ast.walk(one))][-1]


def _watch(mutants: list[Mutant], seen: set[int]) -> None:
    """Makes the functions of the mutants add to `seen` the id of each that would make a difference."""

    def watch_value(id: int, value: object, change: Callable[[], object]) -> object:
        try:
            other = change()
            if type(other) is not type(value) or other != value:
                seen.add(id)
        except Exception:
            seen.add(id)
        return value

    def watch_test(id: int, value: object, change: Callable[[], bool]) -> object:
        if bool(value) is not change():
            seen.add(id)
        return value

    vars(builtins).update(note_reached=seen.add, watch_value=watch_value, watch_test=watch_test)
    for path in {one.path for one in mutants}:
        own = [one for one in mutants if one.path == path]
        tree = ast.parse(_source(path))
        _swap_all(own, ast.fix_missing_locations(_Watch(own, tree).visit(tree)))


def _swap_all(mutants: list[Mutant], tree: ast.Module) -> None:
    """Gives the functions of these mutants, which are of one file, the code of this tree."""
    for path, key in {(one.path, one.key) for one in mutants}:
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
        self.survivors: list[Mutant] = []
        self.tried: Counter[str] = Counter()  # file -> mutants
        self.noticing: dict[int, list[int]] = defaultdict(list)  # mutant -> items that may notice it
        self.seconds: dict[int, float] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        seen: set[int] = set()
        _watch(self.mutants, seen)
        failed = [item.nodeid for at, item in enumerate(session.items) if not self._try(item, at, seen)]
        if failed:
            print(f"left out, for they fail without any change: {failed}", flush=True)
        for path in {one.path for one in self.mutants}:
            _swap_all([one for one in self.mutants if one.path == path], ast.parse(_source(path)))
        gc.freeze()  # a collection in a fork would copy all that the parent holds
        for done, mutant in enumerate(self.mutants, 1):
            began = time.perf_counter()
            fate = self._try_mutant(mutant, session)
            self.tried[str(mutant.path)] += 1
            if fate == "SURVIVES":
                self.survivors.append(mutant)
            seconds = time.perf_counter() - began
            print(f"{done}/{len(self.mutants)} {fate} {mutant.says} [{seconds:.1f} s]", flush=True)
        return True

    def _try(self, item: pytest.Item, at: int, seen: set[int]) -> bool:
        seen.clear()
        for path in {one.path for one in self.mutants}:
            _clear_caches(_module(path))  # else only the first test would reach a function that is cached
        began = time.process_time()
        passed = _passes(item)
        self.seconds[at] = time.process_time() - began
        for id in seen if passed else ():
            self.noticing[id].append(at)
        return passed

    def _try_mutant(self, mutant: Mutant, session: pytest.Session) -> str:
        order = sorted(self.noticing[mutant.id], key=self.seconds.__getitem__)
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            most = _LEAST_SECONDS + int(_TIMES * sum(self.seconds[at] for at in order))
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
            _swap(mutant.path, mutant.code)
            os._exit(0 if all(_passes(session.items[at]) for at in order) else 1)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return "SURVIVES" if code == 0 else "endless " if code == -signal.SIGXCPU else "noticed "


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
    paths = [Path(name) for name in _TESTS.split()]
    tests = [str(_ROOT / "tests" / path.with_name(f"test_{path.name}.py")) for path in paths]
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
        raise SystemExit("No mutant was tried: the tests could not be collected.")
    left = Counter(str(mutant.path) for mutant in trial.survivors)
    print(f"\nOf {len(places)} mutants:")
    for path, tried in sorted(trial.tried.items()):
        print(f"{tried - left[path]:4} of {tried:3} noticed  {Path(path).relative_to(_ROOT)}")
    total = trial.tried.total()
    share = 100 * (total - left.total()) / total
    print(f"{total - left.total():4} of {total:3} noticed ({share:.1f} %)")
    print("\n".join(mutant.says for mutant in trial.survivors))


if __name__ == "__main__":
    main()
