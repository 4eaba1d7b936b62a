"""Evidence of whose error it is, in a text or near its error; the signs are data in rules/_vendors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from operator import itemgetter

import msgspec

from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import Pattern, one_of
from diagnostic.report.lines import blank, find_line_end, find_line_start
from diagnostic.world.files import Strength
from diagnostic.world.vendors import CLAUDE, Sign, VendorKind, signs, vendors

_SIGN_SOURCES = {sign.id: sign.source for sign in signs().values()}
# If a text has signs of Claude, these only name other vendors: installed versions and imports.
_VERSIONS_AND_IMPORTS = (
    r"\b[A-Za-z][\w.-]{0,40}(?:==|@)v?\d+\.\d[\w.]{0,20}|\b[a-z][\w-]{0,40} \d+\.\d+\.\d+\b"
    r"|(?m:^[ \t]*(?:from [\w.]{1,80} import|import) [^\n]{1,200}$)"
)
_OTHER_MODELS = (
    r"\b(?:gpt(?:-?[345o]\w*(?:[.-]\w{1,10})*)?|openai|chatgpt|codex|gemini|deepseek|mistral|groq|grok|qwen|llama|glm|kimi|minimax"
    r"|ollama)\b"
)
# If a person says that another vendor's model works, that vendor did not print this error.
_COMPARISON = (
    rf"(?i){_OTHER_MODELS}[^\n.;:!?]{{0,50}}?\b(?:works?|worked|working"
    r"|(?:is|are|was|were|runs?|all) (?:\w+ )?(?:fine|ok|okay|good|healthy)"
    r"|(?:has|had) (?:an? |the )?(?:\w+ )?(?:similar|same) (?:issue|error|problem|bug)"
    r"|(?:gets?|gives?|got|receives?|returns?) (?:an? |the )?"
    r"(?:complete|correct|full|good|normal|proper|valid) "
    r"(?:answers?|outputs?|replies|responses?|results?))\b"
    rf"|(?i){_OTHER_MODELS}[^\n.;:!?\w]{{0,8}}"
    r"(?:\x{6ca1}\x{95ee}\x{9898}|\x{6b63}\x{5e38}|\x{53ef}\x{4ee5}\x{7528})"
    r"|(?i)\b(?:works?|worked|working|fine|ok|okay|same) (?:\w+ ){0,3}?(?:with|on|for|in|using)"
    rf" (?:[\w.-]+ ?(?:,|/|and|or|&)? ){{0,4}}?{_OTHER_MODELS}(?:(?:,|/| and| or| &) ?{_OTHER_MODELS}){{0,4}}"
)
# An MCP server is named after the service that it connects to.
_TOOL_SERVER = Pattern(r"(?i)\bmcp\b|[\x{2717}\x{2718}\x{00d7}] (?:Failed to connect|failed)\b")
_NEGATED = Pattern(
    # Not: an agent, a client.
    r"(?i)\bnot\b|n['\x{2019}]t\b|\b(?:are|ca|could|did|does|do|has|have|is|was|were|wo|would)nt\b"
    r"|\bno longer\b|\bnever\b|\bstop(?:s|ped)\b|\bhardly\b|\x{4e0d}"
    # What works is another: it works with Claude but with GPT.
    r"|\b(?:but|unlike|whereas|while)\b"
)
# No evidence: LiteLLM's example of another provider, a protocol that every compatible server uses,
# the values that a field accepts, the models that Aider keeps beside its main one, comparisons, LiteLLM's
# name for the protocol in which it asked for a Claude model, the command that installs a package, and the
# model that Claude's API says it does not know.
_HELP = one_of(
    r"For 'Huggingface' inference endpoints|huggingface/starcoder|\bOpenAI completion error:",
    r"\bInput should be '[^\[\n]*",
    r"(?m)^\W{0,6}(?:Weak|Editor) model: [^\n]*",
    _COMPARISON,
    r"(?i:\b(?:please|run|try|install(?: it| them)?(?: by| using| via| with)?):?)(?: running)?:? "
    r"[\"'`]?(?:pip3? install|npm i(?:nstall)?|(?:pnpm|yarn|bun) add)\b",
    r"\b(?:Azure|OpenAI)Exception\b[^\n]*\bReceived Model Group=[\w./:@-]*[cC]laude[\w./:@-]*",
    r"\bnot_found_error\b\W{1,12}(?:message\W{1,12})?model: ?[\w.@:/-]{2,80}",
    r"\bmodel: ?[\w.@:/-]{2,80}\W{1,12}type\W{1,12}not_found_error\b",
)
# Without the name before a version: a pattern that begins with a literal costs a set of hundreds far less.
_MAY_BE_LISTED = r"[\w.-](?:==|@)v?\d+\.\d|[\w-] \d+\.\d+\.\d|(?m:^[ \t]*(?:from|import) )"
SIGNS = _SIGN_SOURCES | {"listed": _MAY_BE_LISTED, "help": _HELP}
_SIGN_SET = PatternSet(_SIGN_SOURCES)
_BLANKS = {"listed": Pattern(f"{_VERSIONS_AND_IMPORTS}|{_HELP}"), "help": Pattern(_HELP)}
# A line about a successful request, and words that such a line never contains.
_SUCCESSFUL_REQUEST = Pattern(
    r"(?m)^[^\n]*(?:\" 200\b|\b200 OK\b|\b(?:INFO|DEBUG|info|debug)\b"
    r"|\b(?:answered|succeeded|completed|finished|done|ok|wrote|generated)\b)[^\n]*$"
)
_FAILURE = Pattern(
    r"(?i)(?:^|[ (:])[45]\d\d(?:[ ),.;]|$)|\bstatus\W{1,5}[45]\d\d\b"
    r"|error|fail|exception|time(?:d[ -]?)?out|refus|retr(?:y|ies|ied)|overload"
    r"|limit|denied|invalid|abort"
)
_BYTES_BEFORE, _BYTES_AFTER = 300, 600  # bytes: the lines above an error, and its body
_MAX_LINE_BYTES = 1000  # bytes
_WEIGHTS = {"strong": 60, "weak": 30, "named": 10}
# Claude Code prints the result of a tool.
_TOOL_SIGN = "services/tool"
# Signs that a person leaves who only writes about Claude.
_NAME_SIGNS = frozenset((f"{CLAUDE}/name", f"{CLAUDE}/version"))


class Evidence(msgspec.Struct, frozen=True):
    """One piece of evidence for a vendor: its weight, the sign, and a description for readers."""

    vendor: str
    weight: int
    sign: str
    strength: Strength
    shows: str

    @property
    def is_claude(self) -> bool:
        """Whether it is evidence for Claude."""
        return self.vendor == CLAUDE

    @property
    def kind(self) -> VendorKind:
        """The kind of vendor."""
        return vendors()[self.vendor].kind


class EvidenceSummary(msgspec.Struct, frozen=True):
    """The evidence in one part of a text: all of it, and the best of each side."""

    found: tuple[Evidence, ...]
    claude: Evidence | None
    other: Evidence | None
    other_than_form: Evidence | None  # more than the format of a body

    def names(self, vendor: str) -> set[str]:
        """The signs of one vendor."""
        return {evidence.sign for evidence in self.found if evidence.vendor == vendor}


def summarize(found: tuple[Evidence, ...]) -> EvidenceSummary:
    """Picks the best evidence of each side; among equal weights, the first."""
    claude = other = other_than_form = None
    for item in found:
        if item.vendor == CLAUDE:
            if claude is None or item.weight > claude.weight:
                claude = item
            continue
        if other is None or item.weight > other.weight:
            other = item
        if (other_than_form is None or item.weight > other_than_form.weight) and item.kind != "form":
            other_than_form = item
    return EvidenceSummary(found, claude, other, other_than_form)


def evidence_of(found: Iterable[Sign]) -> tuple[Evidence, ...]:
    """Turns signs into evidence."""
    return tuple([_evidence_of_sign(sign.id) for sign in found])


@cache
def _evidence_of_sign(id: str) -> Evidence:
    sign = signs()[id]
    return Evidence(sign.vendor, _WEIGHTS[sign.strength], sign.id, sign.strength, sign.shows)


@lru_cache(maxsize=4)
def signs_in(hits: frozenset[str], prefix: str = "vendor.") -> tuple[Sign, ...]:
    """The signs among the hits of one pass over a text, in the order of the files."""
    known = _ordered_signs(prefix)
    return tuple(
        [sign for _, sign in sorted([known[hit] for hit in hits if hit in known], key=itemgetter(0))]
    )


@cache
def _ordered_signs(prefix: str) -> dict[str, tuple[int, Sign]]:
    """Name of a hit -> position in the order of the files, and the sign."""
    return {f"{prefix}{id}": (number, sign) for number, (id, sign) in enumerate(signs().items())}


def find_signs(part: bytes) -> tuple[Sign, ...]:
    """The signs in a part of a text."""
    return signs_in(_SIGN_SET.find(part), "")


def find_near(data: bytes, place: tuple[int, int], whole: tuple[Sign, ...] | None) -> tuple[Sign, ...]:
    """The signs in an error and around it; `whole` are those of all data, if known."""
    # The start of a body's line shows who printed it.
    line = find_line_start(data, place[0], _MAX_LINE_BYTES)
    start, end = min(line, max(0, place[0] - _BYTES_BEFORE)), place[1] + _BYTES_AFTER
    if whole is not None and start == 0 and end >= len(data):
        return whole
    return signs_in(_SIGN_SET.find(data, start, end), "")


def distance_to_sign(data: bytes, place: tuple[int, int], sign: str) -> int | None:
    """Bytes between an error and the nearest occurrence of a sign that ends in its line; None without one."""
    if sign not in _SIGN_SOURCES:
        return None
    line = find_line_start(data, place[0], _MAX_LINE_BYTES)
    start = find_line_start(data, line - 1, _MAX_LINE_BYTES) if line else 0
    part = data[start : find_line_end(data, place[1], _MAX_LINE_BYTES)]
    gaps = [
        max(start + hit.start() - place[1], place[0] - start - hit.end(), 0)
        for hit in _sign_pattern(sign).finditer(part)
        if start + hit.end() > line
    ]
    return min(gaps, default=None)


def is_from_service(data: bytes, place: tuple[int, int], found: Evidence) -> bool:
    """Whether the error's line contains output of a service and none of Claude, or a tool's result."""
    if found.strength != "strong" or distance_to_sign(data, place, found.sign) is None:
        return False
    start = find_line_start(data, place[0], _MAX_LINE_BYTES)
    return found.sign == _TOOL_SIGN or not has_claude_output(
        data[start : find_line_end(data, place[1], _MAX_LINE_BYTES)]
    )


@cache
def _sign_pattern(id: str) -> Pattern:
    return Pattern(_SIGN_SOURCES[id].encode())


def blank_vendor_lists(data: bytes, hits: frozenset[str]) -> bytes:
    """The text with everything blanked that only names vendors; offsets do not change."""
    vendors_seen = {sign.vendor for sign in signs_in(hits)}
    has_list = "vendor.listed" in hits and CLAUDE in vendors_seen and len(vendors_seen) > 1
    name = "listed" if has_list else "help"
    if f"vendor.{name}" not in hits:
        return data
    return blank(
        data, [hit.span() for hit in _BLANKS[name].finditer(data) if not _NEGATED.search(hit.group())]
    )


def reduce_successful_requests(data: bytes, place: tuple[int, int]) -> bytes:
    """The text with lines about successful requests to Claude reduced to its name: they show that the program
    works with Claude, not that Claude caused an error in another line. Offsets do not change.
    """
    lines = [
        hit.span()
        for hit in _SUCCESSFUL_REQUEST.finditer(data)
        if not hit.start() <= place[0] <= hit.end() and not _FAILURE.search(hit.group())
    ]
    successful = [(start, end) for start, end in lines if has_claude_output(data[start:end])]
    if not successful:
        return data
    rest = bytearray(data)
    for start, end in successful:
        rest[start:end] = b"Claude".ljust(end - start)[: end - start]
    return bytes(rest)


def is_claude_output(sign: Sign) -> bool:
    """Whether it is a sign of Claude that a person who only writes about Claude does not leave."""
    return sign.vendor == CLAUDE and sign.id not in _NAME_SIGNS


def has_claude_and_service(hits: frozenset[str]) -> bool:
    """Whether the text shows both Claude and a database or another service."""
    found = signs_in(hits)
    return any(sign.kind == "service" for sign in found) and any(map(is_claude_output, found))


def has_claude_sign(hits: frozenset[str]) -> bool:
    """Whether the text contains any sign of Claude."""
    return any(sign.vendor == CLAUDE for sign in signs_in(hits))


def has_claude_output(part: bytes) -> bool:
    """Whether this part of a text contains output of a Claude client."""
    return any(map(is_claude_output, find_signs(part)))


def is_about_service(line: bytes) -> bool:
    """Whether this line names a database or another service, and neither Claude nor its tools."""
    return any(sign.kind == "service" for sign in find_signs(line)) and lacks_claude(line)


def lacks_claude(line: bytes) -> bool:
    """Whether this line contains no sign of Claude, its errors or its tools."""
    if b"_error" in line or _TOOL_SERVER.occurs(line):
        return False
    return not any(sign.vendor == CLAUDE for sign in find_signs(line))
