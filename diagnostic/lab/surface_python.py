"""A wheel of `anthropic` -> its public names and its end-of-life table; parsed with `ast`, never imported."""

from __future__ import annotations

import ast
import re
import zipfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path

_CLIENT = re.compile(r"^(?:Async)?Anthropic\w*$")
_WRAPPER = re.compile(r"With(?:Raw|Streaming)Response$|^_")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def read_wheel(path: Path) -> dict[str, set[str]]:
    """Names by owner: "m anthropic.types" (importable), "c Messages" (attributes), "k Messages.create"
    (keywords), "p" (modules).

    Classes of beta resources are "beta.Messages"; asynchronous twins count as their synchronous class.
    """
    names: dict[str, set[str]] = defaultdict(set)
    trees = _trees(path)
    modules = {_module(name): tree for name, tree in trees.items()}
    packages = {_module(name) for name in trees if name.endswith("/__init__.py")}
    for module in modules:
        if not any(part.startswith("_") for part in module.split(".")):
            names["p"].add(module)
            parent, _, leaf = module.rpartition(".")
            if parent:
                names[f"m {parent}"].add(leaf)
            if module in packages:
                names[f"m {module}"] |= _exported(module, modules, packages, set())
    for file, tree in trees.items():
        if re.search(
            r"/(?:_client|resources/.*)\.py$|/_client\.py$|/lib/\w+\.py$|anthropic/client\.py$", f"/{file}"
        ):
            _add_classes(tree, "beta." if "/beta/" in file else "", "/resources/" in file, names)
    return dict(names)


def read_end_of_life(path: Path) -> dict[str, str]:
    """Model id -> day (`2026-06-30`) of the models that this release warns about."""
    return {
        ast.literal_eval(model): _day(ast.literal_eval(day))
        for tree in _trees(path).values()
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        and isinstance(node.value, ast.Dict)
        and ast.unparse(node).startswith("DEPRECATED_MODELS")
        for model, day in zip(node.value.keys, node.value.values, strict=True)
        if model is not None
    }


def _day(text: str) -> str:
    """`June 30th, 2026` -> `2026-06-30`."""
    return datetime.strptime(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", text), "%B %d, %Y").date().isoformat()


def _trees(path: Path) -> dict[str, ast.Module]:
    """The parsed files of a wheel, by name."""
    with zipfile.ZipFile(path) as wheel:
        return {
            name: ast.parse(wheel.read(name))
            for name in wheel.namelist()
            if name.startswith("anthropic/") and name.endswith(".py") and "/_vendor/" not in name
        }


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _exported(module: str, modules: dict[str, ast.Module], packages: set[str], seen: set[str]) -> set[str]:
    """The public names that `from <module> import …` finds."""
    if module in seen or module not in modules:
        return set()
    seen.add(module)
    found: set[str] = set()
    for node in ast.walk(modules[module]):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*":
                    found |= _exported(_resolve(module, node, packages), modules, packages, seen)
                else:
                    found.add(alias.asname or alias.name)
    for node in modules[module].body:
        if isinstance(node, (ast.ClassDef, *_FUNCTIONS)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return {name for name in found if not name.startswith("_") or name == "__version__"}


def _resolve(module: str, node: ast.ImportFrom, packages: set[str]) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    base = parts[: len(parts) - node.level + (module in packages)]
    return ".".join([*base, *([node.module] if node.module else [])])


def _add_classes(tree: ast.Module, scope: str, is_resource: bool, names: dict[str, set[str]]) -> None:
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or _WRAPPER.search(node.name):
            continue
        if not is_resource and not _CLIENT.match(node.name):
            continue
        name = scope + node.name.removeprefix("Async")
        names[f"c {name}"] |= _attributes(node)
        for method in node.body:
            if isinstance(method, _FUNCTIONS) and (
                not method.name.startswith("_") or method.name == "__init__"
            ):
                given = method.args
                names[f"k {name}.{method.name}"] |= {
                    argument.arg for argument in (*given.args, *given.kwonlyargs) if argument.arg != "self"
                }


def _attributes(node: ast.ClassDef) -> set[str]:
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, _FUNCTIONS):
            found.add(part.name)
        elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.add(part.target.id)
        elif (
            isinstance(part, ast.Attribute)
            and isinstance(part.ctx, ast.Store)
            and isinstance(part.value, ast.Name)
            and part.value.id == "self"
        ):
            found.add(part.attr)
    return {name for name in found if not name.startswith("_")}
