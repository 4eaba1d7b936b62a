"""Uses of features that a model, platform or account lacks: each function returns the
API's message, or None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from diagnostic.lab.defects.turns import cache_marks, placed_blocks, results_belong, results_follow
from diagnostic.lab.fault import Request
from diagnostic.lab.wire import api_error, response

_NO_EFFORT = re.compile(r"claude-(?:3|haiku-4-5|sonnet-4-5)")
_RESERVED = "x-anthropic-billing-header"
AFFORDABLE_TOKENS = 4000


def _longer_first(body: dict) -> str | None:
    short = False
    for place, mark in cache_marks(body):
        if mark.get("ttl") == "1h" and short:
            return (
                f"{place}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m'"
                " cache_control block. Note that blocks are processed in the following order: `tools`,"
                " `system`, `messages`."
            )
        short = short or (mark.get("ttl") or "5m") == "5m"
    return None


def _no_effort(body: dict) -> str | None:
    if "effort" in (body.get("output_config") or {}) and _NO_EFFORT.match(str(body.get("model"))):
        return "This model does not support the effort parameter."
    return None


def _no_forced_tool(body: dict) -> str | None:
    if (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        return 'tool_choice: type "tool" and "any" are not supported for this model.'
    return None


def _one_tool_loaded(body: dict) -> str | None:
    tools = body.get("tools") or []
    if tools and all(tool.get("defer_loading") for tool in tools):
        return "At least one tool must have defer_loading=false. All tools cannot be deferred."
    search = next((tool for tool in tools if str(tool.get("type")).startswith("tool_search_tool")), None)
    if search and search.get("defer_loading"):
        return "tools.0.defer_loading: Extra inputs are not permitted"
    return None


def _no_reserved_word(body: dict) -> str | None:
    if _RESERVED in json.dumps(body.get("system") or ""):
        return f"{_RESERVED} is a reserved keyword and may not be used in the system prompt."
    return None


def _ids_differ(body: dict) -> str | None:
    seen = set()
    for place, block in placed_blocks(body):
        if block.get("type") == "tool_use":
            if block["id"] in seen:
                return f"{place}: `tool_use` ids must be unique"
            seen.add(block["id"])
    return results_belong(body) or results_follow(body)


CHECKS: tuple[tuple[str, str, Callable[[dict], str | None]], ...] = (
    ("cache-ttl", "400 for a cache mark of 1h after one of 5m", _longer_first),
    ("effort", "400 for an effort that the model does not have", _no_effort),
    ("forced-tool", "400 for a tool_choice that forces a tool", _no_forced_tool),
    ("tools-deferred", "400 where every tool is deferred", _one_tool_loaded),
    ("tool-use-ids", "400 for a tool_use id that occurs twice", _ids_differ),
    ("reserved-word", f"400 for {_RESERVED} in system", _no_reserved_word),
)


def long_context(request: Request) -> bytes | None:
    """Rejects the beta of the long context window."""
    if "context-1m" not in request.headers.get("anthropic-beta", ""):
        return None
    message = "The long context beta is not yet available for this subscription."
    return api_error(400, "invalid_request_error", message)


def tool_type(request: Request) -> bytes | None:
    """Rejects a computer-use tool without its beta."""
    beta = request.headers.get("anthropic-beta", "")
    for number, tool in enumerate(request.json.get("tools") or []):
        kind = str(tool.get("type", "custom"))
        if kind.startswith("computer_") and "computer-use" not in beta:
            message = (
                f"tools.{number}: Input tag '{kind}' found using 'type' does not match any of the expected"
                " tags: 'bash_20250124', 'custom', 'text_editor_20250124', 'web_search_20250305'"
            )
            return api_error(400, "invalid_request_error", message)
    return None


def text_completions(request: Request) -> bytes | None:
    """Rejects the endpoint that preceded the Messages API."""
    if not request.path.endswith("/v1/complete"):
        return None
    message = (
        f'"{request.json.get("model")}" is not supported on this API. Please use the Messages API instead.'
    )
    return api_error(400, "invalid_request_error", message)


def batch_ids(request: Request) -> bytes | None:
    """Rejects a batch with an invalid or repeated id."""
    if not request.path.endswith("/v1/messages/batches"):
        return None
    seen = set()
    for number, one in enumerate(request.json.get("requests") or []):
        id = str(one.get("custom_id"))
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", id):
            message = f"requests.{number}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{{1,64}}$'"
            return api_error(400, "invalid_request_error", message)
        if id in seen:
            message = f"requests.{number}.custom_id: custom_id must be unique, but {id} occurs twice"
            return api_error(400, "invalid_request_error", message)
        seen.add(id)
    return None


def openrouter_credits(request: Request) -> bytes | None:
    """OpenRouter's rejection of a request that reserves more than the account has."""
    wanted = int(request.json.get("max_tokens") or 0)
    if wanted <= AFFORDABLE_TOKENS:
        return None
    message = (
        f"This request requires more credits, or fewer max_tokens. You requested up to {wanted} tokens, "
        f"but can only afford {AFFORDABLE_TOKENS}. To increase, visit https://openrouter.ai/settings/credits"
        " and upgrade to a paid account"
    )
    return response(402, json.dumps({"error": {"message": message, "code": 402}}))


def openrouter_slug(request: Request) -> bytes | None:
    """OpenRouter's rejection of a model's dated name of the Claude API."""
    model = str(request.json.get("model"))
    if not re.search(r"-\d{8}$", model):
        return None
    message = f"No endpoints found for {model}."
    return response(404, json.dumps({"error": {"message": message, "code": 404}}))


REQUEST_CHECKS: tuple[tuple[str, str, Callable[[Request], bytes | None]], ...] = (
    ("long-context", "400 for the beta of the long window", long_context),
    ("tool-type", "400 for computer use without its beta", tool_type),
    ("text-completions", "400 at the endpoint before the Messages API", text_completions),
    ("batch-ids", "400 for a custom_id of the wrong form", batch_ids),
    ("openrouter-credits", f"402 of OpenRouter for over {AFFORDABLE_TOKENS} tokens", openrouter_credits),
    ("openrouter-slug", "404 of OpenRouter for a model name with a date", openrouter_slug),
)
