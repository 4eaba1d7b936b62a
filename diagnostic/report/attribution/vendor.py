"""Whose error a paste shows: the Claude API's, another vendor's, or unknown; and the evidence for it.

Evidence near the error is compared by weight; the rest of the text counts only if nothing there decides. What
a server wrote says more than which client printed it, since every client can be configured for a relay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter

import msgspec

from diagnostic.patterns import compile_all
from diagnostic.report.attribution import destination, evidence, subject
from diagnostic.report.attribution.evidence import Evidence, EvidenceSummary, summarize
from diagnostic.report.chain import Chain
from diagnostic.report.facts import Attribution
from diagnostic.report.lines import take_before
from diagnostic.world.files import Strength
from diagnostic.world.vendors import CLAUDE, Sign, owners, vendors

SIGNS = evidence.SIGNS | {"traceback": r"Traceback \(most recent call last\)"}
# Classes in which web frameworks and retry libraries wrap any error: only the message shows whose it is.
_WRAPPER_CLASSES = frozenset(("HTTPException", "APIException", "RetryError", "MaxRetriesExceededError"))
_WRAPPER_ROOTS = frozenset(
    ("fastapi", "starlette", "flask", "werkzeug", "django", "tornado", "tenacity", "celery")
)
_MAX_FRAME_BYTES = 4000  # bytes of frames
_PATTERNS = compile_all(
    {
        "sdk-frame": r'File "[^"\n]*[/\\]anthropic[/\\](?:_base_client|lib|resources|_client)',
        # Requirements of the SDK on the runtime fail in an installer, but are about the SDK.
        "runtime": r"\bEBADENGINE\b|Python",
    }
)
# Weights between strong and weak: an exception of a client counts less than what a server wrote.
_BELOW_SDK, _ATTRIBUTED, _CLIENT_CLASS, _INSTALLER = 50, 45, 40, 35
_IMPLIED = 20  # more than a mention of Claude, less than anything that a program with Claude prints
_MIN_WEIGHT = 30
# Installers print files and versions of any package.
_PACKAGE_SIGNS = frozenset(
    f"{CLAUDE}/{sign}" for sign in ("python-files", "typescript-files", "version", "name")
)


class _Paste(msgspec.Struct, frozen=True):
    """Input of the rules: `hits` of the pass over the text; `signs` of all data, if known; `place`, the
    error's byte range, if known.
    """

    data: bytes
    hits: frozenset[str]
    signs: tuple[Sign, ...] | None
    chain: Chain
    place: tuple[int, int] | None


def read_vendor(
    data: bytes, hits: frozenset[str], chain: Chain, packages: tuple[str, ...], place: tuple[int, int] | None
) -> Attribution | None:
    """Weighs the evidence near the error, then in the whole text; without any, reads where the request went
    and which code ran.
    """
    found = evidence.signs_in(hits)
    rest = evidence.blank_vendor_lists(data, hits)
    if is_blanked := rest is not data:
        data = rest
        claude = [sign for sign in found if sign.vendor == CLAUDE]
        found = (*claude, *[sign for sign in evidence.find_signs(data) if sign.vendor != CLAUDE])
    whole = summarize(evidence.evidence_of(found))
    paste = _Paste(data, hits, None if is_blanked else found, chain, place)
    near = summarize(tuple([found for rule in _NEAR_RULES for found in rule(paste, whole)]))
    return (
        _decide_near(near, whole, paste)
        or _decide_whole(whole, place is not None)
        or destination.read_destination(data, hits, packages)
    )


def _decide_near(near: EvidenceSummary, whole: EvidenceSummary, paste: _Paste) -> Attribution | None:
    """Decides by the evidence near the error, unless that is only Claude's name."""
    other, claude = _best_other(near, whole), near.claude
    if other and (claude is None or claude.weight < _MIN_WEIGHT or _outweighs(other, claude, paste)):
        return _attribute(other)
    if claude is None or claude.weight < _MIN_WEIGHT:
        return None
    return _attribute(
        claude if other else max(filter(None, (claude, whole.claude)), key=attrgetter("weight"))
    )


def _outweighs(other: Evidence, claude: Evidence, paste: _Paste) -> bool:
    """Whether the other vendor's evidence has more weight, or the same weight and is nearer to the error."""
    if other.weight != claude.weight or paste.place is None:
        return other.weight > claude.weight
    to_other, to_claude = (
        evidence.distance_to_sign(paste.data, paste.place, item.sign) for item in (other, claude)
    )
    if to_other is None:
        return False
    # A client for another vendor's protocol also calls relays: weak evidence in the line shows nothing.
    return other.strength == "strong" if to_claude is None else to_other < to_claude


def _decide_whole(whole: EvidenceSummary, is_placed: bool) -> Attribution | None:
    other, claude = _best_other(whole, whole), whole.claude
    if claude and (other is None or claude.weight >= max(other.weight, _MIN_WEIGHT)):
        return _attribute(claude)
    if other is None:
        return None
    # A service that runs beside the program did not print an error away from its name.
    is_beside = is_placed and not claude and other.kind in ("service", "installer")
    return None if is_beside else _attribute(other)


def _best_other(part: EvidenceSummary, whole: EvidenceSummary) -> Evidence | None:
    """The best evidence for another vendor; the format of a body counts only in a text without Claude, since
    relays use it for Claude, too.
    """
    return part.other_than_form if whole.claude else part.other


def _attribute(found: Evidence) -> Attribution:
    verb = "shows" if found.strength != "named" and found.shows != vendors()[found.vendor].name else "names"
    value = "anthropic" if found.is_claude else "other"
    return Attribution(value, f"It {verb} {found.shows}.", found.sign, found.strength, found.shows)


def _read_class(paste: _Paste, whole: EvidenceSummary) -> Iterator[Evidence]:
    """The exception with which the program ended is a class of a vendor's client."""
    main_exception = paste.chain.main_exception
    if main_exception is None or main_exception.module is None:
        return
    module = main_exception.module
    if main_exception.name in _WRAPPER_CLASSES and module.partition(".")[0] in _WRAPPER_ROOTS:
        return
    for vendor in owners(module):
        owner = "a Claude client" if vendor.kind == "claude" else "other software"
        shows = f"{module}.{main_exception.name}, an exception of {owner}"
        # A client of a model vendor also calls other servers with the same protocol.
        strength: Strength = "weak" if vendor.kind == "model" else "strong"
        yield Evidence(vendor.id, _CLIENT_CLASS, f"{vendor.id}/class", strength, shows)


def _read_signs(paste: _Paste, whole: EvidenceSummary) -> Iterator[Evidence]:
    """The signs in the error and around it."""
    if paste.place is None:
        return
    is_claude = whole.claude is not None and whole.claude.weight >= _MIN_WEIGHT
    for found in evidence.evidence_of(evidence.find_near(paste.data, paste.place, paste.signs)):
        # The program only works with a service that is named beside Claude's error, and an error may name the
        # package to install.
        if not (is_claude and found.kind in ("service", "installer")) or evidence.is_from_service(
            paste.data, paste.place, found
        ):
            yield found


def _read_subject(paste: _Paste, whole: EvidenceSummary) -> Iterator[Evidence]:
    """Whose error it is according to the words around it."""
    if paste.place is None:
        return
    attributed = subject.attribute(paste.data, paste.place, paste.hits)
    if attributed == "claude":
        yield Evidence(
            CLAUDE, _ATTRIBUTED, f"{CLAUDE}/subject", "named", "what Claude is said to have answered"
        )
    elif attributed == "explicit":
        yield Evidence("other-apis", _ATTRIBUTED, "subject", "weak", "the name of another service")
    elif attributed == "implied":
        yield Evidence("other-apis", _IMPLIED, "subject", "weak", "the name of other software")


def _read_frames(paste: _Paste, whole: EvidenceSummary) -> Iterator[Evidence]:
    """Frames of the Python SDK above the error: a library that the SDK called raised it."""
    error = paste.place[0] if paste.place else len(paste.data)
    _, head, frames = paste.data[:error].rpartition(b"Traceback (most recent call last)")
    # People leave out the first line of a traceback.
    frames = frames if head else take_before(paste.data, error, _MAX_FRAME_BYTES)
    if b"anthropic" in frames and _PATTERNS["sdk-frame"].occurs(frames):
        shows = "frames of the SDK above the error"
        yield Evidence(CLAUDE, _BELOW_SDK, f"{CLAUDE}/frames", "weak", shows)


def _read_installer(paste: _Paste, whole: EvidenceSummary) -> Iterator[Evidence]:
    """An installer's own failure while it fetched the SDK, unless a requirement of the SDK on the runtime
    failed.
    """
    for found in whole.found:
        if (
            found.kind == "installer"
            and not paste.chain.exceptions
            and not whole.names(CLAUDE) - _PACKAGE_SIGNS
            and not _PATTERNS["runtime"].occurs(paste.data)
        ):
            yield msgspec.structs.replace(found, weight=_INSTALLER)


_NEAR_RULES: tuple[Callable[[_Paste, EvidenceSummary], Iterator[Evidence]], ...] = (
    _read_class,
    _read_frames,
    _read_installer,
    _read_subject,
    _read_signs,
)
