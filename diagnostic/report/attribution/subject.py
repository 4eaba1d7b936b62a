"""Whose error it is according to the words beside it: "the Acme API returned 429", "403 from news.example".

There is no list of services: a name counts as another service if it contains no word of Claude, its clients
and gateways, and does not consist of common words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Literal

from diagnostic.patterns import Pattern, one_of
from diagnostic.report.attribution import subject_abroad
from diagnostic.report.attribution.subject_words import CLAUDE_WORDS, COMMON_WORDS, FILE_EXTENSIONS
from diagnostic.report.facts import Place
from diagnostic.report.lines import find_line_end, find_line_start, line_of
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


class _NamePatterns:
    """Patterns whose first group is a name; one search rules out most sentences, and `sign` most texts."""

    def __init__(self, sign: str | None, *sources: str) -> None:
        self._sign = sign and f"subject.{sign}"
        self._any = Pattern(one_of(*sources))
        self._each = [Pattern(source) for source in sources]

    def find_names(self, part: bytes, hits: frozenset[str]) -> Iterator[tuple[Place, str]]:
        """The names of what failed, except common words of programs, and actions; `hits` are the text's."""
        if self._sign and self._sign not in hits or not self._any.occurs(part):
            return
        for pattern in self._each:
            for hit in islice(pattern.finditer(part), _MAX_HITS):
                name = hit.group(1).decode(errors="replace")
                if not _is_common(name) and not _ACTION.occurs(name.encode()):
                    yield hit.span(), name


# Languages that do not capitalise nouns: at the start of a clause, a capital marks a name.
_ANSWERED_ABROAD = (
    r"(?:me |m'|nous |nos |mi )?(?:renvoie|retourne|répond|rejette|devuelve|responde|rechaza"
    r"|devolve|retorna|rejeita|restituisce|risponde|rifiuta)\b"
)
_EXPLICIT = _NamePatterns(
    "named",
    rf"\b({_NAME})(?:'s)? {_NOUN}{_GAP}(?:{_FAILED})",
    rf"\b({_NAME}) {_ANSWERED}[^\n.,;!?]{{0,40}}?{_STATUS}",
    rf"\b({_NAME}) (?:{_ANSWERED} with|timed out|throttled|rate[- ]limited)\b",
    rf"(?:^|[,.;:(\"] ?|\b(?:mais|et|pero|y|mas|e|ma) )({_NAME}) {_ANSWERED_ABROAD}"
    rf"[^\n.,;]{{0,40}}?{_STATUS}",
    rf"{_STATUS}[^\n.;]{{0,40}}? (?:from|by) (?:the |our |my )?(?:https?://)?({_HOST})\b",
    rf"{_STATUS}[^\n.;]{{0,40}}? (?:from|by) (?:the |our |my )?({_NAME}) {_NOUN}\b",
    *subject_abroad.NAMED,
)
_IMPLIED = _NamePatterns(
    None,
    r"(?:^|[\s\[(\"'])([A-Z]\w*[a-z]\w*)[\])\"']{0,2}"
    r"(?::|[\])\"']|:? ?(?:API )?(?:[Ee]rror|[Ee]xception))[:\s(\[\"']{1,3}"
    rf"(?:(?:HTTP|[Ss]tatus|[Cc]ode|[Ee]rror|[Rr]equest failed)[:\s]{{1,2}}){{0,2}}{_STATUS}",
    rf"\A[\s\[]*(?:[A-Z]{{3,8}}[\]:]? )?([A-Z][\w-]*)[:\]] [^\n]{{0,80}}?\b{_STATUS}",
    # Services that Claude's API does not offer.
    r"(?i)\b((?:text-|vector )?(?:embed(?:der|dings?)|rerank\w*|transcri\w+|tts|stt|whisper))\b",
    r"\b([a-z_]\w+)\.(?:\w+\.)*(?:exceptions?|errors?)\.[A-Z]\w+",
    rf"\b(?:the|our|my|an?|their|its|this) ((?:[a-z-]+ ){{1,2}}){_NOUN}\b"
    rf"(?: [a-z]+{_GAP})?:? ?(?:{_FAILED})",
    # A web page, which is not requested from a model's API.
    r"(?i)\b((?:fetch|load|brows|scrap|crawl|import)(?:e|ed|ing)? (?:the |this |a )?"
    rf"(?:web ?)?(?:pages?|sites?|urls?|feed))\b[^\n.;]{{0,60}}?\b{_STATUS}",
    rf"\b[Tt]he (website|webpage|homepage) {_ANSWERED}[^\n.,;]{{0,40}}?{_STATUS}",
    # If Claude helped to find an error, it is another error.
    r"\b[Cc]laude(?: [Cc]ode)? (helped (?:me|us) (?:to )?(?:find|see|understand|figure|fix|debug|locate))"
    rf"\b[^\n.;]{{0,100}}?\b{_STATUS}",
    r"\b[Cc]laude(?: [Cc]ode)? (me ayudó|me ajudou|ajudou-me|m'a aidé|mi ha aiutato|hat (?:mir|uns) geholfen)"
    rf"[^\n.;]{{0,79}}?\b{_STATUS}",
)
# The person's own server answered; a 502, 503, 504 or 413 of it may be about Claude's API behind it.
_OWN_STATUS = r"\b(?:40[0-689]|422|429|500)\b"
_OWN_SERVER = (
    r"(?:(?:our|my)(?: own| internal)?|own|(?:the|an) (?:internal|company))(?: [\w-]{2,20})?? (?:[\w-]+-)?"
    r"(?i:nginx|apache|caddy|haproxy|traefik|ingress|load ?balancer|firewall|waf|cdn|reverse proxy"
    r"|rate[- ]limiter|server|back-?end|front-?end|service|(?:web ?)?site|web page|app|application"
    r"|middleware)\b"
)
_OWN_SERVER_ANSWERED = (
    rf"{_OWN_STATUS}[^\n.;]{{0,60}}? (?:from|by) {_OWN_SERVER}",
    rf"\b{_OWN_SERVER}(?: that| which| itself)? {_ANSWERED}[^\n.,;]{{0,40}}?{_OWN_STATUS}",
)
_NOT_FROM_CLAUDE = rf"{_OWN_STATUS}[^\n.;]{{0,60}}? not (?:from|by) (?:Claude|Anthropic)(?:'s API)?"
_ANSWER_OF_OWN_SERVER = Pattern(one_of(*_OWN_SERVER_ANSWERED, rf"{_NOT_FROM_CLAUDE}\W*$"))
# Claude as the one that answered, or was called: if no other name is nearer to the error, it is Claude's.
# An MCP server is for Claude, or in Claude.
_CLAUDE_ANSWERED = (
    r"((?i:claude|anthropic))(?:'s)?(?: API)?(?: (?:requests?|calls?|quer(?:y|ies)|completions?|streams?))?"
    rf" (?:{_ANSWERED}|errors?\b)"
)
_CLAUDE_WAS_CALLED = (
    r"\b(?:reach|call|contact|quer(?:y|ie)|ask|invok|request to|response from|error from|answer from)"
    r"(?:e|es|ed|ing)? (?:the )?((?i:claude|anthropic))"
)
_CLAUDE_AS_SUBJECT = _NamePatterns(
    "claude",
    r"(?:\A|[\]):,;.!?>\"'|] ?|\b(?:that|and|but|say|says|said|because|since|then|the|our|my|your) )"
    rf"{_CLAUDE_ANSWERED}\W{{0,3}}",
    rf"{_CLAUDE_WAS_CALLED}(?: API)?\b\W{{0,3}}",
)
# An MCP server answers with a status, too; Claude's clients print theirs in other forms.
_MCP = r"\b(?:MCP|mcp)(?:Servers)?\b|_MCP_|\b[Cc]onnectors?\b"
_MCP_SERVER = Pattern(_MCP)
_ANY_STATUS = Pattern(rf"\b{_STATUS}")
_CLAUDE_SAYS = Pattern(
    rf"\b[Cc]laude(?: [Cc]ode)?(?: API)? (?:now |still )?(?:{_ANSWERED}|shows?|prints?|ends|stops?)"
)
_CLAUDE_CLIENT_OUTPUT = Pattern(r"\bAPI Error\b|\banthropic\.com/|/v1/messages|_error\b")
SIGNS = {
    "mcp-server": _MCP,
    "own-server": one_of(*_OWN_SERVER_ANSWERED, _NOT_FROM_CLAUDE),
    "claude": one_of(_CLAUDE_ANSWERED, _CLAUDE_WAS_CALLED),
    "named": one_of(
        rf"[A-Z]\S* {_NOUN}\b",
        rf"[A-Z]\S* (?:{_ANSWERED}|{_ANSWERED_ABROAD})",
        rf"{_STATUS}[^\n.;]{{0,40}}? (?:from|by) ",
        subject_abroad.SIGN,
    ),
}
# What hardly anything but Claude's API prints: a service that is named beside it passes it on.
_CLAUDE_API_OUTPUT = Pattern(
    one_of(
        r"\b(?:overloaded|rate_limit|billing|timeout|not_found|permission)_error\b",
        r"\b529\b",
        r"\breq_01\w{4}",
        r"""\\*["']type\\*["']: ?\\*["']error\\*["'], ?\\*["']error\\*["']: ?\{""",
        r"(?i:\banthropic\b)",
        r"\bclaude-(?:\d|code|opus|sonnet|haiku|fable|mythos)",
    )
)
# "Resolving timed out", "Translation failed", "Mid-session API call fails": an action or a kind of it.
_ACTION = Pattern(
    r"\A\w{3,}(?:ation|sion|ution|\wing|\wment)\z"
    r"|\A(?:Back|Client|First|Follow|In|Long|Mid|Multi|Non|Per|Post|Pre|Real|Server|Sub|Third)-[a-z-]+\z"
)
_CAMEL_CASE_WORD = Pattern(r"([A-Z]*)([a-z]*)")
_WORD = Pattern(r"[a-z0-9]+")
_BYTES_BEFORE, _BYTES_AFTER = 200, 160  # around an error, for its sentence
_BYTES_AROUND = 1000  # a server's log names it at the beginning
_MAX_DISTANCE = 80  # bytes between a name and the error
_MAX_HITS = 50


def may_name_service(hits: frozenset[str]) -> bool:
    """Whether the text may name a service as the one that answered."""
    return "subject.named" in hits or "subject.mcp-server" in hits


def find_errors_of_others(data: bytes, hits: frozenset[str]) -> list[Place]:
    """The lines that attribute an error to another service."""
    if not may_name_service(hits):
        return []
    found = [place for place, name in _EXPLICIT.find_names(data, hits) if _is_other_service(name)]
    lines = [line_of(data, *place) for place in found]
    return [line for line in lines if not _CLAUDE_API_OUTPUT.search(data, *line)]


def is_attributed_elsewhere(data: bytes, place: Place, hits: frozenset[str]) -> bool:
    """Whether the nearest name to which this error is attributed is another service's."""
    line, error = _line_of_error(data, place)
    named = (*_EXPLICIT.find_names(line, hits), *_CLAUDE_AS_SUBJECT.find_names(line, hits))
    return _is_answer_of_own_server(line, hits) or _is_nearest_other(named, error)


def attribute(
    data: bytes, place: Place, hits: frozenset[str]
) -> Literal["claude", "explicit", "implied"] | None:
    """Whose error it is by the words beside it: Claude's; explicitly another service's; or another service's
    by implication, through a label, a module or a common word for a service.
    """
    line, error = _line_of_error(data, place)
    if not line:
        return None
    claude = [*_CLAUDE_AS_SUBJECT.find_names(line, hits)]
    named = [*_EXPLICIT.find_names(line, hits), *claude]
    if _is_nearest_other(named, error) or _is_answer_of_own_server(line, hits):
        return "explicit"
    if any(_distance(span, error) == 0 for span, _ in claude):
        return "claude"
    if _is_nearest_other((*named, *_IMPLIED.find_names(line, hits)), error):
        return "implied"
    return None


def _is_answer_of_own_server(line: bytes, hits: frozenset[str]) -> bool:
    return "subject.own-server" in hits and bool(_ANSWER_OF_OWN_SERVER.occurs(line))


def is_status_of_mcp_server(data: bytes, place: Place) -> bool:
    """Whether the line has a status near words about an MCP server, and no output of Claude's clients."""
    around = data[max(0, place[0] - _BYTES_AROUND) : place[1] + _BYTES_AROUND]
    line = data[find_line_start(data, place[0], _BYTES_AROUND) : find_line_end(data, place[1], _BYTES_AROUND)]
    return (
        bool(_ANY_STATUS.occurs(line))
        and not _CLAUDE_SAYS.occurs(line)
        and bool(_MCP_SERVER.occurs(around))
        and not _CLAUDE_CLIENT_OUTPUT.occurs(around)
    )


def _line_of_error(data: bytes, place: Place) -> tuple[bytes, Place]:
    """The line of an error, empty if the error is Claude's, and where the error is in it."""
    start = find_line_start(data, place[0], _BYTES_BEFORE)
    line = data[start : find_line_end(data, place[1], _BYTES_AFTER)]
    return b"" if _CLAUDE_API_OUTPUT.occurs(line) else line, (place[0] - start, place[1] - start)


def _is_nearest_other(named: Iterable[tuple[Place, str]], error: Place) -> bool:
    near = [(_distance(span, error), -span[0], _is_other_service(name)) for span, name in named]
    return bool(near) and min(near)[0] <= _MAX_DISTANCE and min(near)[2]


def _distance(span: Place, error: Place) -> int:
    return max(error[0] - span[1], span[0] - error[1], 0)


def _is_common(name: str) -> bool:
    """Whether the name consists of words that programs use for themselves."""
    if not name.isascii() and any(word in name for word in subject_abroad.COMMON):
        return True
    parts = split_name(name)
    return COMMON_WORDS.issuperset(parts) if parts else name.isascii()


def split_name(name: str) -> list[str]:
    """HTTPServer -> http, server."""
    parts: list[str] = []
    for word in _CAMEL_CASE_WORD.finditer(name):
        capitals, rest = word.group(1), word.group(2)
        parts += [capitals[:-1], capitals[-1:] + rest] if rest else [capitals]
    return [part.lower() for part in parts if part]


def _is_other_service(name: str) -> bool:
    if "." in name and name.rpartition(".")[2] in FILE_EXTENSIONS:
        return False
    whole = [word.group() for word in _WORD.finditer(name.lower())]
    return claude_words().isdisjoint((*split_name(name), *whole))


@cache
def claude_words() -> frozenset[str]:
    """Words in names of Claude, and of what its models are used and offered through."""
    words = {word for id in clients() for word in id.split("-")}
    roots = {root.lower() for client in clients().values() for root in client.roots}
    return CLAUDE_WORDS | roots | {word for word in words - COMMON_WORDS if len(word) > 2}
