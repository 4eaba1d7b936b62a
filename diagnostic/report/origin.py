"""Where the text comes from: language, packages, SDK version, platform, operating system, model."""

from __future__ import annotations

from itertools import islice

from diagnostic.patterns import Family, Pattern, compile_all
from diagnostic.report.facts import Found, Language, SdkVersion

LANGUAGES = {
    "python": (
        r'(?m)Traceback \(most recent call last\)|^\s{0,20}File "[^"\n]+", line'
        r' \d+|site-packages|\bhttpx2?\.|\banthropic\.[A-Z_]|\.py\b["\':]|\bNone\b|Error code: \d{3} -'
        r" |\bself\.|asyncio|pydantic|langchain|litellm"
    ),
    "typescript": (
        r"(?m)^\s+at"
        r" .{1,300}[:(]\d+|node_modules|node:internal|@anthropic-ai/|\.(?:mjs|cjs|js|ts|tsx):\d+|"
        r"\bundefined\b"
        r"|AnthropicError|npm"
        r" |UND_ERR_|TypeError: (?:terminated|fetch failed)|\[cause\]|\b\d{3}"
        r" \{\"type\"|AI_[A-Z]\w+Error|status code \(no body\)"
    ),
    "shell": r"\bcurl: \(\d+\)|^\$ |(?m)^(?:HTTP/[\d.]+ \d{3})|(?m)^[<>*] |command not found|wget",
}
# Languages in which no code of this project is written: the error lists of their clients and their stacks.
_OTHER_LANGUAGES = (
    r"\breceived error while streaming: \{|\bgoroutine \d+ \[|\b\w+\.go:\d+\b"
    r"|\"(?:type|error|message)\" ?=> ?[\"{n]|\.rb:\d+:in ['`]"
    r"|\bException in thread \"|\([A-Z]\w*\.(?:java|kt|scala):\d+\)"
    r"|\b[Rr]eqwest(?:::| error\b)|\bthread '[^'\n]{1,40}' panicked\b|\.rs:\d+:\d+\b"
    r"|\.cs:line \d+\b|\bPHP Fatal error\b|\.php(?:\(\d+\)|:\d+\b)"
)
_LANGUAGE_OF: dict[str, Language] = {"python": "python", "typescript": "typescript", "shell": "shell"}
_PACKAGES = compile_all(
    {
        "python": r"(?:site|dist)-packages[/\\]([A-Za-z_]\w{0,60})",
        "node": (
            r"node_modules[/\\](?:\.pnpm[/\\][^/\\\s]{1,80}[/\\]node_modules[/\\])?((?:@[\w.-]{1,40}[/\\])"
            r"?[\w.-]{1,60})"
        ),
    }
)
_EXACT_VERSIONS = compile_all(
    {
        "anthropic": (
            r"(?i)\banthropic(?:[-_ ]sdk)?(?:\s{0,3}==\s{0,3}|[ /@-]v?|\s{1,3}version:?"
            r" |\.__version__\s?[=:]\s?['\"]?)(\d{1,2}\.\d{1,3}\.\d{1,3})\b"
        ),
        "@anthropic-ai/sdk": (
            r"(?i)@anthropic-ai[/+]sdk(?:@|[\"':\s]{1,4}[\^~]?|/)v?(\d{1,2}\.\d{1,3}\.\d{1,3})\b|Anthropic/JS"
            r" (\d{1,2}\.\d{1,3}\.\d{1,3})"
        ),
        "user-agent": r"Anthropic/Python (\d{1,2}\.\d{1,3}\.\d{1,3})",
    }
)
# Signs of a range of versions: package, range, reason, pattern; the first that occurs counts.
_VERSION_SIGNS = (
    ("anthropic", ">=2.5", "exception classes that came with 2.5", r"\banthropic\.(?:GatewayTimeoutError|"
        r"ContentTooLargeError|PaymentRequiredError|RequestTimeoutError|EnforcedSpendLimitReachedError)\b"),
    ("anthropic", ">=2.0", "the key is sent as Authorization: Bearer", r"Illegal header value b['\"]Bearer"),
    ("anthropic", ">=1.0", "frames of httpx2, which the SDK uses from 1.0 on", r"\bhttpx2\b|\bhttpcore2\b"),
    ("anthropic", "<1.0", "frames of httpx, which the SDK used before 1.0", r"\bhttpx[./]\w"),
    ("anthropic", ">=0.57", "the long wording of the timeout message", r"Request timed out or interrupted\. "
        r"This could be due to"),
    ("@anthropic-ai/sdk", ">=1.5", "exception classes that came with 1.5", r"(?m)^\s*(?:OverloadedError|"
        r"GatewayTimeoutError|ContentTooLargeError|PaymentRequiredError): \d{3} "),
    ("@anthropic-ai/sdk", ">=1.0", "the key is sent as Authorization: Bearer", r"Headers\.(?:append|set): "
        r"\"Bearer"),
    ("@anthropic-ai/sdk", "<0.50", "node-fetch, which the SDK used before 0.50", r"\bnode-fetch\b|Premature "
        r"close|ERR_STREAM_PREMATURE_CLOSE"),
    ("@anthropic-ai/sdk", ">=0.50", "file names that came with 0.50", r"@anthropic-ai/sdk/(?:src/)?core/"),
)  # fmt: skip
# Ranges shown by frames of an HTTP client, which other programs print, too.
_HTTPX_RANGES = {"anthropic": ("<1.0", ">=1.0")}
_VERSION_RANGES = {str(number): entry[3] for number, entry in enumerate(_VERSION_SIGNS)}

PLATFORMS = {
    "bedrock": r"(?i)\bbedrock|AnthropicBedrock|\banthropic\.claude-|\b(?:us|eu|apac|global)\.anthropic\.",
    "vertex": r"(?i)\bvertex|aiplatform\.googleapis|AnthropicVertex|publishers/anthropic|\bVertex_ai",
    "foundry": r"(?i)\bfoundry|services\.ai\.azure\.com|cognitiveservices|AnthropicFoundry",
    "aws": r"aws-external-anthropic|ANTHROPIC_AWS_|AnthropicAWS",
    "api": r"api\.anthropic\.com",
}
# The operating system of paths and prompts, the most distinctive first.
SYSTEMS = {
    "windows": r"(?m)\b[A-Z]:\\{1,2}[\w. -]|^PS [A-Z]:\\|\\\\site-packages\\\\|\.ps1\b|\bCategoryInfo\b",
    "macos": r"/Users/\w|/opt/homebrew/|/Library/Frameworks/|\bDarwin\b|\.app/Contents/",
    "linux": r"/home/\w|(?m:^|[\s\"'(])/(?:root|srv|workspace|usr/lib|var/task)/",
}
_MODEL = Pattern(
    r"(?i)\b((?:(?:us|eu|apac|global|jp)\.)?(?:anthropic\.)?claude-(?:opus|sonnet|haiku|instant|fable"
    r"|mythos|\d|v\d)[\w.@:-]{0,50}\w)"
)


_MAX_FRAMES = 400
_MODEL_SIGN = r"(?i)\bclaude-(?:opus|sonnet|haiku|instant|fable|mythos|v?\d)"
SIGNS = (
    {f"language.{name}": source for name, source in LANGUAGES.items()}
    | {f"exact.{package}": str(pattern.source) for package, pattern in _EXACT_VERSIONS.items()}
    | {f"range.{number}": source for number, source in _VERSION_RANGES.items()}
    | {f"platform.{name}": source for name, source in PLATFORMS.items()}
    | {f"system.{name}": source for name, source in SYSTEMS.items()}
    | {"model": _MODEL_SIGN, "other-language": _OTHER_LANGUAGES}
)
_LANGUAGE, _EXACT = Family("origin.language", LANGUAGES), Family("origin.exact", _EXACT_VERSIONS)
_RANGE, _PLATFORM = Family("origin.range", _VERSION_RANGES), Family("origin.platform", PLATFORMS)
_SYSTEM = Family("origin.system", SYSTEMS)


def read_language(data: bytes, hits: frozenset[str]) -> Language:
    """The language of the program that printed the text."""
    languages = _LANGUAGE.names_in(hits)
    if "typescript" in languages and "python" in languages:
        return "python" if b"Traceback (most recent" in data or b"Error code: " in data else "typescript"
    return _LANGUAGE_OF[languages[0]] if languages else "unknown"


def shows_other_language(hits: frozenset[str]) -> bool:
    """Whether a program in another language than Python or TypeScript printed the text."""
    return "origin.other-language" in hits


def read_packages(data: bytes) -> tuple[str, ...]:
    """Top-level packages seen in frames."""
    packages: dict[str, None] = {}
    for pattern, lead in (("python", b"-packages"), ("node", b"node_modules")):
        if lead in data:
            for found in islice(_PACKAGES[pattern].finditer(data), _MAX_FRAMES):
                packages[found.group(1).decode()] = None
    return tuple(packages)


def read_sdk_version(data: bytes, hits: frozenset[str]) -> SdkVersion | None:
    """The SDK's version if the text prints it, else the range that class names and frames show."""
    for package in _EXACT.names_in(hits):
        if found := _EXACT_VERSIONS[package].search(data):
            number = next(group for group in found.groups() if group).decode()
            return SdkVersion(
                "anthropic" if package == "user-agent" else package, number, "The text names the version."
            )
    shows_sdk = "vendor.anthropic/python-files" in hits or "vendor.anthropic/sdk-exception" in hits
    for number in _RANGE.names_in(hits):
        package, versions, reason, _ = _VERSION_SIGNS[int(number)]
        # Much else uses httpx: it shows the SDK's age only in a text with the SDK.
        if shows_sdk or versions not in _HTTPX_RANGES.get(package, ()):
            return SdkVersion(package, versions, f"The text shows {reason}.")
    return None


def read_platform(hits: frozenset[str]) -> str | None:
    """The platform to which the request went."""
    return next(iter(_PLATFORM.names_in(hits)), None)


def read_system(hits: frozenset[str]) -> str | None:
    """The operating system whose paths and prompts the text shows."""
    return next(iter(_SYSTEM.names_in(hits)), None)


def read_model(data: bytes, hits: frozenset[str]) -> Found[str] | None:
    """The first Claude model that the text names, and its place."""
    found = _MODEL.search(data) if "origin.model" in hits else None
    return Found(found.group(1).decode(), found.span(1)) if found else None
