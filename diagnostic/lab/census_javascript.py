"""JavaScript -> the messages that it throws, warns of or prints; parsed with tree-sitter, never run."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from diagnostic.lab.census_python import Message, is_sentence

_JAVASCRIPT = Language(tree_sitter_javascript.language())
_PARSER = Parser(_JAVASCRIPT)
_CALLS = Query(_JAVASCRIPT, "(new_expression) @call (call_expression) @call")
# A message that is passed to the code that throws it.
_MESSAGES = Query(
    _JAVASCRIPT, '(pair key: (property_identifier) @key value: (_) @text (#eq? @key "message"))'
)
_TEXTS = Query(_JAVASCRIPT, "[(string) (template_string)] @text")
_LOG = re.compile(r"(?:^console|[lL]ogger|loggerFor\(.*\)|^log)\??\.(?:warn|error)$")
_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\'": "'", r"\"": '"', r"\`": "`", r"\$": "$", r"\\": "\\"}
_NAME = re.compile(r"[A-Za-z_$][\w$]*")


def read_tarball(path: Path) -> set[Message]:
    """All messages of a package's compiled modules; maps, types and sources repeat them."""
    found: set[Message] = set()
    with tarfile.open(path) as tarball:
        names = tarball.getnames()
        for name in names:
            # A CommonJS twin repeats its module.
            if (
                re.search(r"\.m?js$", name)
                and "/src/" not in name
                and not (name.endswith(".js") and name[:-2] + "mjs" in names)
            ):
                member = tarball.extractfile(name)
                if member is not None:
                    found |= set(_messages(member.read()))
    return found


def read_texts(source: bytes) -> set[str]:
    """All string literals of a program, whatever their use."""
    nodes = QueryCursor(_TEXTS).captures(_PARSER.parse(source).root_node).get("text", [])
    return {(_spell(node) or "").strip() for node in nodes}


def _messages(source: bytes) -> Iterator[Message]:
    tree = _PARSER.parse(source)
    for pair in QueryCursor(_MESSAGES).captures(tree.root_node).get("text", []):
        for sentence in _sentences(pair):
            if "Claude Code" in sentence:
                yield "Error", sentence
    for call in QueryCursor(_CALLS).captures(tree.root_node).get("call", []):
        how = _how(call)
        arguments = call.child_by_field_name("arguments")
        if how and arguments is not None and arguments.type == "arguments":
            for argument in arguments.named_children[:4]:
                for sentence in _sentences(argument):
                    yield how, sentence


def _how(call: Node) -> str | None:
    """The class that is thrown, "log", or None for any other call."""
    if call.type == "new_expression":
        name = _text(call.child_by_field_name("constructor"))
        # The class names of a minified program mean nothing.
        return (
            name if re.fullmatch(r"\w+(?:Error|Exception)", name) else "Error" if _is_thrown(call) else None
        )
    name = _text(call.child_by_field_name("function"))
    if name == "super":
        return _class_of(call)
    if re.fullmatch(r"(?:[A-Z]\w*)?Error", name):  # minifiers drop the `new`
        return name
    return "log" if _LOG.search(name) else None


def _is_thrown(call: Node) -> bool:
    return call.parent is not None and call.parent.type == "throw_statement"


def _class_of(node: Node) -> str | None:
    parent: Node | None = node
    while parent is not None and parent.type not in ("class_declaration", "class"):
        parent = parent.parent
    name = _text(parent.child_by_field_name("name")) if parent is not None else ""
    return name if name.endswith("Error") else None


def _sentences(node: Node) -> Iterator[str]:
    """The texts that an expression can be; a variable stands for what was assigned to it."""
    if node.type == "identifier":
        value = _assigned(node)
        if value is not None and value.type != "identifier":
            yield from _sentences(value)
    elif node.type == "parenthesized_expression":
        yield from _sentences(node.named_children[0])
    elif node.type == "ternary_expression":
        for side in node.named_children[1:]:
            yield from _sentences(side)
    elif node.type == "binary_expression" and _text(node.child_by_field_name("operator")) in ("||", "??"):
        for side in (node.child_by_field_name("left"), node.child_by_field_name("right")):
            if side is not None:
                yield from _sentences(side)
    else:
        text = _spell(node) or ""
        if is_sentence(text):
            yield text.strip()


def _assigned(name: Node) -> Node | None:
    """The value of a variable that is declared in an enclosing block."""
    wanted, block = _text(name), name.parent
    while block is not None and block.type != "program":
        if block.type == "statement_block":
            for statement in block.named_children:
                for declarator in statement.named_children if "declaration" in statement.type else ():
                    if _text(declarator.child_by_field_name("name")) == wanted:
                        return declarator.child_by_field_name("value")
        block = block.parent
    return None


def _spell(node: Node | None) -> str | None:
    """A string expression with {names} as placeholders; None if it is not a string."""
    if node is None:
        return None
    if node.type == "string":
        return _unescape(_text(node)[1:-1])
    if node.type == "template_string":
        parts = [
            f"{{{_label(part)}}}" if part.type == "template_substitution" else _unescape(_text(part))
            for part in node.named_children
        ]
        return "".join(parts)
    if node.type == "binary_expression" and _text(node.child_by_field_name("operator")) == "+":
        sides = [_spell(node.child_by_field_name(side)) for side in ("left", "right")]
        if sides == [None, None]:
            return None
        return "".join("{value}" if side is None else side for side in sides)
    if node.type == "parenthesized_expression":
        return _spell(node.named_children[0])
    return None


def _label(node: Node) -> str:
    """`${this.path.name}` -> "name". Minified names mean nothing, and change with each release."""
    names = _NAME.findall(_text(node))
    return names[-1] if names and len(names[-1]) > 3 and "(" not in _text(node) else "value"


def _unescape(text: str) -> str:
    text = re.sub(
        r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})", lambda hit: chr(int(hit[1] or hit[2], 16)), text
    )
    return re.sub(r"\\[nt'\"`$\\]", lambda hit: _ESCAPES[hit[0]], text)


def _text(node: Node | None) -> str:
    return node.text.decode("utf-8", "replace") if node is not None and node.text else ""
