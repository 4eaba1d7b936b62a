"""Who the words beside an error say it is from: "the Acme API returned 429", "403 from news.example".

No list of services: a name that neither Claude, a client or gateway of it nor a common word of programs has
is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Literal

from diagnostic.patterns import Pattern, one_of
from diagnostic.report.facts import Place
from diagnostic.report.lines import find_line_end, find_line_start, line_of
from diagnostic.report.subject_words import CLAUDES, COMMON, NOT_HOSTS
from diagnostic.world.clients import clients

_NAME = r"[A-Z][\w+-]*(?:\.[A-Za-z]\w+)?(?: [A-Z][\w+-]*){0,3}?"
_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}"
_STATUS = r"[45]\d\d\b"
_NOUN = (
    r"(?:(?:REST|HTTP|Web|Search|Graph|MCP|public|official|rest|v\d) ){0,2}"
    r"(?:APIs?|apis?|[Ee]ndpoint|[Ss]erver|[Ss]ervice|[Bb]ackend|[Ww]ebhook|[Rr]egistry|MCP|[Cc]onnector"
    r"|[Ii]ntegration|[Dd]atabase|[Cc]luster|[Bb]roker|[Ww]ebsite)"
)
_ANSWERED = (
    r"(?:(?:has|have|just|then|always|often|only|also) )?"
    r"(?:return(?:ed|s)?|respond(?:ed|s)?|answer(?:ed|s)?|repl(?:ied|ies)|reject(?:ed|s)"
    r"|refuse[ds]|gave|gives?|threw|throws?|throttle[ds]|rate[- ]limit(?:ed|s)|says?|said|sent|sends"
    r"|fail(?:ed|s)|errored|timed out)\b"
)
_FAILED = one_of(
    _STATUS,
    r"\b(?:errors?|fail(?:ed|s|ing|ure)|returned|responded|answered|rejected|refused|throttled"
    r"|time[ds]?[ -]?out|down|unavailable|unreachable|denied|rate[ -]limit\w*|quota)\b",
)
_GAP = r"[\s:,(\"'][^\n.;!?]{0,60}?"


class _Namers:
    """Patterns whose first group is a name; most sentences have none, which one search tells."""

    def __init__(self, *sources: str) -> None:
        self._any = Pattern(one_of(*sources))
        self._each = [Pattern(source) for source in sources]

    def find(self, part: bytes) -> Iterator[tuple[Place, str]]:
        """The names that sentences give to what failed, unless programs use the words of themselves."""
        for pattern in self._each if self._any.search(part) else ():
            for hit in islice(pattern.finditer(part), _MOST):
                name = hit.group(1).decode(errors="replace")
                if not COMMON.issuperset(_parts(name)) and not _DEED.search(name):
                    yield hit.span(), name


_EXPLICIT = _Namers(
    rf"\b({_NAME})(?:'s)? {_NOUN}{_GAP}(?:{_FAILED})",
    rf"\b({_NAME}) {_ANSWERED}[^\n.,;!?]{{0,40}}?{_STATUS}",
    rf"\b({_NAME}) (?:{_ANSWERED} with|timed out|throttled|rate[- ]limited)\b",
    # Languages that write nouns small, so that a capital makes a name where a clause begins.
    rf"(?:^|[,.;:(\"] ?|\b(?:mais|et|pero|y|mas|e|ma) )({_NAME}) (?:me |m'|nous |nos |mi )?"
    r"(?:renvoie|retourne|répond|rejette|devuelve|responde|rechaza"
    rf"|devolve|retorna|rejeita|restituisce|risponde|rifiuta)\b[^\n.,;]{{0,40}}?{_STATUS}",
    rf"{_STATUS}[^\n.;]{{0,40}}? (?:from|by) (?:the |our |my )?(?:https?://)?({_HOST})\b",
    rf"{_STATUS}[^\n.;]{{0,40}}? (?:from|by) (?:the |our |my )?({_NAME}) {_NOUN}\b",
)
_IMPLIED = _Namers(
    r"(?:^|[\s\[(\"'])([A-Z]\w*[a-z]\w*)[\])\"']{0,2}"
    r"(?::|[\])\"']|:? ?(?:API )?(?:[Ee]rror|[Ee]xception))[:\s(\[\"']{1,3}"
    rf"(?:(?:HTTP|[Ss]tatus|[Cc]ode|[Ee]rror|[Rr]equest failed)[:\s]{{1,2}}){{0,2}}{_STATUS}",
    rf"\A[\s\[]*(?:[A-Z]{{3,8}}[\]:]? )?([A-Z][\w-]*)[:\]] [^\n]{{0,80}}?\b{_STATUS}",
    # What Claude's API does not offer.
    r"(?i)\b((?:text-|vector )?(?:embed(?:der|dings?)|rerank\w*|transcri\w+|tts|stt|whisper))\b",
    r"\b([a-z_]\w+)\.(?:\w+\.)*(?:exceptions?|errors?)\.[A-Z]\w+",
    rf"\b(?:the|our|my|an?|their|its|this) ((?:[a-z-]+ ){{1,2}}){_NOUN}\b"
    rf"(?: [a-z]+{_GAP})?:? ?(?:{_FAILED})",
    # A page, which nobody asks a model's API for.
    r"(?i)\b((?:fetch|load|brows|scrap|crawl|import)(?:e|ed|ing)? (?:the |this |a )?"
    rf"(?:web ?)?(?:pages?|sites?|urls?|feed))\b[^\n.;]{{0,60}}?\b{_STATUS}",
    rf"\b[Tt]he (website|webpage|homepage) {_ANSWERED}[^\n.,;]{{0,40}}?{_STATUS}",
    # Whom Claude helped has another error.
    r"\b[Cc]laude(?: [Cc]ode)? (helped (?:me|us) (?:to )?(?:find|see|understand|figure|fix|debug|locate))"
    rf"\b[^\n.;]{{0,100}}?\b{_STATUS}",
)
# To a reader on his own server; who writes so to Anthropic names it, or Claude.
_READERS = Pattern(
    r"\b[Yy]our (?:[a-z]+ )?(?:server|endpoint|site|website|domain|host|webhook|callback|feed|URL|app)"
    rf" (?:\([^)\n]{{0,60}}\) |[a-z]+ )?{_ANSWERED}[^\n.;]{{0,40}}?{_STATUS}"
)
_CLAUDE = Pattern(r"(?i)claude|anthropic")
# Claude itself as who answered, or was asked: nearer to an error than another name, it is whose error it is.
# A server of tools is one for Claude, or in Claude.
_OF_CLAUDE = _Namers(
    r"(?:\A|[\]):,;.!?>\"'|] ?|\b(?:that|and|but|say|says|said|because|since|then|the|our|my|your) )"
    rf"((?i:claude|anthropic))(?:'s)?(?: API)?(?: (?:requests?|calls?|quer(?:y|ies)|completions?|streams?))?"
    rf" (?:{_ANSWERED}|errors?\b)\W{{0,3}}",
    r"\b(?:reach|call|contact|quer(?:y|ie)|ask|invok|request to|response from|error from|answer from)"
    r"(?:e|es|ed|ing)? (?:the )?((?i:claude|anthropic))(?: API)?\b\W{0,3}",
)
# A server of tools answers with a status, too; Claude's clients print theirs in these forms.
_TOOLS = r"\b(?:MCP|mcp)(?:Servers)?\b|_MCP_|\b[Cc]onnectors?\b"
_TOOL_SERVER = Pattern(_TOOLS)
_TOLD_STATUS = Pattern(rf"\b{_STATUS}")
_CLAUDE_SAYS = Pattern(
    rf"\b[Cc]laude(?: [Cc]ode)?(?: API)? (?:now |still )?(?:{_ANSWERED}|shows?|prints?|ends|stops?)"
)
_OWN_FORM = Pattern(r"\bAPI Error\b|\banthropic\.com/|/v1/messages|_error\b")
SIGNS = {
    "tool-server": _TOOLS,
    "named": one_of(
        rf"[A-Z]\w* {_NOUN}\b", rf"[A-Z]\S* {_ANSWERED}", rf"{_STATUS}[^\n.;]{{0,40}}? (?:from|by) "
    ),
}
# What Claude's API prints and hardly anybody else: whoever is named beside it passes it on.
_CLAUDES_OWN = Pattern(
    one_of(
        r"\b(?:overloaded|rate_limit|billing|timeout|not_found|permission)_error\b",
        r"\b529\b",
        r"\breq_01\w{4}",
        r"""\\*["']type\\*["']: ?\\*["']error\\*["'], ?\\*["']error\\*["']: ?\{""",
        r"(?i:\banthropic\b)",
        r"\bclaude-\w",
    )
)
# "Resolving timed out", "Translation failed": what was done, not who did it.
_DEED = Pattern(r"\A\w{3,}(?:ation|sion|ution|\wing|\wment)\z")
_HUMP = Pattern(r"([A-Z]*)([a-z]*)")
_WORD = Pattern(r"[a-z0-9]+")
_BEFORE, _AFTER = 200, 160  # bytes around an error in which its sentence is
_AROUND = 1000  # a log of a server names it where it starts
_FARTHEST = 80  # bytes between a name and the error
_MOST = 50


def names_anybody(hits: frozenset[str]) -> bool:
    """Is there any name in the text that may be said to have answered?"""
    return "subject.named" in hits or "subject.tool-server" in hits


def find_named_elsewhere(data: bytes, hits: frozenset[str]) -> list[Place]:
    """The lines in which a name that is not of Claude says that it answered with an error."""
    if not names_anybody(hits):
        return []
    found = [place for place, name in _EXPLICIT.find(data) if _is_of_another(name)]
    lines = [line_of(data, *place) for place in found]
    return [line for line in lines if not _CLAUDES_OWN.search(data, *line)]


def is_said_of_another(data: bytes, place: Place) -> bool:
    """Is the nearest name that is said to have answered with this error somebody else's?"""
    line, error = _sentence(data, place)
    return _is_nearest_of_another((*_EXPLICIT.find(line), *_OF_CLAUDE.find(line)), error)


def whose(data: bytes, place: Place) -> Literal["claude", "said", "implied"] | None:
    """How the words beside this error tell whose it is: Claude's by who answered; somebody else's by that, or
    by a label, a module or a plain word for a service.
    """
    line, error = _sentence(data, place)
    named = [*_EXPLICIT.find(line), *_OF_CLAUDE.find(line)]
    if _is_nearest_of_another(named, error):
        return "said"
    if any(_distance(span, error) == 0 for span, _ in _OF_CLAUDE.find(line)):
        return "claude"
    if _is_nearest_of_another((*named, *_IMPLIED.find(line)), error):
        return "implied"
    return "implied" if _READERS.search(line) and not _CLAUDE.search(data) else None


def is_status_of_tools(data: bytes, place: Place) -> bool:
    """Does the line tell a status near words about a server of tools, and nothing of Claude's API?"""
    around = data[max(0, place[0] - _AROUND) : place[1] + _AROUND]
    line = data[find_line_start(data, place[0], _AROUND) : find_line_end(data, place[1], _AROUND)]
    return (
        _TOLD_STATUS.search(line) is not None
        and _CLAUDE_SAYS.search(line) is None
        and _TOOL_SERVER.search(around) is not None
        and _OWN_FORM.search(around) is None
    )


def _sentence(data: bytes, place: Place) -> tuple[bytes, Place]:
    """The line of an error, empty if the error is Claude's own, and where in it the error is."""
    start = find_line_start(data, place[0], _BEFORE)
    line = data[start : find_line_end(data, place[1], _AFTER)]
    return b"" if _CLAUDES_OWN.search(line) else line, (place[0] - start, place[1] - start)


def _is_nearest_of_another(named: Iterable[tuple[Place, str]], error: Place) -> bool:
    near = [(_distance(span, error), -span[0], _is_of_another(name)) for span, name in named]
    return bool(near) and min(near)[0] <= _FARTHEST and min(near)[2]


def _distance(span: Place, error: Place) -> int:
    return max(error[0] - span[1], span[0] - error[1], 0)


def _parts(name: str) -> list[str]:
    """HTTPServer -> http, server."""
    parts: list[str] = []
    for hump in _HUMP.finditer(name):
        capitals, rest = hump.group(1), hump.group(2)
        parts += [capitals[:-1], capitals[-1:] + rest] if rest else [capitals]
    return [part.lower() for part in parts if part]


def _is_of_another(name: str) -> bool:
    if "." in name and name.rpartition(".")[2] in NOT_HOSTS:
        return False
    whole = [word.group() for word in _WORD.finditer(name.lower())]
    return _of_claudes().isdisjoint((*_parts(name), *whole))


@cache
def _of_claudes() -> frozenset[str]:
    """Words in names of Claude, and of what its models are used and offered through."""
    words = {word for id in clients() for word in id.split("-")}
    roots = {root.lower() for client in clients().values() for root in client.roots}
    return CLAUDES | roots | {word for word in words - COMMON if len(word) > 2}
