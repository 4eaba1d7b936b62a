"""What in a text, or near its error, shows whose error it is; the signs are data in rules/_vendors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import Pattern, one_of
from diagnostic.report.lines import blank, find_line_end, find_line_start
from diagnostic.world.files import Strength
from diagnostic.world.vendors import CLAUDE, Sign, VendorKind, signs, vendors

_SIGN_SOURCES = {sign.id: sign.source for sign in signs().values()}
# Beside Claude's own signs these name vendors and show none: versions that are installed, and imports.
_LISTED = (
    r"\b[A-Za-z][\w.-]{0,40}(?:==|@)v?\d+\.\d[\w.]{0,20}|\b[a-z][\w-]{0,40} \d+\.\d+\.\d+\b"
    r"|(?m:^[ \t]*(?:from [\w.]{1,80} import|import) [^\n]{1,200}$)"
)
# LiteLLM's example of another provider, and the protocol by which an app calls every compatible server.
_OTHERS = (
    r"\b(?:gpt(?:-?[345o]\w*(?:[.-]\w{1,10})*)?|openai|chatgpt|codex|gemini|deepseek|mistral|groq|grok|qwen|llama|glm|kimi|minimax"
    r"|ollama)\b"
)
# Whoever says that another vendor's model works says that its vendor did not print this error.
_COMPARED = (
    rf"(?i){_OTHERS}[^\n.;:!?]{{0,50}}?\b(?:works?|worked|working"
    r"|(?:is|are|was|were|runs?|all) (?:\w+ )?(?:fine|ok|okay|good|healthy))\b"
    rf"|(?i){_OTHERS}[^\n.;:!?\w]{{0,4}}"
    r"(?:\x{6ca1}\x{95ee}\x{9898}|\x{6b63}\x{5e38}|\x{53ef}\x{4ee5}\x{7528})"
    r"|(?i)\b(?:works?|worked|working|fine|ok|okay|same) (?:\w+ ){0,3}?(?:with|on|for|in|using)"
    rf" (?:[\w.-]+ ?(?:,|/|and|or|&)? ){{0,4}}?{_OTHERS}(?:(?:,|/| and| or| &) ?{_OTHERS}){{0,4}}"
)
# A server of tools is named after the service that it speaks to.
_TOOL_SERVER = Pattern(r"(?i)\bmcp\b|[\x{2717}\x{2718}\x{00d7}] (?:Failed to connect|failed)\b")
_NEGATED = Pattern(
    r"(?i)\bnot\b|n['\x{2019}]?t\b|\bno longer\b|\bnever\b|\bstop(?:s|ped)\b|\bhardly\b|\x{4e0d}"
)
_HELP = one_of(
    r"For 'Huggingface' inference endpoints|huggingface/starcoder|\bOpenAI completion error:",
    r"\bInput should be '[^\[\n]*",  # the values that a field takes
    _COMPARED,
)
SIGNS = _SIGN_SOURCES | {"listed": _LISTED, "help": _HELP}
_SET = PatternSet(_SIGN_SOURCES)
_BLANKS = {"listed": Pattern(f"{_LISTED}|{_HELP}"), "help": Pattern(_HELP)}
# A line on a request that went well, and what no such line has.
_ANSWERED = Pattern(
    r"(?m)^[^\n]*(?:\" 200\b|\b200 OK\b|\b(?:INFO|DEBUG|info|debug)\b"
    r"|\b(?:answered|succeeded|completed|finished|done|ok|wrote|generated)\b)[^\n]*$"
)
_WENT_WRONG = Pattern(
    r"(?i)(?:^|[ (:])[45]\d\d(?:[ ),.;]|$)|\bstatus\W{1,5}[45]\d\d\b"
    r"|error|fail|exception|time(?:d[ -]?)?out|refus|retr(?:y|ies|ied)|overload"
    r"|limit|denied|invalid|abort"
)
_BEFORE, _AFTER = 300, 600  # bytes: the lines above an error, and its body
_LONGEST_LINE = 1000  # bytes
_STRENGTHS = {"strong": 60, "weak": 30, "named": 10}
# Claude Code prints the answer of a tool.
_TOOL = "services/tool"
# A person who only writes of Claude leaves these.
_NAMES = frozenset((f"{CLAUDE}/name", f"{CLAUDE}/version"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows a vendor: how much it weighs, the sign, and what a reader is told."""

    vendor: str
    weight: int
    sign: str
    strength: Strength
    shows: str

    @property
    def is_claude(self) -> bool:
        """Does it show Claude?"""
        return self.vendor == CLAUDE

    @property
    def kind(self) -> VendorKind:
        """What the vendor offers."""
        return vendors()[self.vendor].kind


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found in one part of a text: all of it, and the best evidence of each side."""

    found: tuple[Evidence, ...]
    claude: Evidence | None
    other: Evidence | None
    other_than_form: Evidence | None  # more than the form of a body

    def names(self, vendor: str) -> set[str]:
        """The signs of one vendor."""
        return {evidence.sign for evidence in self.found if evidence.vendor == vendor}


def weigh(found: tuple[Evidence, ...]) -> Weighed:
    """Of evidence that weighs the same, the first is the best."""
    claude = other = other_than_form = None
    for one in found:
        if one.vendor == CLAUDE:
            if claude is None or one.weight > claude.weight:
                claude = one
            continue
        if other is None or one.weight > other.weight:
            other = one
        if (other_than_form is None or one.weight > other_than_form.weight) and one.kind != "form":
            other_than_form = one
    return Weighed(found, claude, other, other_than_form)


def of_signs(found: Iterable[Sign]) -> tuple[Evidence, ...]:
    """The evidence that signs are."""
    return tuple([_of_sign(sign.id) for sign in found])


@cache
def _of_sign(id: str) -> Evidence:
    sign = signs()[id]
    return Evidence(sign.vendor, _STRENGTHS[sign.strength], sign.id, sign.strength, sign.shows)


@lru_cache(maxsize=4)
def seen_in(hits: frozenset[str], prefix: str = "vendor.") -> tuple[Sign, ...]:
    """The signs that one pass over a text found, in the order of the files; several readers ask for them."""
    known = _numbered(prefix)
    return tuple([sign for _, sign in sorted([known[hit] for hit in hits if hit in known], key=_number)])


@cache
def _numbered(prefix: str) -> dict[str, tuple[int, Sign]]:
    """What a pass calls each sign -> its place in the order of the files, and the sign."""
    return {f"{prefix}{id}": (number, sign) for number, (id, sign) in enumerate(signs().items())}


def _number(numbered: tuple[int, Sign]) -> int:
    return numbered[0]


def find_signs(part: bytes) -> tuple[Sign, ...]:
    """The signs in a part of a text."""
    return seen_in(_SET.find(part), "")


def find_near(data: bytes, place: tuple[int, int], whole: tuple[Sign, ...] | None = None) -> tuple[Sign, ...]:
    """The signs in an error's own words and those around them; `whole` are those of all data, if known."""
    # Who printed a body is at the start of its line.
    line = find_line_start(data, place[0], _LONGEST_LINE)
    start, end = min(line, max(0, place[0] - _BEFORE)), place[1] + _AFTER
    if whole is not None and start == 0 and end >= len(data):
        return whole
    return seen_in(_SET.find(data, start, end), "")


def find_distance(data: bytes, place: tuple[int, int], sign: str) -> int | None:
    """How many bytes are between an error and the nearest occurrence of a sign in its line, or that ends in
    it; None if it is not there.
    """
    if sign not in _SIGN_SOURCES:
        return None
    line = find_line_start(data, place[0], _LONGEST_LINE)
    start = find_line_start(data, line - 1, _LONGEST_LINE) if line else 0
    part = data[start : find_line_end(data, place[1], _LONGEST_LINE)]
    gaps = [
        max(start + hit.start() - place[1], place[0] - start - hit.end(), 0)
        for hit in _sign_pattern(sign).finditer(part)
        if start + hit.end() > line
    ]
    return min(gaps, default=None)


def is_of_service(data: bytes, place: tuple[int, int], found: Evidence) -> bool:
    """Is in an error's line what only a service prints and nothing of Claude, or a tool's answer?"""
    if found.strength != "strong" or find_distance(data, place, found.sign) is None:
        return False
    start = find_line_start(data, place[0], _LONGEST_LINE)
    return found.sign == _TOOL or not names_claude(data[start : find_line_end(data, place[1], _LONGEST_LINE)])


@cache
def _sign_pattern(id: str) -> Pattern:
    return Pattern(_SIGN_SOURCES[id].encode())


def without_lists(data: bytes, hits: frozenset[str]) -> bytes:
    """The text with what names vendors and shows none blanked; every place stays."""
    vendors_seen = {sign.vendor for sign in seen_in(hits)}
    has_list = "vendor.listed" in hits and CLAUDE in vendors_seen and len(vendors_seen) > 1
    name = "listed" if has_list else "help"
    if f"vendor.{name}" not in hits:
        return data
    return blank(
        data, [hit.span() for hit in _BLANKS[name].finditer(data) if not _NEGATED.search(hit.group())]
    )


def name_where_answered(data: bytes, place: tuple[int, int]) -> bytes:
    """The text with no more than Claude's name in lines on requests to it that went well: of an error in
    another line they say that the program works with Claude. Every place stays.
    """
    lines = [
        hit.span()
        for hit in _ANSWERED.finditer(data)
        if not hit.start() <= place[0] <= hit.end() and not _WENT_WRONG.search(hit.group())
    ]
    named = [(start, end) for start, end in lines if names_claude(data[start:end])]
    if not named:
        return data
    rest = bytearray(data)
    for start, end in named:
        rest[start:end] = b"Claude".ljust(end - start)[: end - start]
    return bytes(rest)


def is_more_than_name(sign: Sign) -> bool:
    """Is it a sign of Claude that a person who only writes of Claude would not leave?"""
    return sign.vendor == CLAUDE and sign.id not in _NAMES


def names_other_service(hits: frozenset[str]) -> bool:
    """Does the whole text show both Claude and a database or another service?"""
    found = seen_in(hits)
    return any(sign.kind == "service" for sign in found) and any(map(is_more_than_name, found))


def shows_claude(hits: frozenset[str]) -> bool:
    """Does the whole text hold anything of Claude?"""
    return any(sign.vendor == CLAUDE for sign in seen_in(hits))


def names_claude(part: bytes) -> bool:
    """Does this part of a text hold what only a Claude client prints?"""
    return any(map(is_more_than_name, find_signs(part)))


def is_foreign(line: bytes) -> bool:
    """Does this line name a database or another service, and nothing of Claude or of its tools?"""
    return any(sign.kind == "service" for sign in find_signs(line)) and is_without_claude(line)


def is_without_claude(line: bytes) -> bool:
    """Does this line hold nothing of Claude, of its errors or of its tools?"""
    if b"_error" in line or _TOOL_SERVER.search(line):
        return False
    return not any(sign.vendor == CLAUDE for sign in find_signs(line))
