"""Whose error a paste is: the Claude API's, another vendor's, or nobody can tell; and what showed it.

Evidence is weighed where the error is, strength against strength; only if nothing there decides does the rest
of the text count. What a server wrote says more than which client printed it, since every client can be
pointed at a relay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from diagnostic.patterns import compile_all
from diagnostic.report import destination, evidence, subject
from diagnostic.report.chain import Chain
from diagnostic.report.evidence import Evidence, Weighed, weigh
from diagnostic.report.facts import Attribution
from diagnostic.report.lines import take_before
from diagnostic.world.files import Strength
from diagnostic.world.vendors import CLAUDE, Sign, owners, vendors

SIGNS = evidence.SIGNS | {"traceback": r"Traceback \(most recent call last\)"}
# What web frameworks and retry libraries pass any error on in: its message says whose it is.
_CARRIERS = frozenset(("HTTPException", "APIException", "RetryError", "MaxRetriesExceededError"))
_CARRYING = frozenset(
    ("fastapi", "starlette", "flask", "werkzeug", "django", "tornado", "tenacity", "celery")
)
_LONGEST_CUT = 4000  # bytes of frames
_PATTERNS = compile_all(
    {
        "sdk-frame": r'File "[^"\n]*[/\\]anthropic[/\\](?:_base_client|lib|resources|_client)',
        # What the SDK asks of the runtime fails in an installer, and is the SDK's matter.
        "runtime": r"\bEBADENGINE\b|Python",
    }
)
# Between strong and weak: what a client's own exception says beside what a server wrote.
_BELOW_SDK, _SAID, _OWN_CLASS, _INSTALLER = 50, 45, 40, 35
_IMPLIED = 20  # more than a mention of Claude, less than anything that a program with Claude prints
_WEAK = 30
# Files and versions are what an installer prints of any package.
_PACKAGE_SIGNS = frozenset(
    f"{CLAUDE}/{sign}" for sign in ("python-files", "typescript-files", "version", "name")
)


@dataclass(frozen=True, slots=True)
class _Paste:
    """What the rules look at; `signs` are those of all of the data, if one pass found them; `place` is where
    the error is, in bytes, if it is known.
    """

    data: bytes
    signs: tuple[Sign, ...] | None
    chain: Chain
    place: tuple[int, int] | None


def read_vendor(
    data: bytes, hits: frozenset[str], chain: Chain, packages: tuple[str, ...], place: tuple[int, int] | None
) -> Attribution | None:
    """Weighs the evidence at the error, then in the whole text; without any, asks where the request went
    and what ran.
    """
    found = evidence.seen_in(hits)
    without = evidence.without_lists(data, hits)
    if is_blanked := without is not data:
        data = without
        claude = [sign for sign in found if sign.vendor == CLAUDE]
        found = (*claude, *[sign for sign in evidence.find_signs(data) if sign.vendor != CLAUDE])
    whole = weigh(evidence.of_signs(found))
    paste = _Paste(data, None if is_blanked else found, chain, place)
    near = weigh(tuple([found for rule in _NEAR_RULES for found in rule(paste, whole)]))
    return (
        _weigh_near(near, whole, paste)
        or _weigh_whole(whole, place is not None)
        or destination.read_destination(data, hits, packages)
    )


def _weigh_near(near: Weighed, whole: Weighed, paste: _Paste) -> Attribution | None:
    """What is at the error decides, unless that is no more than Claude's name."""
    other, claude = _other(near, whole), near.claude
    if other and (claude is None or claude.weight < _WEAK or _outweighs(other, claude, paste)):
        return _attribute(other)
    if claude is None or claude.weight < _WEAK:
        return None
    return _attribute(claude if other else max(filter(None, (claude, whole.claude)), key=_weight))


def _outweighs(other: Evidence, claude: Evidence, paste: _Paste) -> bool:
    """Does other evidence weigh more, or as much and stand nearer to the error, or alone in its line?"""
    if other.weight != claude.weight or paste.place is None:
        return other.weight > claude.weight
    to_other, to_claude = (
        evidence.find_distance(paste.data, paste.place, one.sign) for one in (other, claude)
    )
    if to_other is None:
        return False
    # A client of another vendor's protocol speaks to relays too: in the line alone, it shows nobody.
    return other.strength == "strong" if to_claude is None else to_other < to_claude


def _weigh_whole(whole: Weighed, is_placed: bool) -> Attribution | None:
    other, claude = _other(whole, whole), whole.claude
    if claude and (other is None or claude.weight >= max(other.weight, _WEAK)):
        return _attribute(claude)
    if other is None:
        return None
    # A service that runs beside the program did not print an error that stands apart from its name.
    is_beside = is_placed and not claude and other.kind in ("service", "installer")
    return None if is_beside else _attribute(other)


def _other(part: Weighed, whole: Weighed) -> Evidence | None:
    """A body's form is nobody's: relays answer in it for Claude, and a text that names Claude says whose."""
    return part.other_than_form if whole.claude else part.other


def _weight(found: Evidence) -> int:
    return found.weight


def _attribute(found: Evidence) -> Attribution:
    verb = "shows" if found.strength != "named" and found.shows != vendors()[found.vendor].name else "names"
    value = "anthropic" if found.is_claude else "other"
    return Attribution(value, f"It {verb} {found.shows}.", found.sign, found.strength, found.shows)


def _read_class(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """The exception that the program ended with is of a vendor's own client."""
    main_exception = paste.chain.main_exception
    if main_exception is None or main_exception.module is None:
        return
    module = main_exception.module
    if main_exception.name in _CARRIERS and module.partition(".")[0] in _CARRYING:
        return
    for vendor in owners(module):
        owner = "a Claude client" if vendor.kind == "claude" else "other software"
        shows = f"{module}.{main_exception.name}, an exception of {owner}"
        # A client of a model's vendor also speaks to whoever takes the same protocol.
        strength: Strength = "weak" if vendor.kind == "model" else "strong"
        yield Evidence(vendor.id, _OWN_CLASS, f"{vendor.id}/class", strength, shows)


def _read_signs(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """The error's own words, and those around them."""
    if paste.place is None:
        return
    is_claude = whole.claude is not None and whole.claude.weight >= _WEAK
    for found in evidence.of_signs(evidence.find_near(paste.data, paste.place, paste.signs)):
        # The name of a service beside an error of Claude's is what the program works with.
        if not (is_claude and found.kind == "service") or evidence.is_of_service(
            paste.data, paste.place, found
        ):
            yield found


def _read_subject(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """Whose error it is by the words around it."""
    if paste.place is None:
        return
    told = subject.whose(paste.data, paste.place)
    if told == "claude":
        yield Evidence(CLAUDE, _SAID, f"{CLAUDE}/subject", "named", "what Claude is said to have answered")
    elif told == "said":
        yield Evidence("other-apis", _SAID, "subject", "weak", "the name of another service")
    elif told == "implied":
        yield Evidence("other-apis", _IMPLIED, "subject", "weak", "the name of other software")


def _read_frames(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """A library raised the error below the Python SDK, which had called it."""
    error = paste.place[0] if paste.place else len(paste.data)
    _, head, frames = paste.data[:error].rpartition(b"Traceback (most recent call last)")
    # People cut a traceback's head off.
    frames = frames if head else take_before(paste.data, error, _LONGEST_CUT)
    if b"anthropic" in frames and _PATTERNS["sdk-frame"].search(frames):
        shows = "frames of the SDK above the error"
        yield Evidence(CLAUDE, _BELOW_SDK, f"{CLAUDE}/frames", "weak", shows)


def _read_installer(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """An installer that fetched the SDK has its own failure, unless what failed is what the SDK asks of the
    runtime.
    """
    for found in whole.found:
        if (
            found.kind == "installer"
            and not paste.chain.exceptions
            and not whole.names(CLAUDE) - _PACKAGE_SIGNS
            and not _PATTERNS["runtime"].search(paste.data)
        ):
            yield replace(found, weight=_INSTALLER)


_NEAR_RULES: tuple[Callable[[_Paste, Weighed], Iterator[Evidence]], ...] = (
    _read_class,
    _read_frames,
    _read_installer,
    _read_subject,
    _read_signs,
)
