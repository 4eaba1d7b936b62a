"""What people wrote to the model, in a request or an answer that was pasted along: strings of content,
text, system and data.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.values import BARRIER

# Only where a conversation stands is a string of this name what somebody wrote.
_CONVERSATION = Pattern(
    r"""\\*["'](?:role\\*["']\s*:\s*\\*["'](?:user|system|tool|human)\\*["']|messages\\*["']\s*:\s*\[|prompt\\*["']\s*:\s*\\*["'])|\\*["']type\\*["']\s*:\s*\\*["'](?:base64|tool_result)\\*["']"""
    r"""|\brole: ?\\*["']?(?i:user|system|tool|human)\b|\b(?:Human|System|Tool)Message\("""
)
_STRING = Pattern(
    r"""(?:\\*["'](?:content|text|system|thinking|input_text|output_text|prompt|data|partial_json)\\*["']\s*:\s*|\b(?:content|text|system|prompt|thinking)(?:=|:\s{0,8}))(\\*)(["'`])"""
)
# content: words to the end of the line, as YAML has them; a block's first line and those below it.
_YAML = Pattern(
    r"""(?m)^[ \t>|-]*\b(?:content|text|system|prompt):[ ]+(?:[|>][+-]?\n((?:[ \t]{4,}[^\n]+\n?)+)|([^\s"'`{\[|>&*!\x01][^\n]{15,}))"""
)
SIGNS = {"content": _CONVERSATION}
# Shorter ones are words such as "Hello"; without a blank they are ids, types and names.
_LEAST, _LEAST_DATA = 16, 64


def find_content(data: bytes) -> Iterator[tuple[int, int]]:
    """The strings of a conversation; what an error says of it stands in other fields and stays."""
    if not _CONVERSATION.search(data):
        return
    for found in _YAML.finditer(data):
        if b" " in found.group(found.lastindex):
            yield found.span(found.lastindex)
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
