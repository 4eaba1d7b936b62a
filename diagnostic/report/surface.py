"""An import, attribute or keyword that the SDK lacks -> a sentence on the versions that have it.

`ImportError`, `AttributeError` and `TypeError` name what is missing and never why; the table of all releases
does.
"""

from __future__ import annotations

from collections.abc import Callable

import re2

from diagnostic.patterns import compile_all, with_escaped_quotes
from diagnostic.report.facts import Found, Place, SdkVersion, SurfaceFact
from diagnostic.world import surface
from diagnostic.world.surface import Language, Span, Version

_CLASS = r"'?((?:Async)?(?:Anthropic\w{0,20}|Messages|Batches|Completions|Models|Files|Skills|Beta))'?"
_SOURCES = {
    "import": (
        r"cannot import name '(\w{1,80})' from (?:partially initialized module"
        r" )?'(anthropic(?:\.\w{1,40}){0,5})(?:'|\b)((?:[^\n(]{0,60}\([^)\n]{0,300}\))?)"
    ),
    "module": r"No module named '(anthropic(?:\.\w{1,40}){1,5})'",
    "module-attribute": r"module '(anthropic(?:\.\w{1,40}){0,5})' has no attribute '(\w{1,80})(?:'|\b)",
    # When people copy, the last quote often gets lost.
    "attribute": rf"{_CLASS} object has no attribute '(\w{{1,80}})(?:'|\b)",
    # Apps break its lines.
    "keyword": (
        rf"\b{_CLASS}\.(\w{{1,40}})\(\)\s{{1,4}}got an unexpected keyword argument"
        r"\s{1,4}'(\w{1,60})(?:'|\b)"
    ),
    # Up to Python 3.9 a TypeError names the method without its class.
    "bare-keyword": (
        r"(?:^|[^.\w])(__init__|create|stream|count_tokens)\(\) got an unexpected keyword argument"
        r" '(\w{1,60})(?:'|\b)"
    ),
    "export": (
        r"""(?:The requested module '|Module '\\?")(@anthropic-ai/sdk(?:/[\w./-]{1,80})?)\\?"?' """
        r"""(?:does not provide an export named|has no exported member(?: named)?) '(\w{1,80})'"""
    ),
    "property": r"Property '(\w{1,60})' does not exist on type '(Anthropic|Beta|Messages|Batches|Models)'",
    "parameter": r"'(\w{1,60})' does not exist in type '[^'\n]{0,60}\bMessageCreateParams\w*",
}
SIGNS = {name: with_escaped_quotes(source) for name, source in _SOURCES.items()}
_PATTERNS = compile_all(SIGNS)
_PACKAGES: dict[Language, str] = {"python": "anthropic", "typescript": "@anthropic-ai/sdk"}
# If the import of one of these fails outside of the package, a local file or folder was imported instead.
_CLIENT_NAMES = ("Anthropic", "AsyncAnthropic", "Client")
_SIMILARITY_CUTOFF = 0.75
_NAME_VERDICTS = ("newer", "removed", "never", "present")
VERDICTS = (*_NAME_VERDICTS, "beta-only", "client-only", *(f"export-{verdict}" for verdict in _NAME_VERDICTS))


def read_surface(
    data: bytes, hits: frozenset[str], installed: SdkVersion | None
) -> Found[SurfaceFact] | None:
    """The meaning of the last such line in the text, or None if the table does not contain the owner."""
    found: list[tuple[Place, str, tuple[str, ...]]] = []
    for kind in SIGNS:
        if f"surface.{kind}" in hits and (kind != "bare-keyword" or b"nthropic" in data):
            for hit in _PATTERNS[kind].finditer(data):
                groups = tuple(group.decode() for group in hit.groups())
                found.append((hit.span(), kind, groups))
    for place, kind, groups in sorted(found, reverse=True):
        if fact := _READERS[kind](groups, installed):
            return Found(fact, place)
    return None


def _read_import(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    name, module, path = groups
    if name in _CLIENT_NAMES and "-packages" not in path:
        return None
    return _compare_versions("python", f"m {module}", name, name, installed)


def _read_module(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    return _only_verdicts(
        ("newer", "removed", "present"), _compare_versions("python", "p", groups[0], groups[0], installed)
    )


def _read_module_attribute(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    module, name = groups
    if module == "anthropic" and _is_current(surface.names_of("python", "c Anthropic").get(name)):
        return SurfaceFact(
            "client-only", f"The module has no {name}: create a client, then use client.{name}."
        )
    if name in _CLIENT_NAMES:
        return None
    return _compare_versions("python", f"m {module}", name, f"{module}.{name}", installed)


def _read_attribute(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    owner, name = groups[0].removeprefix("Async"), groups[1]
    return _compare_member(f"c {owner}", name, f"{owner}.{name}", installed)


def _read_keyword(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    owner, method, name = groups[0].removeprefix("Async"), groups[1], groups[2]
    called = owner if method == "__init__" else f"{owner}.{method}"
    return _compare_member(f"k {owner}.{method}", name, f"The parameter {name} of {called}", installed)


def _read_bare_keyword(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    method, name = groups
    owner = "Anthropic" if method == "__init__" else "Messages"
    # Any class may have such a method: only a parameter that the SDK has, or had, shows that it is the SDK's.
    return _only_verdicts(("newer", "removed", "beta-only"), _read_keyword((owner, method, name), installed))


def _only_verdicts(verdicts: tuple[str, ...], fact: SurfaceFact | None) -> SurfaceFact | None:
    return fact if fact and fact.verdict in verdicts else None


def _compare_member(owner: str, name: str, label: str, installed: SdkVersion | None) -> SurfaceFact | None:
    kind, _, rest = owner.partition(" ")
    beta = f"{kind} beta.{rest}"
    names = surface.names_of("python", owner)
    if not names:  # a class of the beta resources only
        return _compare_versions("python", beta, name, label, installed)
    if name not in names and _is_current(surface.names_of("python", beta).get(name)):
        return SurfaceFact(
            "beta-only", f"{label} exists only on client.beta.{rest.partition('.')[0].lower()}."
        )
    return _compare_versions("python", owner, name, label, installed)


def _read_export(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    module = re2.sub(r"(?:/index)?\.m?js$", "", groups[0])
    fact = _compare_versions("typescript", f"m {module}", groups[1], groups[1], installed)
    return SurfaceFact(f"export-{fact.verdict}", fact.sentence) if fact else None


def _read_property(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    name, owner = groups
    scope = "beta." if owner == "Beta" else ""
    return _compare_versions("typescript", f"c {scope}{owner}", name, f"{owner}.{name}", installed)


def _read_parameter(groups: tuple[str, ...], installed: SdkVersion | None) -> SurfaceFact | None:
    (name,) = groups
    stable = surface.names_of("typescript", "k MessageCreateParams")
    if name not in stable and _is_current(
        surface.names_of("typescript", "k beta.MessageCreateParams").get(name)
    ):
        return SurfaceFact("beta-only", f"The parameter {name} exists only on client.beta.messages.")
    return _compare_versions("typescript", "k MessageCreateParams", name, f"The parameter {name}", installed)


_READERS: dict[str, Callable[[tuple[str, ...], SdkVersion | None], SurfaceFact | None]] = {
    "import": _read_import,
    "module": _read_module,
    "module-attribute": _read_module_attribute,
    "attribute": _read_attribute,
    "keyword": _read_keyword,
    "bare-keyword": _read_bare_keyword,
    "export": _read_export,
    "property": _read_property,
    "parameter": _read_parameter,
}


def _compare_versions(
    language: Language, owner: str, name: str, label: str, installed: SdkVersion | None
) -> SurfaceFact | None:
    """Compares the versions that have the name with the newest and, if known, the installed version."""
    names = surface.names_of(language, owner)
    package = _PACKAGES[language]
    if not names:
        return None
    if (spans := names.get(name)) is None:
        nearest = _find_nearest(name, [key for key in names if _is_current(names[key])])
        hint = f": did you mean {nearest}?" if nearest else "."
        newest = _format_version(surface.newest(language))
        return SurfaceFact("never", f"{label} is in no version of {package} up to {newest}{hint}")
    if last := spans[-1].last:
        removed_in = _format_version(surface.next_version(language, last))
        is_moved = _is_current(surface.names_of(language, "c Messages").get(name))
        replacement = f": use client.messages.{name}." if is_moved else "."
        return SurfaceFact("removed", f"{label} was removed in {package} {removed_in}{replacement}")
    version = _exact_version(installed, package)
    if version and _contains(spans, version):
        where = f"{package} {_format_version(version)}"
        return SurfaceFact("present", f"{label} is in {where}: another version or another file is imported.")
    age = f"version {_format_version(version)} is older" if version else "the installed version is older"
    return SurfaceFact("newer", f"{label} came with {package} {_format_version(spans[-1].first)}; {age}.")


def _find_nearest(name: str, known: list[str]) -> str | None:
    """The public name that is spelled almost like this one, else the only one with its last word (base_url
    for api_url) or that is its first (model for model_name).
    """
    from difflib import get_close_matches  # deferred: few texts name what a library does not have

    known = [key for key in known if not key.startswith("_")]
    if close := get_close_matches(name, known, 1, _SIMILARITY_CUTOFF):
        return close[0]
    first, last = name.partition("_")[0], name.rpartition("_")[2]
    alike = [key for key in known if key.rpartition("_")[2] == last] or [key for key in known if key == first]
    return alike[0] if len(alike) == 1 else None


def _contains(spans: tuple[Span, ...], version: Version) -> bool:
    return any(span.first <= version and (not span.last or version <= span.last) for span in spans)


def _is_current(spans: tuple[Span, ...] | None) -> bool:
    return bool(spans) and spans[-1].last is None


def _exact_version(installed: SdkVersion | None, package: str) -> Version | None:
    if installed is None or installed.package != package:
        return None
    is_exact = re2.fullmatch(r"\d+\.\d+(?:\.\d+)?", installed.range)
    return surface.parse_version(installed.range) if is_exact else None


def _format_version(version: Version) -> str:
    return ".".join(map(str, version))
