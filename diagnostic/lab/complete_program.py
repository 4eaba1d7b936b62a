"""A block -> a complete program to run with the lab: the usual setup, the block, and a line that prints.

None for a block that needs more than a client and a plain request (its own interface, another block's
result).
"""

from __future__ import annotations

import json
from pathlib import Path

import re2

_FUNCTION = re2.compile(r"(?m)^(?:export )?(?:async )?(?:def|function) (\w+)(?:<[^>(]*>)?\(")
_COMMENT = re2.compile(r"(?m)(?:#|//) .*$")
_RESULT_NAME = re2.compile(r"(?m)^(?:const |let )?(message|text|answers) = ")
_DEFINED_NAME = re2.compile(r"(?m)^(?:const |let )?(client|messages|model|tools) = ")
_REQUEST = {"model": "claude-sonnet-4-6", "max_tokens": 1024}
_MESSAGES = [{"role": "user", "content": "Say hello."}]
# Parameter names of a block's function -> the arguments that the program passes.
_ARGUMENTS = {
    "client": ("client", "client"),
    "request": ("request", "request"),
    "messages": ("messages", "messages"),
    "tools": ("tools", "tools"),
    "model": ("model", "model"),
    "questions": ('["Say hello."] * 3', 'Array(3).fill("Say hello.")'),
    "on_text": ("print", "console.log"),
    "onText": ("print", "console.log"),
    "on_restart": ('lambda: print("starting again")', '() => console.log("starting again")'),
    "onRestart": ('lambda: print("starting again")', '() => console.log("starting again")'),
}


def complete_program(block: Path, request: dict, on_bedrock: bool) -> str | None:
    """The program. `request` contains the differences of the cause's request from the plain one."""
    text = block.read_text(encoding="utf-8")
    if block.suffix == ".py" and "async " in text:
        return None
    program = _in_typescript(text, request) if block.suffix == ".ts" else _in_python(text, request)
    if program is None or not on_bedrock:
        return program
    program = program.replace("= anthropic.Anthropic()", "= anthropic.AnthropicBedrock()")
    imported = 'import Anthropic from "@anthropic-ai/sdk"'
    bedrock = 'import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk"'
    return program.replace(imported, bedrock).replace("new Anthropic()", "new AnthropicBedrock()")


def _in_python(text: str, request: dict) -> str | None:
    result = _result(text, _functions(text), 0)
    if result is None:
        return None
    before = _python_names(text, request)
    if "client" not in _DEFINED_NAME.findall(text):
        before = ["import anthropic", "", *before]
    return "\n".join([*before, "", text.rstrip(), "", f"print({result})", ""])


def _python_names(text: str, request: dict) -> list[str]:
    merged = {**_REQUEST, "messages": _MESSAGES, **request}
    values = {
        "client": "anthropic.Anthropic()",
        "messages": _python(merged["messages"]),
        "tools": _python(merged.get("tools", [])),
        "model": _python(merged["model"]),
    }
    lines = [f"{name} = {value}" for name, value in values.items() if name not in _DEFINED_NAME.findall(text)]
    rest = "".join(f", {name}={_python(value)}" for name, value in merged.items() if name != "messages")
    return [*lines, f"request = dict(messages=messages{rest})"]


def _in_typescript(text: str, request: dict) -> str | None:
    result = _result(text, _functions(text), 1)
    if result is None:
        return None
    merged = {**_REQUEST, "messages": _MESSAGES, **request}
    values = {
        "client": "new Anthropic()",
        "messages": json.dumps(merged["messages"]),
        "tools": json.dumps(merged.get("tools", [])),
        "model": json.dumps(merged["model"]),
    }
    defined = _DEFINED_NAME.findall(text)
    before = [f"const {name}: any = {value};" for name, value in values.items() if name not in defined]
    if "client" not in defined and "import Anthropic from" not in text:
        before.insert(0, 'import Anthropic from "@anthropic-ai/sdk";')
    rest = "".join(f", {name}: {json.dumps(value)}" for name, value in merged.items() if name != "messages")
    before.append(f"const request: any = {{ messages{rest} }};")
    return "\n".join([*before, "", text.rstrip(), "", f"console.log({result});", ""])


def _result(text: str, functions: list[tuple[str, list[str]]], language: int) -> str | None:
    """The expression to print as the block's result."""
    results, wait = _RESULT_NAME.findall(text), ("", "await ")[language]
    asked = (f"client.messages.create({('**', '')[language]}", ")")
    if results:
        return results[-1]
    if functions:
        name, wants = functions[-1]
        if not wants or any(one not in _ARGUMENTS for one in wants):
            return None
        given = f"{name}({', '.join(_ARGUMENTS[one][language] for one in wants)})"
        if "client" in wants:
            return f"{wait}{given}"
        changed = (
            given
            if wants[0] == "request"
            else (f"{{**request, {wants[0]!r}: {given}}}", f"{{ ...request, {wants[0]}: {given} }}")[language]
        )
        return f"{wait}{asked[0]}{changed}{asked[1]}"
    return f"{wait}{asked[0]}request{asked[1]}" if "client" in _DEFINED_NAME.findall(text) else None


def _functions(text: str) -> list[tuple[str, list[str]]]:
    """The top-level functions, with their parameters that have no default."""
    return [(found[1], _parameters(text[found.end() :])) for found in _FUNCTION.finditer(text)]


def _parameters(head: str) -> list[str]:
    depth, pieces, piece = 1, [], ""
    for letter in _COMMENT.sub("", head).replace("=>", "  "):
        depth += (letter in "([{<") - (letter in ")]}>")
        if not depth:
            break
        if letter == "," and depth == 1:
            pieces, piece = [*pieces, piece], ""
        else:
            piece += letter
    names = [one.partition(":")[0].strip() for one in [*pieces, piece] if "=" not in one]
    return [name for name in names if name]


def _python(value: object) -> str:
    return repr(value)
