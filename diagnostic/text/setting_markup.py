"""Settings in XML and HTML, and after a bracket that looks like the end of a tag."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity
from diagnostic.text.plain_words import is_word
from diagnostic.text.ranges import Range
from diagnostic.text.setting_forms import BEFORE_VALUE
from diagnostic.text.setting_lines import read_row
from diagnostic.text.setting_options import read_option
from diagnostic.text.setting_values import is_value, line_start
from diagnostic.text.value_ends import find_bare_end


def read_markup(data: bytes, start: int, end: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The value of the name data[start:end] with a bracket behind it; `at` is where the notation ends."""
    return (
        _read_xml(data, start, at, sensitivity)
        or _read_after_gap(data, start, end, sensitivity)
        or _read_prompt(data, start, end, sensitivity)
    )


def _read_after_gap(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """The cell or word after the name, for a closing bracket that does not end a tag."""
    gap = BEFORE_VALUE.match(data, end)
    if gap is None or b"<" in data[line_start(data, start) : start]:
        return None
    read = read_row if gap.group(1) else read_option
    return read(data, start, gap.end(gap.lastindex), sensitivity)


_PROMPT = Pattern(r"[>\x{203a}\x{bb}][ ]+([^\s<>\x01]+)[ \t]*(?:\n|\z)")


def _read_prompt(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """The word that was typed after a prompt: password> value."""
    typed = _PROMPT.match(data, end)
    if typed is None or data[line_start(data, start) : start].strip(b" \t|>"):
        return None
    value = typed.group(1)
    return typed.span(1) if is_value(value, sensitivity, False, True) and not is_word(value) else None


_CLOSES = Pattern(r"</(?:[\w.-]{1,40}:)?$")
# <input value="x" name="csrf_token">: has no content
_EMPTY_TAG = Pattern(r"<(?:input|meta|link|img)\s[^<>]*$")
# <dt>Consumer Secret</dt>
_TAG_AND_WORDS = Pattern(r">(?:[\w-]{1,20} ){0,3}$")


def _read_xml(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The value of <name>value</name> and <key>name</key><string>value</string>."""
    before = data[max(0, start - 100) : start]
    if _CLOSES.search(before) or _EMPTY_TAG.search(before):
        return None
    if b"<" not in before[before.rfind(b">") + 1 :] and not (
        _TAG_AND_WORDS.search(before) and b"</" in data[start:at]
    ):
        return None
    if is_raw := data.startswith(b"<![CDATA[", at):
        at += len(b"<![CDATA[")
    end = data.find(b"]]>" if is_raw else b"</", at, at + 4096)
    if end < 0 and data[at : at + 1] in (b"(", b"@"):
        return None  # Configure<Password>(x), <password>@host: no tag
    if end < 0:
        end = find_bare_end(data, at, False, b"")
    while data[at : at + 1].isspace() and at < end:
        at += 1
    end = at + len(data[at:end].rstrip())
    is_text = is_raw or b"<" not in data[at:end]
    return (at, end) if is_text and is_value(data[at:end], sensitivity, True, True) else None
