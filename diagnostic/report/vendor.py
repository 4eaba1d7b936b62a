"""Whose error a paste is: the Claude API's, another vendor's, or nobody can tell; and what showed it."""

from __future__ import annotations

from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import compile_all, named
from diagnostic.report.chain import Chain
from diagnostic.report.facts import Attribution
from diagnostic.world.clients import neutral_roots, transport_roots

_CLAUDE_ROOTS = frozenset(["anthropic", "Anthropic", "claude_agent_sdk", "langchain_anthropic"])
_OTHER_ROOTS = frozenset((
    "openai", "groq", "cohere", "mistralai", "google", "together", "replicate", "huggingface_hub",
    "ollama", "cerebras", "psycopg", "psycopg2", "asyncpg", "sqlalchemy", "pymysql", "MySQLdb", "mysql",
    "sqlite3", "pymongo", "redis", "aioredis", "elasticsearch", "opensearchpy", "kafka", "pika", "celery",
    "kombu", "qdrant_client", "chromadb", "pinecone", "weaviate", "stripe", "twilio", "github", "grpc",
    "paramiko", "docker", "kubernetes", "slack_sdk", "telegram", "discord", "tornado", "django", "flask",
    "fastapi", "starlette", "uvicorn", "werkzeug", "tweepy",
))  # fmt: skip
# Where an HTTP library or tool says its request went.
_ADDRESS = (
    r"(?:for url:? '?|host='|url='|URL\('|\bResolving |--  |\bresolve host:? |\bconnect to host |\bFailed to connect to "
    r"|\bFailed to resolve '|\bgetaddrinfo E[A-Z_]+ |\b(?:POST|GET|PUT|[uU][rR][lL]|request to|calling|fetching|Failed to fetch|from|reading)[:=]? ?[\"']?https?://)(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b"
)
_CLAUDE_HOSTS = (
    b"anthropic",
    b"claude",
    b"bedrock",
    b"aiplatform",
    b"azure",
    b"gateway",
    b"proxy",
    b"llm",
    b".local",
    b".internal",
)
# Where messages send their reader for an explanation.
_HELP_HOSTS = (
    b"developer.mozilla.org",
    b"errors.pydantic.dev",
    b"github.com",
    b"docs.",
    b"nodejs.org",
    b"python.org",
    b"python-httpx",
    b"cloud.google.com",
    b"aws.amazon.com",
    b"microsoft.com",
)

# What only a client of the Claude API prints; the name completes "It shows …".
_CLAUDE = {
    "an exception of the SDK": r"\banthropic(?:\._exceptions)?\.[A-Z]\w+(?:Error|Exception|Timeout)?\b|\bAnthropic[A-Z]?\w*Error\b|\bAnthropic\.\w+Error|module 'anthropic'|\bcom\.anthropic\.|\bAnthropic::|\bAnthropic\\\w+\\\w",
    "an id of the Claude API": r"\breq_01[1-9A-HJ-NP-Za-km-z]|\b(?:msg|toolu|msgbatch|srvtoolu)_01[A-Za-z0-9]|\brequest-id: req_",
    "a client named for Anthropic": r"(?i)\bAnthropicException\b|langchain[-_]anthropic|claude[_-]code[_-]sdk|\bClaude(?:AgentOptions|SDKClient|CodeOptions)\b|ChatAnthropic|AnthropicChatGenerator|AnthropicModel|@ai-sdk/anthropic|anthropic\.messages"
    r"|Anthropic(?:Vertex|Bedrock|Foundry|AWS)\b|claude[_-]agent[_-]sdk|anthropic api|anthropic-(?:version|beta|ratelimit)|anthropic/claude|anthropic_[a-z]+_?(?:key|url|token)|\[anthropic/",
    "an error type of the Claude API": r"\boverloaded_error\b",
    "the API's error body": r"""\\*["']?type\\*["']?\s?:\s?\\*["']error\\*["']\s?,\s*(?:\\*["']?error\\*["']?)\s?:\s?\{""",
    "the API's address": r"\bapi\.anthropic\.com|(?:platform|code|status|support)\.claude\.com|(?:console|docs|status|support)\.anthropic\.com|publishers/anthropic|/v1/messages\b|/anthropic/v1",
    "the Python SDK's files": r"(?:^|[/\\\s\"'])anthropic[/\\](?:_|lib|resources|types|client)|\banthropic\[\w+\]|\b(?:Async)?Anthropic\(|packages[/\\]anthropic\b|\bimport anthropic\b|\bAsyncMessages\.|\bAsyncAnthropic\b",
    "the TypeScript SDK's files": r"@anthropic-ai/(?:claude|bedrock|vertex|foundry|sdk[/\\])|from [\"']@anthropic-ai/|\(['\"]@anthropic-ai/|\bAnthropic\.[A-Z_a-z]|\bnew Anthropic\b|\bAnthropic/(?:JS|Python) \d",
    "the SDK's version": r"\banthropic[=@ ]=?\d|@anthropic-ai/",
    # An installer that names the SDK's own folder or requirement speaks of the SDK, not of the network.
    "an installation of the SDK": r"npm (?:ERR!|error|warn)[^\n]{0,40}(?:path|dest|package:)[^\n]{0,200}@anthropic-ai|\bfrom @anthropic-ai/|\b(?:anthropic|claude-agent-sdk) \d[\w.]* (?:requires|has requirement|depends on)|\bdepends on (?:anthropic|claude-agent-sdk)\b|claude native binary|\[@anthropic-ai/claude-code|claude\.ai/install",
    "a file of Claude Code": r"\$bunfs/root/(?:src/entrypoints/cli|claude)|[/\\]\.claude[/\\](?:hooks|projects|plugins|settings)|\bCLAUDE_PROJECT_DIR\b|\.local/share/claude/versions|\bclaude mcp (?:list|add|get)\b",
    "a type of the SDK": r"\bMessageCreateParams\w*\b|\b(?:ToolUse|Thinking|RedactedThinking|ServerToolUse|WebSearchToolResult)Block\b|\b(?:ContentBlock|TextBlock|ToolResultBlock|ImageBlock)Param\b|\b(?:InputJSON|Signature)Delta\b",
    "a Claude model": r"(?i)\bclaude-(?:opus|sonnet|haiku|instant|fable|mythos|v?\d)",
    "a sentence of Claude Code": r"\bAPI Error(?::? \(?\d{3} (?:\{\\*\"(?:type|error|detail)|\[\{|<|Overloaded|Internal server error|due to|Request rejected)|:? \((?:Connection|Request|terminated|\d{3} )|: (?:Unable to connect|Connection (?:error|closed|lost|to the API)|Request (?:timed out|rejected|was aborted)"
    r"|The socket|terminated|Rate limit reached|Stream idle|Response stalled|Claude|exceeded|Server (?:error mid|is temporarily)|Repeated 529|SSL cert|Self-signed|API returned|Truncated event|No response))|\bUnable to connect to API\b|\b5-hour limit|\bCLAUDE_(?:CODE|CONFIG)_"
    r"|Please run /login|Command failed with exit code \d+ \(exit code|\bPrompt is too long\b|due to tool use concurrency",
    "a sentence of the Claude API": r"(?i)reached your specified API usage limits|assistant message prefill|`tool_(?:use|result)` (?:ids|blocks?)|Expected `thinking` or|`redacted_thinking`"
    r"|prompt is too long: \d|credit balance is too low|roles must alternate|exceed context limit|maximum allowed number of output tokens for|blocks with cache_control"
    r"|\b(?:messages|tools|system)\.\d+\.[\w.]+: |[\w\]]: Extra inputs are not permitted|content filtering policy|[\d,]+ (?:out|in)put tokens per minute",
    "a sentence of the SDK": r"Could not resolve authentication method|Pass at most one of `api_key|request ended without sending any chunks|stream ended without producing"
    r"|'(?:(?:Redacted)?Thinking|(?:Server)?ToolUse|WebSearchToolResult)Block' object has no attribute"
    r"|before message_stop|Streaming is (?:required|strongly recommended) for operations|Expected either api_?[kK]ey or auth_?[tT]oken|Could not parse message into JSON",
    "the masked key of the API": r"\[masked-anthropic-key\]",
    "an event of the Messages API": r"\bmessage_start\b|\bcontent_block_(?:start|delta|stop)\b|\bmessage_stop\b|RawMessageStreamEvent|RawContentBlock",
    # Not as part of a path: a project's own folder may be named for what it uses.
    # The person's own function may be, and a frame names it.
    "Claude": r"(?im)(?:^|[^/\\\w.@-])(?:claude|anthropic)\b|[⎿⏺]|\bat (?:async )?[\w$.]{0,60}(?:claude|anthropic)[\w$]{0,40} [\[(]|, in \w{0,40}(?:claude|anthropic)",
}
_WEAK = "Claude"
# What a list of installed packages shows, beside those of other vendors.
_VERSION = "the SDK's version"
# Somebody who writes of Claude may still paste another program's error.
WEAK_ANTHROPIC = Attribution("anthropic", "It names Claude.")
_NAMES = {_WEAK, "a Claude model"}
_MODEL_VENDORS = frozenset(("OpenAI", "Google", "another model vendor", "another Bedrock model"))
_SERVICES = frozenset(("a database or queue", "another service"))
_SDK_FILES = frozenset(("the Python SDK's files", "the TypeScript SDK's files", _VERSION))
_INSTALLERS = "a package manager or build tool"
_OTHER = {
    "OpenAI": r"(?i)\bopenai|\bgpt-[345o]|\bchatgpt|\bo[134]-(?:mini|preview)|chatcmpl-|\bAzureOpenAI",
    "Google": r"(?i)\bgemini\b|generativelanguage|google\.(?:genai|api_core|generativeai)|GoogleGenerativeAI",
    "another model vendor": r"(?i)\bcohere\b|\bmistral(?:ai|-)|\b(?:openai|azure|gemini|mistral|groq|cohere|deepseek|together_?ai|ollama|xai|fireworks(?:_ai)?|perplexity|huggingface|nvidia_?nim|databricks|watsonx)exception\b|\bgroq\b|\bcerebras\b|\bdeepseek|\bdeepinfra|\bllama[-_ ]?[234.]|\bqwen|\btogether(?:\.ai|\.error|_ai)|\breplicate\.com"
    r"|hugging ?face|\bollama\b|\bkimi\b|\bmoonshot|\bfireworks\.ai|\bgrok-|api\.x\.ai|\bperplexity|\bzhipu|\bglm-\d|\blm ?studio",
    "another Bedrock model": r"\bamazon\.(?:nova|titan)|\bmeta\.llama|\bcohere\.command|\bmistral\.m|\bai21\.",
    "a database or queue": r"(?i)\bpsycopg|\bpostgres(?:ql)?\b|\bmysql|\bmariadb|sqlalchemy|sqlite|\bmongo|\bredis|elasticsearch|opensearch|\bkafka|rabbitmq|\bqdrant|\bpinecone|\bchroma(?:db)?\b|weaviate|\bmilvus|\bclickhouse|\bcassandra|\bneo4j|\bdynamodb",
    "a package manager or build tool": r"(?i)\bnpm (?:ERR|error|warn)|\bpip3? install|\bpip\._|pypi\.org|/simple/|\bmaven\b|\bgradle|\bcargo\b|\byarn (?:install|add)|\bpnpm (?:i|add)|\bcomposer\b|\bapt(?:-get)? |\bdocker (?:pull|hub)|docker\.io|ghcr\.io|\bgit clone|fatal: unable to access|Could not find a version|(?m)^go: ",
    "a service that answers in OpenAI's form": r"""\\*["']param\\*["']?\s?:\s?(?:null|None|\\*["'])[^{}\n]{0,120}?\\*["']?code\\*["']?\s?:|\\*["']code\\*["']?\s?:\s?(?:null|None|\\*["'])[^{}\n]{0,120}?\\*["']?param\\*["']?\s?:""",
    "a compiler": r"\berror TS\d{4}|\[vite\]",
    "another service": r"(?i)\bapi\.github\.com|\bstripe\b|\btwilio\b|\bsendgrid|\bslack\.com|\bjira\b|\bkubectl\b|\bterraform\b|\bcloudfront\b|\bs3\.amazonaws|\bNoSuchBucket|\bffmpeg|\bselenium|\bnotion\.so|\boverpass\b|\bspotify\b|\bsupabase|\bfirebase",
}
SIGNS = (
    {f"claude.{name}": source for name, source in _CLAUDE.items()}
    | {f"other.{name}": source for name, source in _OTHER.items()}
    | {"traceback": r"Traceback \(most recent call last\)", "address": _ADDRESS}
)
# Only where both kinds occur is it worth reading the error's own words apart.
_NEAR = PatternSet({name: source for name, source in SIGNS.items() if name.startswith(("claude.", "other."))})
_FIND_ADDRESS = compile_all({"address": _ADDRESS})["address"]
_MOST_HOSTS = 50
_BEFORE, _AFTER = 120, 600  # bytes
_SDK_FRAME = compile_all(
    {"frame": r'File "[^"\n]*[/\\]anthropic[/\\](?:_base_client|lib|resources|_client)'}
)["frame"]
_FRAME = compile_all({"frame": r'(?m)^[ \t]*(?:[|│] )?File "([^"\n]*)", line \d+'})["frame"]


def read_vendor(
    data: bytes, hits: frozenset[str], chain: Chain, packages: tuple[str, ...], place: tuple[int, int] | None
) -> Attribution | None:
    """Decides by the exceptions, then by the error's own words at `place`, then by what else the text holds."""
    principal = chain.exceptions[chain.principal] if chain.principal is not None else None
    root = (principal.module or "").partition(".")[0] if principal else ""
    if principal and root in _CLAUDE_ROOTS:
        return Attribution(
            "anthropic", f"{principal.module}.{principal.name} is an exception of a Claude client."
        )
    claude, other = _split("vendor.", hits)
    if claude and (other or root in _OTHER_ROOTS) and place is not None:
        near_claude, near_other = _find_near(data, place)
        # Another SDK's own exception may name Claude: as a model it lacks, or one that comes next.
        shown = set(near_claude) - _NAMES if root in _OTHER_ROOTS else near_claude
        if shown:
            claude, other = near_claude, near_other
        elif not _passed_through_sdk(data, place[0]) and (
            _MODEL_VENDORS.intersection(near_other) or root in _OTHER_ROOTS
        ):
            claude, other = [], near_other
    elif (
        other
        and not claude
        and place is not None
        and _SERVICES.issuperset(other)
        and not _find_near(data, place)[1]
    ):
        other = []  # a service that runs beside the program did not print this
    strong = [name for name in claude if name != _WEAK]
    if principal and root in _OTHER_ROOTS and not strong:
        return Attribution("other", f"{principal.module}.{principal.name} is an exception of other software.")
    # An installer that fetched the SDK failed by itself, unless what failed is what the SDK asks of the runtime.
    is_install = _INSTALLERS in other and _SDK_FILES.issuperset(strong) and not chain.exceptions
    if is_install and b"EBADENGINE" not in data and b"Python" not in data:
        return Attribution("other", f"The text names {_INSTALLERS}.")
    if strong == [_VERSION] and other:
        said = _split("", _NEAR.find(_line_of(data, place)))[1] if place else []
        return Attribution("other", f"The text names {said[0]}.") if said else WEAK_ANTHROPIC
    if strong:
        return Attribution("anthropic", f"It shows {strong[0]}.")
    if other:
        return Attribution("other", f"The text names {other[0]}.")
    if claude:
        return WEAK_ANTHROPIC
    if "vendor.address" in hits:
        hosts = [
            hit.group(1) for _, hit in zip(range(_MOST_HOSTS), _FIND_ADDRESS.finditer(data), strict=False)
        ]
        asked = [host for host in hosts if not any(word in host for word in _HELP_HOSTS)]
        if asked and not any(word in host for host in asked for word in _CLAUDE_HOSTS):
            return Attribution("other", "The request went to another host than the Claude API's.")
    return _read_foreign(data, hits, packages)


def names_other_service(hits: frozenset[str]) -> bool:
    """Does the whole text name both Claude and a database or another service?"""
    claude, other = _split("vendor.", hits)
    return bool(_SERVICES.intersection(other)) and any(name != _WEAK for name in claude)


def names_claude(part: bytes) -> bool:
    """Does this part of a text hold what only a Claude client prints?"""
    return any(name != _WEAK for name in _split("", _NEAR.find(part))[0])


def is_foreign(line: bytes) -> bool:
    """Does this line name a database or another service, and nothing of Claude?"""
    claude, other = _split("", _NEAR.find(line))
    return bool(_SERVICES.intersection(other)) and not claude


def _find_near(data: bytes, place: tuple[int, int]) -> tuple[list[str], list[str]]:
    """What the error's own words and those around them name."""
    return _split("", _NEAR.find(data, max(0, place[0] - _BEFORE), place[1] + _AFTER))


def _line_of(data: bytes, place: tuple[int, int]) -> bytes:
    end = data.find(b"\n", place[1])
    return data[data.rfind(b"\n", 0, place[0]) + 1 : end if end >= 0 else len(data)]


def _passed_through_sdk(data: bytes, error: int) -> bool:
    """Was the error raised below the Python SDK, by a library that the SDK called?"""
    start = data.rfind(b"Traceback (most recent call last)", 0, error)
    return start >= 0 and _SDK_FRAME.search(data[start:error]) is not None


def _split(prefix: str, hits: frozenset[str]) -> tuple[list[str], list[str]]:
    return named(f"{prefix}claude", hits, tuple(_CLAUDE)), named(f"{prefix}other", hits, tuple(_OTHER))


def _read_foreign(data: bytes, hits: frozenset[str], packages: tuple[str, ...]) -> Attribution | None:
    """A whole traceback through libraries, none of which can speak to Claude."""
    if any(package.replace("\\", "/").partition("/")[0] in neutral_roots() for package in packages):
        return None
    # Frames of an HTTP client alone, cut out of a longer traceback, leave the caller open.
    in_libraries = bool(set(packages) - transport_roots()) or (bool(packages) and "vendor.traceback" in hits)
    if not in_libraries and "vendor.traceback" in hits:
        last = None
        for last in _FRAME.finditer(data):  # noqa: B007 - the raise
            pass
        # Raised in a person's own file, it says nothing of what the file called.
        in_libraries = last is not None and b"/python3" in last.group(1)
    return (
        Attribution("other", "It is a traceback in which no Claude client occurs.") if in_libraries else None
    )
