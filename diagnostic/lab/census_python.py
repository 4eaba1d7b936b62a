"""A wheel -> the messages that its code raises, warns of or logs; parsed with `ast`, never imported."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

# How it is printed ("AnthropicError", "warning", "log", "error_code"), and the sentence with {placeholders}.
Message = tuple[str, str]

_LOG = re.compile(r"(?:log|logger|_logger|_log|logging)$")
_LEVELS = {"warning": "log", "error": "log", "exception": "log", "critical": "log"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_PERCENT = re.compile(r"%(?:\((\w+)\))?[-+#0-9.]*[srdifx]")
_BARE = re.compile(r"\{([^{}]*)\}")


def read_wheel(path: Path) -> set[Message]:
    """All messages of the wheel's own modules, without vendored code and its test kit."""
    found: set[Message] = set()
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if name.endswith(".py") and not re.search(r"/(?:_vendor|testing|_bundled)/", name):
                found |= set(_messages(ast.parse(wheel.read(name))))
    return found


def _messages(tree: ast.Module) -> Iterator[Message]:
    for scope in ast.walk(tree):
        if isinstance(scope, ast.ClassDef):
            yield from _defaults(scope)
            yield from _codes(scope)
        if isinstance(scope, (ast.Module, *_FUNCTIONS)):
            texts = _assigned(scope)
            for node in _own_nodes(scope):
                for how, argument in _printed(node):
                    for sentence in _sentences(argument, texts):
                        yield how, _PERCENT.sub("{value}", sentence) if how == "log" else sentence


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope, without those of nested functions, which are separate scopes."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, _FUNCTIONS):
            yield child
            yield from _own_nodes(child)


def _printed(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        for argument in _first(node.exc):
            yield _name(node.exc.func), argument
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        owner = _name(node.func.value)
        if owner == "warnings" and node.func.attr == "warn":
            yield "warning", node.args[0]
        elif _LOG.search(owner) and node.func.attr in _LEVELS:
            yield "log", node.args[0]
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
        name = _name(node.value.func)
        if name.endswith(("Error", "Exception")):
            for argument in _first(node.value):
                yield name, argument


def _defaults(cls: ast.ClassDef) -> Iterator[Message]:
    """The default message of an exception class: `super().__init__("…")`, `message="…"`."""
    if not cls.name.endswith(("Error", "Exception")):
        return
    for node in ast.walk(cls):
        if isinstance(node, ast.Call) and _name(node.func) == "__init__":
            for argument in _first(node):
                for sentence in _sentences(argument, {}):
                    yield cls.name, sentence
        if isinstance(node, ast.arguments):
            for default in (*node.defaults, *filter(None, node.kw_defaults)):
                for sentence in _sentences(default, {}):
                    yield cls.name, sentence


def _codes(cls: ast.ClassDef) -> Iterator[Message]:
    """The possible values of `error.details.error_code`: the SDK has a class for each."""
    for node in cls.body if cls.name.endswith("Error") else ():
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "error_code":
            for value in ast.walk(node.annotation):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield "error_code", value.value


def _first(call: ast.Call) -> list[ast.expr]:
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("message", "msg")]
    return named or call.args[:1]


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    texts: dict[str, list[ast.expr]] = {}
    for node in _own_nodes(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            texts.setdefault(node.targets[0].id, []).append(node.value)
    return texts


def _sentences(node: ast.expr, texts: dict[str, list[ast.expr]]) -> Iterator[str]:
    """The texts that an expression can be; a variable stands for what was assigned to it."""
    if isinstance(node, ast.Name):
        for value in texts.get(node.id, ()):
            if not isinstance(value, ast.Name):
                yield from _sentences(value, {})
        return
    if isinstance(node, ast.IfExp):
        yield from _sentences(node.body, texts)
        yield from _sentences(node.orelse, texts)
        return
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _sentences(value, texts)
        return
    text = _spell(node) or ""
    if is_sentence(text):
        yield text.strip()


def is_sentence(text: str) -> bool:
    """Whether the text has two words besides placeholders; anything shorter is a name or a code."""
    return bool(re.search(r"[A-Za-z]{2}\S*\s+\S*[A-Za-z]{2}", re.sub(r"\{[^{}]*\}", "", text)))


def _spell(node: ast.expr) -> str | None:
    """A string expression with {names} as placeholders; None if it is not a string."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr():
            return "".join(map(_spell_part, node.values))
        case ast.BinOp(op=ast.Add()):
            sides = (_spell(node.left), _spell(node.right))
            return None if sides == (None, None) else "".join(_or_placeholder(side) for side in sides)
        case ast.BinOp(op=ast.Mod()):
            return _name_placeholders(_PERCENT, node.left)
        case ast.Call(func=ast.Attribute(attr="format", value=template)):
            return _name_placeholders(_BARE, template)
    return None


def _spell_part(part: ast.expr) -> str:
    """Text or placeholder for one part of an f-string."""
    return f"{{{_label(part.value)}}}" if isinstance(part, ast.FormattedValue) else str(part.value)  # type: ignore[attr-defined]


def _or_placeholder(side: str | None) -> str:
    return "{value}" if side is None else side


def _name_placeholders(placeholder: re.Pattern[str], template: ast.expr) -> str | None:
    return placeholder.sub(lambda found: f"{{{found[1] or 'value'}}}", _spell(template) or "") or None


def _label(node: ast.expr) -> str:
    """`self.model!r` -> "model": short, and the same in each release."""
    names = [
        part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in ast.walk(node)
    ]
    return next(
        (name for name in names if name and name not in ("self", "str", "type", "repr", "len")), "value"
    )


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
