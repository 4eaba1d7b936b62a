"""What people wrote to the model, in a request or an answer that was pasted along: strings of content,
text, system and data.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.values import BARRIER, find_closing

# Only where a conversation stands is a string of this name what somebody wrote.
_CONVERSATION = Pattern(
    r"""\\*["'](?:role\\*["']\s*:\s*\\*["'](?:user|system|tool|human|assistant|model)\\*["']"""
    r"""|messages\\*["']\s*:\s*\[|prompt\\*["']\s*:\s*\\*["'])"""
    r"""|\\*["']type\\*["']\s*:\s*\\*["']"""
    r"""(?:base64|tool_result|text|text_delta|thinking|thinking_delta|input_json_delta|tool_use)\\*["']"""
    r"""|\brole: ?\\*["']?(?i:user|system|tool|human)\b|\b(?:Human|System|Tool|AI)Message\("""
    r"""|(?:Text|Thinking|ToolUse)Block\("""
    r"""|\\*["']completion\\*["']\s*:\s*\\*["']|(?m:(?:^|["'`+>] ?))Human: |(?m:^[+> ]{0,2})assistant: """
    r"""|\\*["']system\\*["']\s*:\s*\\*["'][^"'\n]{16,400}\\*["']\s*,\s*"""
    r"""\\*["'](?:messages|metadata|max_tokens|model|tools|temperature|stream)\\*["']"""
    r"""|\bsystem=["']"""
)
_STRING = Pattern(
    r"""(?:\\*["']"""
    r"""(?:content|text|system|thinking|input_text|output_text|prompt|data|partial_json|completion|signature)"""
    r"""\\*["']\s*:\s*|\b(?:content|text|system|prompt|thinking|signature)(?:=|:\s{0,8}))(\\*)(["'`])"""
)
# content: words to the end of the line, as YAML has them; a block's first line and those below it.
_YAML = Pattern(
    r"""(?m)^[ \t>|-]*\b(?:content|text|system|prompt):[ ]+"""
    r"""(?:[|>][+-]?\n((?:[ \t]{4,}[^\n]+\n?)+)"""
    r"""|([^\s"'`{\[|>&*!\x01][^\n]{15,}))"""
)
_TURN = Pattern(
    r"""(?m)(?:^[+> ]{0,2}|["'`>]|\\n)(?:Human|Assistant|assistant|user|human): ((?:[^\n\\"<]|\\[^n]){16,})"""
)
# What the model gives to a tool.
_INPUT = Pattern(r"""(?:\\*["']input\\*["']\s*:\s*|\binput=)\{""")
_VALUE = Pattern(r""":\s*(\\*)(["'])""")
_LONGEST_INPUT = 4096
SIGNS = {"content": _CONVERSATION}
# Shorter ones are words such as "Hello"; without a blank they are ids, types and names.
_LEAST, _LEAST_DATA = 16, 64


def find_content(data: bytes) -> Iterator[tuple[int, int]]:
    """The strings of a conversation; what an error says of it is in other fields and stays."""
    if not _CONVERSATION.search(data):
        return
    for found in _YAML.finditer(data):
        if b" " in found.group(found.lastindex):
            yield found.span(found.lastindex)
    yield from (found.span(1) for found in _TURN.finditer(data))
    for found in _INPUT.finditer(data):
        yield from _find_input(data, found.end())
    unclosed: set[tuple[int, bytes]] = set()
    at = 0
    while found := _STRING.search(data, at):
        start = at = found.end()
        slashes, quote = len(found.group(1)), found.group(2)
        end = -1 if (slashes, quote) in unclosed else _find_end(data, start, slashes, quote)
        if end < 0:  # one that nothing closes closes none that follow either
            unclosed.add((slashes, quote))
            line = data.find(b"\n", start)
            end = line if line >= 0 else len(data)
        value = data[start:end]
        if (len(value) >= _LEAST and b" " in value or len(value) >= _LEAST_DATA) and BARRIER not in value[:1]:
            yield start, end
            at = end


def _find_input(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The strings of more than a word up to the first bracket that closes."""
    closing = data.find(b"}", at, at + _LONGEST_INPUT)
    stop = closing if closing >= 0 else min(len(data), at + _LONGEST_INPUT)
    while (value := _VALUE.search(data, at, stop)) is not None:
        start = value.end()
        end = find_closing(data, start, len(value.group(1)), value.group(2))
        at = max(start, end)
        if end - start >= _LEAST and b" " in data[start:end]:
            yield start, end


def _find_end(data: bytes, start: int, slashes: int, quote: bytes) -> int:
    at, step = data.find(quote, start), 2 * (slashes + 1)
    while at >= 0:
        before = at
        while before > start and data[before - 1] == 92:
            before -= 1
        if (at - before) % step == slashes or at - before < slashes:
            return at - min(at - before, slashes)
        at = data.find(quote, at + 1)
    return -1
