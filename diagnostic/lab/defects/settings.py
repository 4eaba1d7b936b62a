"""Defects of request settings: each function returns the API's message, or None."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from diagnostic.lab.defects.turns import placed_blocks

# The lab's context window is small, so that a small program can exceed it.
WINDOW_TOKENS = 2000
_MAX_OUTPUT = 8192


def _tokens(value: object) -> int:
    return len(json.dumps(value)) // 4


def _no_long_prompt(body: dict) -> str | None:
    tokens = _tokens([body.get("messages"), body.get("system")])
    return (
        f"prompt is too long: {tokens} tokens > {WINDOW_TOKENS} maximum" if tokens > WINDOW_TOKENS else None
    )


def _fits_window(body: dict) -> str | None:
    tokens, wanted = _tokens(body.get("messages")), int(body.get("max_tokens") or 0)
    if tokens + wanted > WINDOW_TOKENS:
        return (
            f"input length and `max_tokens` exceed context limit: {tokens} + {wanted} > {WINDOW_TOKENS},"
            " decrease input length or `max_tokens` and try again"
        )
    return None


def _max_tokens(body: dict) -> str | None:
    wanted = int(body.get("max_tokens") or 0)
    if wanted > _MAX_OUTPUT:
        return (
            f"max_tokens: {wanted} > {_MAX_OUTPUT}, which is the maximum allowed number of output tokens for"
            f" {body.get('model')}"
        )
    return None


# Fields of a tool that the caller runs.
_TOOL_FIELDS = frozenset(
    "type name description input_schema cache_control strict defer_loading input_examples"
    " eager_input_streaming allowed_callers".split()
)
_OF_SERVER = re.compile(r"[a-z0-9_]+_\d{8}|mcp_toolset")


def _tool_names(body: dict) -> str | None:
    names = [str(tool["name"]) for tool in body.get("tools") or [] if "name" in tool]
    for number, name in enumerate(names):
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,128}", name):
            return f"tools.{number}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'"
    for number, tool in enumerate(body.get("tools") or []):
        # The name of such a tool is fixed: web_search_20250305 is web_search.
        if re.search(r"_\d{8}$", kind := str(tool.get("type"))) and not kind.startswith(
            str(tool.get("name"))
        ):
            return f"tools.{number}.{kind}.name: Input should be the name of this tool"
    if len(set(names)) < len(names):
        return "tools: Tool names must be unique."
    return _unknown_name(body, names)


def _unknown_name(body: dict, names: list[str]) -> str | None:
    """The message for a name in the tool choice or the history that no tool has."""
    choice = body.get("tool_choice") or {}
    if choice.get("type") == "tool" and choice.get("name") not in names:
        return f"tool_choice.name: Tool '{choice.get('name')}' not found in provided tools"
    for place, block in placed_blocks(body):
        if block.get("type") == "tool_use" and names and block.get("name") not in names:
            # The API accepts it, but the model no longer sees which tool it called.
            return f"{place}.tool_use.name: {block.get('name')} names none of the tools"
        for found in _references(block):
            if found not in names:
                return f"Tool reference '{found}' not found in available tools"
    return None


def _references(value: object) -> Iterator[str]:
    """The tools that a search found, in a result of any kind."""
    if isinstance(value, list):
        for one in value:
            yield from _references(one)
    elif isinstance(value, dict):
        if value.get("type") == "tool_reference":
            yield str(value.get("tool_name"))
        for name in ("content", "tool_references"):
            yield from _references(value.get(name))


_NO_DRAFT_2020 = "JSON schema is invalid. It must match JSON Schema draft 2020-12"
# Keywords with subschemas: by name, in a list, or single.
_NAMED = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_LISTED = ("anyOf", "oneOf", "allOf", "prefixItems")
_ALONE = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")


def _schemas(schema: object) -> Iterator[object]:
    """A schema and all its subschemas."""
    yield schema
    if isinstance(schema, dict):
        inner = [one for word in _NAMED for one in schema.get(word, {}).values()]
        inner += [one for word in _LISTED for one in schema.get(word, [])]
        inner += [schema[word] for word in _ALONE if word in schema]
        for one in inner:
            yield from _schemas(one)


def _property_names(schema: object) -> Iterator[str]:
    """The property names of one schema, including required ones."""
    if not isinstance(schema, dict):
        return
    for word in ("properties", "dependentRequired", "dependentSchemas"):
        yield from schema.get(word, {})
    yield from schema.get("required", [])
    for names in schema.get("dependentRequired", {}).values():
        yield from names


def _follows_draft_2020(schema: object, root: dict) -> bool:
    """Whether each `required` is a list without duplicates, and each `$ref` resolves within the tool."""
    if not isinstance(schema, dict):
        return isinstance(schema, bool)
    given = schema.get("required", [])
    required = isinstance(given, list) and len(set(given)) == len(given)
    typed = schema.get("type", "object") is not None and not isinstance(schema.get("items"), list)
    return required and typed and _resolves(schema.get("$ref", "#"), root)


def _resolves(reference: str, root: object) -> bool:
    """Whether a JSON pointer, such as "#/properties/a%20b" or "#/anyOf/0", leads to something."""
    at = root
    for step in reference.split("/")[1:]:
        name = unquote(step).replace("~1", "/").replace("~0", "~")
        try:
            at = at[int(name)] if isinstance(at, list) else at[name]  # type: ignore[index]
        except (LookupError, TypeError, ValueError):
            return False
    return True


def _tool_schemas(body: dict) -> str | None:
    for number, tool in enumerate(body.get("tools") or []):
        if _OF_SERVER.fullmatch(str(tool.get("type"))):
            continue
        schema = tool.get("input_schema")
        if schema is None:
            return f"tools.{number}.custom.input_schema: Field required"
        if not isinstance(schema, dict):
            return f"tools.{number}.custom.input_schema: Input should be a valid dictionary"
        if schema.get("type") != "object":
            return f"tools.{number}.custom.input_schema.type: Input should be 'object'"
        if any(word in schema for word in ("anyOf", "oneOf", "allOf")):
            return (
                f"tools.{number}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at"
                " the top level"
            )
        if not _is_draft_2020(schema):
            return f"tools.{number}.custom.input_schema: {_NO_DRAFT_2020}"
        if unknown := next((name for name in tool if name not in _TOOL_FIELDS), None):
            return f"tools.{number}.custom.{unknown}: Extra inputs are not permitted"
    return None


def _is_draft_2020(schema: dict) -> bool:
    try:
        return all(_follows_draft_2020(one, schema) for one in _schemas(schema))
    except (AttributeError, TypeError):  # for example, a list in place of properties
        return False


def _tool_properties(body: dict) -> str | None:
    for number, tool in enumerate(body.get("tools") or []):
        schema = tool.get("input_schema")
        if schema is None:  # in another key, which is for `_tool_schemas`
            continue
        path = f"tools.{number}.custom.input_schema"
        if not _is_draft_2020(schema):  # such as a reference to a property that is gone
            return f"{path}: {_NO_DRAFT_2020}"
        names = [name for one in _schemas(schema) for name in _property_names(one)]
        if any(not re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", name) for name in names):
            return f"{path}.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{{1,64}}$'"
    return None


def _thinking_mode(body: dict) -> str | None:
    if (body.get("thinking") or {}).get("type") == "enabled":
        return (
            '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and'
            ' "output_config.effort" to control thinking behavior.'
        )
    return None


def _thinking_config(body: dict) -> str | None:
    thinking = body.get("thinking") or {}
    if thinking.get("type") != "enabled":
        return None
    budget = int(thinking.get("budget_tokens") or 0)
    if budget < 1024:
        return "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
    if int(body.get("max_tokens") or 0) <= budget:
        return (
            "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at"
            " https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size"
        )
    if (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        return "Thinking may not be enabled when tool_choice forces tool use."
    return None


def _no_sampling(body: dict) -> str | None:
    for name in ("temperature", "top_p", "top_k"):
        if name in body:
            return f"`{name}` is deprecated for this model."
    return None


_FIELDS = frozenset(
    "model messages max_tokens stream system tools tool_choice temperature top_p top_k stop_sequences "
    "metadata thinking output_config service_tier mcp_servers container context_management cache_control "
    "inference_geo".split()
)


def _known_fields(body: dict) -> str | None:
    unknown = [name for name in body if name not in _FIELDS]
    for at, turn in enumerate(body.get("messages") or []):
        unknown += [f"messages.{at}.{name}" for name in turn if name not in ("role", "content")]
    return f"{unknown[0]}: Extra inputs are not permitted" if unknown else None


def _closed_schemas(body: dict) -> str | None:
    schema = ((body.get("output_config") or {}).get("format") or {}).get("schema")
    if schema is not None and schema.get("additionalProperties") is not False:
        return (
            "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to"
            " false"
        )
    return None


def _short_user_id(body: dict) -> str | None:
    if len(str((body.get("metadata") or {}).get("user_id") or "")) > 256:
        return "metadata.user_id: String should have at most 256 characters"
    return None


def _required(body: dict) -> str | None:
    if "max_tokens" not in body:
        return "max_tokens: Field required"
    return None


CHECKS: tuple[tuple[str, str, Callable[[dict], str | None]], ...] = (
    ("invalid-request", "400 for a user id over 256 characters", _short_user_id),
    ("prompt-too-long", f"400 for a prompt over {WINDOW_TOKENS} tokens", _no_long_prompt),
    ("context-limit", f"400 where input and max_tokens exceed {WINDOW_TOKENS} tokens", _fits_window),
    ("max-tokens-too-large", f"400 for max_tokens over {_MAX_OUTPUT}", _max_tokens),
    ("max-tokens-missing", "400 where max_tokens is not sent", _required),
    ("tool-name", "400 for a malformed or repeated tool name", _tool_names),
    ("tool-schema", "400 for a tool without a right input_schema", _tool_schemas),
    ("tool-properties", "400 for a tool's property whose name the API does not accept", _tool_properties),
    ("thinking-mode", "400 for thinking.type enabled", _thinking_mode),
    ("thinking-config", "400 for thinking settings that clash", _thinking_config),
    ("sampling", "400 for temperature, top_p or top_k", _no_sampling),
    ("unknown-parameter", "400 for a field the API does not know", _known_fields),
    ("output-schema", "400 for an output schema with open objects", _closed_schemas),
)
