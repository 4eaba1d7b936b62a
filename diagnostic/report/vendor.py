"""Whose error a paste is: the Claude API's, another vendor's, or nobody can tell; and what showed it."""

from __future__ import annotations

from diagnostic.report.chain import Chain
from diagnostic.report.facts import Known
from diagnostic.report.patterns import Detector

_CLAUDE_ROOTS = frozenset("anthropic claude_agent_sdk langchain_anthropic".split())
_OTHER_ROOTS = frozenset(
    "openai groq cohere mistralai google together replicate huggingface_hub ollama cerebras psycopg psycopg2 asyncpg "
    "sqlalchemy pymysql MySQLdb mysql sqlite3 pymongo redis aioredis elasticsearch opensearchpy kafka pika celery kombu "
    "qdrant_client chromadb pinecone weaviate stripe twilio github grpc paramiko docker kubernetes slack_sdk telegram discord "
    "tornado django flask fastapi starlette uvicorn".split()
)

# What only a client of the Claude API prints.
_CLAUDE = Detector(
    {
        "the Python SDK's files": r"[/\\]anthropic[/\\](?:_|lib|resources|types|client)|site-packages[/\\]anthropic\b|\bimport anthropic\b|\banthropic\.(?:Async)?Anthropic|\banthropic[=@ ]=?\d",
        "the TypeScript SDK's files": r"@anthropic-ai/|\bAnthropic\.[A-Z_a-z]|\bnew Anthropic\b",
        "an exception of the SDK": r"\banthropic(?:\._exceptions)?\.[A-Z]\w+(?:Error|Exception|Timeout)?\b|\bAnthropicError\b|\bAnthropic[A-Z]\w*Error\b|\bAnthropic\.\w+Error",
        "a client named for Anthropic": r"(?i)\bAnthropicException\b|langchain[-_]anthropic|ChatAnthropic|AnthropicChatGenerator|AnthropicModel|@ai-sdk/anthropic|anthropic\.messages|AnthropicVertex|AnthropicBedrock|AnthropicFoundry|claude_agent_sdk|claude-agent-sdk|anthropic api|anthropic-(?:version|beta|ratelimit)|anthropic/claude|anthropic_api_key|ANTHROPIC_[A-Z_]{3,}|\banthropic\b.{0,3}(?:error|client)|\[anthropic/",
        "an id of the Claude API": r"\breq_01[1-9A-HJ-NP-Za-km-z]{3,}|\b(?:msg|toolu|msgbatch)_01[A-Za-z0-9]{4,}|\bsrvtoolu_|\brequest-id: req_",
        "a Claude model": r"(?i)\b(?:anthropic\.)?claude-(?:opus|sonnet|haiku|instant|fable|mythos|\d|v\d)",
        "the API's address": r"\bapi\.anthropic\.com|platform\.claude\.com|console\.anthropic\.com|docs\.anthropic\.com|code\.claude\.com|publishers/anthropic|status\.(?:claude|anthropic)\.com|support\.claude\.com|/v1/messages\b|/anthropic/v1",
        "an error type of the Claude API": r"\boverloaded_error\b|\bAPI Error: \d{3} \{\\*[\"']type|\bAPI Error \(",
        "the API's error body": r"""\\*["']?type\\*["']?\s?:\s?\\*["']error\\*["']\s?,\s?(?:\\*["']?error\\*["']?)\s?:\s?\{""",
        "Claude Code": r"(?i)\bclaude[- ]code\b|[⎿⏺]|\.claude/|\bclaude (?:-p|update|doctor|--\w|mcp)\b|/login\b|CLAUDE_CODE_|\bAPI Error: (?:Connection|Request)|\bClaude's response",
        "Claude": r"\bClaude\b",
        "the masked key of the API": r"\[masked-anthropic-key\]",
        "an event of the Messages API": r"(?m)\bmessage_start\b|\bcontent_block_(?:start|delta|stop)\b|\bmessage_stop\b|RawMessageStreamEvent",
    }
)
_WEAK = frozenset({"Claude", "Claude Code"})

_OTHER = Detector(
    {
        "OpenAI": r"(?i)\bopenai\b|\bgpt-[345o]|\bchatgpt|\bo[134]-(?:mini|preview)|chatcmpl-|api\.openai\.com|\bAzureOpenAI|azure openai",
        "Google": r"(?i)\bgemini\b|generativelanguage|google\.(?:genai|api_core|generativeai)|GoogleGenerativeAI|aiplatform\.googleapis",
        "another model vendor": r"(?i)\bcohere\b|\bmistral(?:ai|-)|\bgroq\b|\bcerebras\b|\bdeepseek\b|\bllama[-_ ]?[234.]|\bqwen|\btogether(?:\.ai|_ai)|\breplicate\.com|hugging ?face|\bollama\b|\bkimi\b|\bmoonshot|\bfireworks|\bgrok-|api\.x\.ai|\bperplexity|\bzhipu|\bglm-\d",
        "another Bedrock model": r"\bamazon\.(?:nova|titan)|\bmeta\.llama|\bcohere\.command|\bmistral\.m|\bai21\.",
        "a database or queue": r"(?i)\bpsycopg|\bpostgres(?:ql)?\b|\bmysql|sqlalchemy|sqlite|\bmongo|\bredis|elasticsearch|opensearch|\bkafka|rabbitmq|\bqdrant|\bpinecone|\bchroma(?:db)?\b|weaviate|\bmilvus|\bclickhouse|\bcassandra|\bneo4j",
        "a package manager or build tool": r"(?i)\bnpm (?:ERR|error|warn)|\bpip(?:3)? install|\bpip\._|pypi\.org|\bmaven\b|\bgradle|\bcargo\b|\byarn (?:install|add)|\bpnpm\b|\bcomposer\b|\bapt(?:-get)? |\bdocker(?: pull|hub|\.io)|registry-1\.docker|ghcr\.io|\bgit clone|fatal: unable to access|\bhomebrew\b|Could not find a version|\bwebpack|\bvite\b.{0,20}error",
        "another service": r"(?i)\bgithub\.com/|api\.github\.com|\bstripe\b|\btwilio\b|\bsendgrid|\bslack\.com|\bdiscord\b|\bjira\b|\bkubectl\b|\bkubernetes\b|\bterraform\b|\bcloudfront\b|\bs3\.amazonaws|\bNoSuchBucket|\bffmpeg|\bselenium|\bplaywright\b|\bnotion\b|\boverpass\b|\bspotify\b|\btelegram\b|api\.example\.com|\bsupabase|\bfirebase",
    }
)
_PYTHON_FRAMES = Detector({"traceback": r"Traceback \(most recent call last\)", "frame": r'(?m)^[ \t]{0,20}File "[^"\n]{1,300}", line \d+'})


def read_vendor(data: bytes, chain: Chain, is_api_shape: bool) -> Known | None:
    """Decides by the exceptions first, then by what else the text holds."""
    roots = [(fact.module or "").split(".")[0] for fact in chain.exceptions]
    for root, fact in zip(roots, chain.exceptions, strict=True):
        if root in _CLAUDE_ROOTS:
            return Known("anthropic", f"{fact.module}.{fact.name} is an exception of a Claude client.")
    claude = _CLAUDE.find(data)
    other = _OTHER.find(data)
    strong = claude - _WEAK
    if roots and roots[0] in _OTHER_ROOTS and not _names_claude(chain, strong):
        return Known("other", f"{chain.exceptions[0].module}.{chain.exceptions[0].name} is an exception of other software.")
    if strong:
        if other and not is_api_shape and not _error_names_claude(data, strong):
            return Known("other", f"The text names {sorted(other)[0]}.")
        return Known("anthropic", f"It shows {sorted(strong)[0]}.")
    if other:
        return Known("other", f"The text names {sorted(other)[0]}.")
    if claude:
        return Known("anthropic", f"It names {sorted(claude)[0]}.")
    if _is_foreign_traceback(data):
        return Known("other", "It is a whole traceback in which no Claude client occurs.")
    return None


def _names_claude(chain: Chain, strong: set[str]) -> bool:
    return bool(strong - {"the Python SDK's files"})


def _error_names_claude(data: bytes, strong: set[str]) -> bool:
    # Frames of several vendors meet in wrappers; what the error itself shows decides.
    return bool(
        strong
        & {
            "an exception of the SDK",
            "a client named for Anthropic",
            "an id of the Claude API",
            "a Claude model",
            "the API's address",
            "an error type of the Claude API",
            "an event of the Messages API",
            "the Python SDK's files",
            "the TypeScript SDK's files",
        }
    )


def _is_foreign_traceback(data: bytes) -> bool:
    if "traceback" not in _PYTHON_FRAMES.find(data):
        return False
    frames = 0
    for frames, _ in enumerate(_PYTHON_FRAMES.patterns["frame"].finditer(data), 1):  # noqa: B007
        if frames >= 2:
            return True
    return False
