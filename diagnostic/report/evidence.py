"""What in a text, or near its error, shows whose error it is; the signs are data in rules/_vendors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import Pattern
from diagnostic.world.files import Strength
from diagnostic.world.vendors import CLAUDE, Sign, VendorKind, signs

_SIGN_SOURCES = {sign.id: sign.source for sign in signs().values()}
# Beside Claude's own signs these name vendors and show none: versions that are installed, and imports.
_LISTED = (
    r"\b[A-Za-z][\w.-]{0,40}(?:==|@)v?\d+\.\d[\w.]{0,20}|\b[a-z][\w-]{0,40} \d+\.\d+\.\d+\b"
    r"|(?m:^[ \t]*(?:from [\w.]{1,80} import|import) [^\n]{1,200}$)"
)
# LiteLLM's example of another provider, and the protocol by which an app calls every compatible server.
_OTHERS = (
    r"\b(?:gpt(?:-?[345o]\w*(?:[.-]\w{1,10})*)?|openai|chatgpt|gemini|deepseek|mistral|groq|grok|qwen|llama"
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
_NEGATED = Pattern(
    r"(?i)\bnot\b|n['\x{2019}]?t\b|\bno longer\b|\bnever\b|\bstop(?:s|ped)\b|\bhardly\b|\x{4e0d}"
)
_HELP = r"For 'Huggingface' inference endpoints|huggingface/starcoder|\bOpenAI completion error:|" + _COMPARED
SIGNS = _SIGN_SOURCES | {"listed": _LISTED, "help": _HELP}
_SET = PatternSet(_SIGN_SOURCES)
_BLANKS = {"listed": Pattern(f"{_LISTED}|{_HELP}"), "help": Pattern(_HELP)}
_BEFORE, _AFTER = 300, 600  # bytes: the lines above an error, and its body
_LONGEST_LINE = 1000  # bytes
_STRENGTHS = {"strong": 60, "weak": 30, "named": 10}
# A person who only writes of Claude leaves these.
_NAMES = frozenset((f"{CLAUDE}/name", f"{CLAUDE}/version"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows a vendor: how much it weighs, the sign, and what a reader is told."""

    vendor: str
    kind: VendorKind
    weight: int
    sign: str
    strength: Strength
    shows: str

    @property
    def is_claude(self) -> bool:
        """Does it show Claude?"""
        return self.vendor == CLAUDE


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found in one part of a text."""

    found: tuple[Evidence, ...]

    @property
    def claude(self) -> Evidence | None:
        """The best evidence of Claude."""
        return self._best(True)

    @property
    def other(self) -> Evidence | None:
        """The best evidence of another vendor."""
        return self._best(False)

    @property
    def other_than_form(self) -> Evidence | None:
        """The best evidence of another vendor that is more than the form of a body."""
        return Weighed(tuple(evidence for evidence in self.found if evidence.kind != "form")).other

    def names(self, vendor: str) -> set[str]:
        """The signs of one vendor."""
        return {evidence.sign for evidence in self.found if evidence.vendor == vendor}

    def _best(self, is_claude: bool) -> Evidence | None:
        some = [evidence for evidence in self.found if evidence.is_claude == is_claude]
        return max(some, key=lambda evidence: evidence.weight, default=None)


def of_signs(found: Iterable[Sign]) -> tuple[Evidence, ...]:
    """The evidence that signs are."""
    return tuple([_of_sign(sign.id) for sign in found])


@cache
def _of_sign(id: str) -> Evidence:
    sign = signs()[id]
    return Evidence(sign.vendor, sign.kind, _STRENGTHS[sign.strength], sign.id, sign.strength, sign.shows)


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


def find_near(data: bytes, place: tuple[int, int]) -> tuple[Sign, ...]:
    """The signs in an error's own words and those around them."""
    # Who printed a body is at the start of its line.
    line = data.rfind(b"\n", max(0, place[0] - _LONGEST_LINE), place[0]) + 1
    start = min(line or max(0, place[0] - _LONGEST_LINE), max(0, place[0] - _BEFORE))
    return seen_in(_SET.find(data, start, min(len(data), place[1] + _AFTER)), "")


def without_lists(data: bytes, hits: frozenset[str]) -> bytes:
    """The text with what names vendors and shows none blanked; every place stays."""
    sides = {sign.vendor == CLAUDE for sign in seen_in(hits)}
    name = "listed" if "vendor.listed" in hits and len(sides) == 2 else "help"
    if f"vendor.{name}" not in hits:
        return data
    parts: list[bytes] = []
    at = 0
    for hit in _BLANKS[name].finditer(data):
        if _NEGATED.search(hit.group()):
            continue
        parts += [data[at : hit.start()], b" " * (hit.end() - hit.start())]
        at = hit.end()
    return b"".join([*parts, data[at:]])


def is_more_than_name(sign: Sign) -> bool:
    """Is it a sign of Claude that a person who only writes of Claude would not leave?"""
    return sign.vendor == CLAUDE and sign.id not in _NAMES


def names_other_service(hits: frozenset[str]) -> bool:
    """Does the whole text show both Claude and a database or another service?"""
    found = seen_in(hits)
    return any(sign.kind == "service" for sign in found) and any(map(is_more_than_name, found))


def names_claude(part: bytes) -> bool:
    """Does this part of a text hold what only a Claude client prints?"""
    return any(map(is_more_than_name, find_signs(part)))


def is_foreign(line: bytes) -> bool:
    """Does this line name a database or another service, and nothing of Claude?"""
    found = find_signs(line)
    return any(sign.kind == "service" for sign in found) and all(sign.vendor != CLAUDE for sign in found)
