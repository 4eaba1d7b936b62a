"""Conditional faults: the API's own error where the request has the defect, a healthy answer where it has not."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator

from diagnostic.lab import healthy
from diagnostic.lab.fault import Fault, Request
from diagnostic.lab.wire import api_error, response

KEY = "sk-ant-lab-dummy"
# The lab's window is small, so that a small program can overflow it.
WINDOW_TOKENS = 2000
_MAX_OUTPUT = 8192
_MAX_BYTES = 20_000


def _tokens(value: object) -> int:
    return len(json.dumps(value)) // 4


def _messages(body: dict) -> list[dict]:
    return [item for item in body.get("messages") or [] if isinstance(item, dict)]


def _blocks(message: dict) -> list[dict]:
    content = message.get("content")
    if isinstance(content, list):
        return [block for block in content if isinstance(block, dict)]
    return [{"type": "text", "text": content}] if content is not None else []


def _all_blocks(body: dict) -> Iterator[dict]:
    for message in _messages(body):
        yield from _blocks(message)


def _ids(message: dict, kind: str, key: str) -> set[str]:
    return {str(block.get(key)) for block in _blocks(message) if block.get("type") == kind}


def _no_long_prompt(body: dict) -> str | None:
    tokens = _tokens([body.get("messages"), body.get("system")])
    return f"prompt is too long: {tokens} tokens > {WINDOW_TOKENS} maximum" if tokens > WINDOW_TOKENS else None


def _fits_window(body: dict) -> str | None:
    tokens, wanted = _tokens(body.get("messages")), int(body.get("max_tokens") or 0)
    if tokens + wanted > WINDOW_TOKENS:
        return f"input length and `max_tokens` exceed context limit: {tokens} + {wanted} > {WINDOW_TOKENS}, decrease input length or `max_tokens` and try again"
    return None


def _max_tokens(body: dict) -> str | None:
    wanted = int(body.get("max_tokens") or 0)
    if wanted > _MAX_OUTPUT:
        return f"max_tokens: {wanted} > {_MAX_OUTPUT}, which is the maximum allowed number of output tokens for {body.get('model')}"
    return None


def _alternates(body: dict) -> str | None:
    roles = [message.get("role") for message in _messages(body)]
    for role, following in zip(roles, roles[1:], strict=False):
        if role == following:
            return f'messages: roles must alternate between "user" and "assistant", but found multiple "{role}" roles in a row'
    return None


def _no_system_role(body: dict) -> str | None:
    if any(message.get("role") == "system" for message in _messages(body)):
        return 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.'
    return None


def _no_empty(body: dict) -> str | None:
    for number, message in enumerate(_messages(body)):
        if message.get("content") in ("", []):
            return f"messages.{number}: all messages must have non-empty content except for the optional final assistant message"
        if any(block.get("type") == "text" and not block.get("text") for block in _blocks(message)):
            return "messages: text content blocks must be non-empty"
    return None


def _last_is_assistant(body: dict) -> bool:
    messages = _messages(body)
    return bool(messages) and messages[-1].get("role") == "assistant"


def _no_trailing_space(body: dict) -> str | None:
    if _last_is_assistant(body):
        texts = [block.get("text") for block in _blocks(_messages(body)[-1]) if block.get("type") == "text"]
        if texts and texts[-1] and texts[-1] != texts[-1].rstrip():
            return "messages: final assistant content cannot end with trailing whitespace"
    return None


def _no_prefill(body: dict) -> str | None:
    if _last_is_assistant(body):
        return "This model does not support assistant message prefill. The conversation must end with a user message."
    return None


def _few_breakpoints(body: dict) -> str | None:
    count = json.dumps(body).count('"cache_control"')
    return f"A maximum of 4 blocks with cache_control may be provided. Found {count}." if count > 4 else None


def _results_follow(body: dict) -> str | None:
    messages = _messages(body)
    for number, message in enumerate(messages):
        asked = _ids(message, "tool_use", "id")
        given = _ids(messages[number + 1], "tool_result", "tool_use_id") if number + 1 < len(messages) else set()
        if lost := asked - given:
            return (
                f"messages.{number}: `tool_use` ids were found without `tool_result` blocks immediately after: {', '.join(sorted(lost))}. "
                "Each `tool_use` block must have a corresponding `tool_result` block in the next message."
            )
    return None


def _results_belong(body: dict) -> str | None:
    messages = _messages(body)
    for number, message in enumerate(messages):
        given = _ids(message, "tool_result", "tool_use_id")
        asked = _ids(messages[number - 1], "tool_use", "id") if number else set()
        if orphans := given - asked:
            return (
                f"messages.{number}.content.0: unexpected `tool_use_id` found in `tool_result` blocks: {', '.join(sorted(orphans))}. "
                "Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
            )
    return None


def _tool_names(body: dict) -> str | None:
    names = [str(tool.get("name")) for tool in body.get("tools") or []]
    for number, name in enumerate(names):
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,128}", name):
            return f"tools.{number}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'"
    return "tools: Tool names must be unique." if len(set(names)) < len(names) else None


def _tool_schemas(body: dict) -> str | None:
    for number, tool in enumerate(body.get("tools") or []):
        schema = tool.get("input_schema")
        if schema is None:
            return f"tools.{number}.custom.input_schema: Field required"
        if schema.get("type") != "object":
            return f"tools.{number}.custom.input_schema.type: Input should be 'object'"
        if any(not re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", key) for key in schema.get("properties") or {}):
            return f"tools.{number}.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{{1,64}}$'"
    return None


def _thinking_first(body: dict) -> str | None:
    if (body.get("thinking") or {}).get("type") not in ("enabled", "adaptive"):
        return None
    for number, message in enumerate(_messages(body)):
        kinds = [block.get("type") for block in _blocks(message)]
        if message.get("role") == "assistant" and "tool_use" in kinds and kinds[0] not in ("thinking", "redacted_thinking"):
            return (
                f"messages.{number}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{kinds[0]}`. When `thinking` is enabled, "
                "a final `assistant` message must start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks)."
            )
    return None


def _signed_thinking(body: dict) -> str | None:
    for number, message in enumerate(_messages(body)):
        for index, block in enumerate(_blocks(message)):
            if block.get("type") == "thinking" and block.get("signature") != "bGFi":
                return f"messages.{number}.content.{index}: Invalid `signature` in `thinking` block"
    return None


def _thinking_mode(body: dict) -> str | None:
    if (body.get("thinking") or {}).get("type") == "enabled":
        return '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
    return None


def _thinking_config(body: dict) -> str | None:
    thinking = body.get("thinking") or {}
    if thinking.get("type") != "enabled":
        return None
    budget = int(thinking.get("budget_tokens") or 0)
    if budget < 1024:
        return "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
    if int(body.get("max_tokens") or 0) <= budget:
        return "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size"
    if (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        return "Thinking may not be enabled when tool_choice forces tool use."
    return None


def _no_sampling(body: dict) -> str | None:
    for name in ("temperature", "top_p", "top_k"):
        if name in body:
            return f"`{name}` is deprecated for this model."
    return None


def _image_data(body: dict) -> Iterator[tuple[str, str]]:
    for block in _all_blocks(body):
        source = block.get("source") or {}
        if block.get("type") == "image" and source.get("type") == "base64":
            yield str(source.get("media_type")), str(source.get("data"))


def _small_images(body: dict) -> str | None:
    for _, data in _image_data(body):
        if len(data) > 4000:
            return f"messages.0.content.0.image.source.base64: image exceeds 4 KB maximum: {len(data)} bytes > 4000 bytes".replace("4 KB", "5 MB")
    return None


_MAGIC = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8", "image/gif": b"GIF8", "image/webp": b"RIFF"}


def _true_images(body: dict) -> str | None:
    for kind, data in _image_data(body):
        try:
            raw = base64.b64decode(data, validate=True)
        except ValueError:
            return "messages.0.content.0.image.source.base64.data: Could not process image"
        if not raw.startswith(_MAGIC.get(kind, b"?")):
            seen = next((name for name, magic in _MAGIC.items() if raw.startswith(magic)), None)
            if seen:
                return f"messages.0.content.0.image.source.base64: The image was specified using the {kind} media type, but the image appears to be a {seen} image and does not match the provided media type"
            return "Could not process image"
    return None


def _true_documents(body: dict) -> str | None:
    for block in _all_blocks(body):
        source = block.get("source") or {}
        if block.get("type") == "document" and source.get("media_type") == "application/pdf":
            try:
                raw = base64.b64decode(str(source.get("data")), validate=True)
            except ValueError:
                raw = b""
            if not raw.startswith(b"%PDF-"):
                return "messages.0.content.0.pdf.source.base64.data: The PDF specified was not valid."
    return None


_FIELDS = frozenset(
    "model messages max_tokens stream system tools tool_choice temperature top_p top_k stop_sequences "
    "metadata thinking output_config service_tier mcp_servers container context_management cache_control "
    "inference_geo".split()
)


def _known_fields(body: dict) -> str | None:
    unknown = next((name for name in body if name not in _FIELDS), None)
    return f"{unknown}: Extra inputs are not permitted" if unknown else None


def _closed_schemas(body: dict) -> str | None:
    schema = ((body.get("output_config") or {}).get("format") or {}).get("schema")
    if schema is not None and schema.get("additionalProperties") is not False:
        return "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"
    return None


def _short_user_id(body: dict) -> str | None:
    if len(str((body.get("metadata") or {}).get("user_id") or "")) > 256:
        return "metadata.user_id: String should have at most 256 characters"
    return None


def _required(body: dict) -> str | None:
    if "max_tokens" not in body:
        return "max_tokens: Field required"
    return None


def _typed_blocks(body: dict) -> str | None:
    for number, message in enumerate(_messages(body)):
        content = message.get("content")
        if isinstance(content, list) and any("type" not in block for block in content):
            return f"messages.{number}.content.0.type: Field required"
    return None


_BODY_CHECKS: tuple[tuple[str, str, Callable[[dict], str | None]], ...] = (
    ("invalid-request", "400 for a user id over 256 characters", _short_user_id),
    ("prompt-too-long", f"400 for a prompt over {WINDOW_TOKENS} tokens", _no_long_prompt),
    ("context-limit", f"400 where input and max_tokens exceed {WINDOW_TOKENS} tokens", _fits_window),
    ("max-tokens-too-large", f"400 for max_tokens over {_MAX_OUTPUT}", _max_tokens),
    ("max-tokens-missing", "400 where max_tokens is not sent", _required),
    ("required-field", "400 where a content block has no type", _typed_blocks),
    ("roles-must-alternate", "400 for two turns of one role in a row", _alternates),
    ("system-role", "400 for a message with role system", _no_system_role),
    ("empty-content", "400 for an empty message or text block", _no_empty),
    ("trailing-whitespace", "400 for a prefill that ends in a space", _no_trailing_space),
    ("prefill", "400 where the last message is the assistant's", _no_prefill),
    ("cache-control-limit", "400 for more than four cache breakpoints", _few_breakpoints),
    ("tool-result-missing", "400 for a tool_use without its tool_result", _results_follow),
    ("tool-result-orphaned", "400 for a tool_result without its tool_use", _results_belong),
    ("tool-name", "400 for a malformed or repeated tool name", _tool_names),
    ("tool-schema", "400 for a tool without a right input_schema", _tool_schemas),
    ("thinking-blocks", "400 where thinking blocks of a tool turn are missing", _thinking_first),
    ("thinking-signature", "400 for a thinking block the lab did not sign", _signed_thinking),
    ("thinking-mode", "400 for thinking.type enabled", _thinking_mode),
    ("thinking-config", "400 for thinking settings that clash", _thinking_config),
    ("sampling", "400 for temperature, top_p or top_k", _no_sampling),
    ("image-too-large", "400 for an image over 4,000 base64 bytes", _small_images),
    ("image-invalid", "400 for an image that is not what it says", _true_images),
    ("document-invalid", "400 for a PDF that is none", _true_documents),
    ("unknown-parameter", "400 for a field the API does not know", _known_fields),
    ("output-schema", "400 for an output schema with open objects", _closed_schemas),
)


def _check_body(find: Callable[[dict], str | None]) -> Callable[[Request], bytes | None]:
    def check(request: Request) -> bytes | None:
        # Counting is what programs do to find the defect, so it always works.
        problem = None if request.path.endswith("/count_tokens") else find(request.json)
        return api_error(400, "invalid_request_error", problem) if problem else None

    return check


def _check_model(request: Request) -> bytes | None:
    model = request.json.get("model")
    return api_error(404, "not_found_error", f"model: {model}") if model and model not in healthy.MODELS else None


def _check_path(request: Request) -> bytes | None:
    known = request.path in ("/v1/messages", "/v1/models") or request.path.startswith(("/v1/models/", "/v1/messages/count_tokens"))
    return None if known else api_error(404, "not_found_error", "Not found")


def _key(request: Request) -> str:
    bearer = request.headers.get("authorization", "")
    return request.headers.get("x-api-key") or bearer.removeprefix("Bearer ")


def _check_key(request: Request) -> bytes | None:
    return None if _key(request) == KEY else api_error(401, "authentication_error", "invalid x-api-key")


def _check_key_header(request: Request) -> bytes | None:
    if "x-api-key" in request.headers:
        return None
    return response(401, '{"error":{"message":"x-api-key header is required"}}', {"server": "gateway"})


def _check_beta(request: Request) -> bytes | None:
    unknown = [name.strip() for name in request.headers.get("anthropic-beta", "").split(",") if "lab-unknown" in name]
    if unknown:
        return api_error(400, "invalid_request_error", f"Unexpected value(s) `{unknown[0]}` for the `anthropic-beta` header. Please consult our documentation.")
    return None


def _check_size(request: Request) -> bytes | None:
    if len(request.body) > _MAX_BYTES:
        return api_error(413, "request_too_large", "Request exceeds the maximum size")
    return None


def _check_origin(request: Request) -> bytes | None:
    if "origin" in request.headers:
        return api_error(401, "authentication_error", "CORS requests must set 'anthropic-dangerous-direct-browser-access' header")
    return None


def _check_json(request: Request) -> bytes | None:
    if request.method != "POST":
        return None
    try:
        text = request.body.decode()
        json.loads(text)
        bad = bool(re.search(r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])", text))
    except ValueError:
        bad = True
    return api_error(400, "invalid_request_error", "The request body is not valid JSON: no low surrogate in string") if bad else None


FAULTS = (
    *(Fault(name, title, check=_check_body(find)) for name, title, find in _BODY_CHECKS),
    Fault("model-not-found", "404 for a model the lab does not have", check=_check_model),
    Fault("endpoint", "404 for a path the API does not have", check=_check_path),
    Fault("wrong-key", f"401 for any key but {KEY}", check=_check_key),
    Fault("gateway-wants-x-api-key", "401 of a gateway that reads x-api-key only", check=_check_key_header),
    Fault("beta-header", "400 for an anthropic-beta value with lab-unknown in it", check=_check_beta),
    Fault("request-too-large", f"413 for a body over {_MAX_BYTES} bytes", check=_check_size),
    Fault("browser", "401 for a request with an Origin header", check=_check_origin),
    Fault("invalid-json", "400 for a body that is no JSON", check=_check_json),
)
