"""Defects of a request's turns and content blocks: each function returns the API's message, or None."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

NO_PREFILL = "claude-opus-4-7"  # the lab's model that refuses an answer at the end


def _messages(body: dict) -> list[dict]:
    return [item for item in body.get("messages") or [] if isinstance(item, dict)]


def _blocks(message: dict) -> list[dict]:
    content = message.get("content")
    if isinstance(content, list):
        return [block for block in content if isinstance(block, dict)]
    return [{"type": "text", "text": content}] if content is not None else []


def placed_blocks(body: dict) -> Iterator[tuple[str, dict]]:
    """The blocks of messages with their places: "messages.3.content.0"."""
    for number, message in enumerate(_messages(body)):
        for index, block in enumerate(_blocks(message)):
            yield f"messages.{number}.content.{index}", block


def all_blocks(body: dict) -> Iterator[dict]:
    """The blocks of messages, and those inside results and documents."""
    for message in _messages(body):
        yield from _with_inner(_blocks(message))


def _with_inner(blocks: object) -> Iterator[dict]:
    for block in blocks if isinstance(blocks, list) else []:
        yield block
        for inner in _inner(block):
            yield from _with_inner(inner)


def _inner(block: dict) -> list[object]:
    source = block.get("source")
    return [block.get("content"), source.get("content") if isinstance(source, dict) else None]


def joined_turns(body: dict) -> list[dict]:
    """The turns as the API reads them: consecutive messages with the same role are merged."""
    turns: list[dict] = []
    for message in _messages(body):
        if turns and turns[-1]["role"] == message.get("role"):
            turns[-1]["content"] += _blocks(message)
        else:
            turns.append({"role": message.get("role"), "content": _blocks(message)})
    return turns


def cache_marks(body: dict) -> Iterator[tuple[str, dict]]:
    """All cache marks with their place, in the order in which the API reads them."""
    groups = [("tools", body.get("tools")), ("system", body.get("system"))]
    groups += [(f"messages.{at}.content", turn.get("content")) for at, turn in enumerate(_messages(body))]
    for name, blocks in groups:
        yield from _marks_of(name, blocks)
    if mark := body.get("cache_control"):  # it applies to the last block
        yield "cache_control", mark


def _marks_of(name: str, blocks: object) -> Iterator[tuple[str, dict]]:
    for number, block in enumerate(blocks if isinstance(blocks, list) else []):
        for inner in _inner(block):
            yield from _marks_of(f"{name}.{number}.content", inner)
        if mark := block.get("cache_control"):
            yield f"{name}.{number}", mark


def _ids(turn: dict, kind: str, key: str) -> list[str]:
    return [str(block.get(key)) for block in turn["content"] if block.get("type") == kind]


def _alternates(body: dict) -> str | None:
    roles = [message.get("role") for message in _messages(body)]
    for role, following in zip(roles, roles[1:], strict=False):
        if role == following:
            return (
                f'messages: roles must alternate between "user" and "assistant", but found multiple "{role}"'
                " roles in a row"
            )
    return 'messages: first message must use the "user" role' if roles[:1] == ["assistant"] else None


def _no_system_role(body: dict) -> str | None:
    wrong = next((m["role"] for m in _messages(body) if m.get("role") in ("system", "developer")), None)
    if wrong:
        return (
            f'messages: Unexpected role "{wrong}". The Messages API accepts a top-level `system` parameter,'
            ' not "system" as an input message role.'
        )
    system = body.get("system")
    texts = [block.get("text", "") for block in system] if isinstance(system, list) else []
    blank = any(not text.strip() for text in texts)
    return "system: text content blocks must be non-empty" if blank else None


def no_empty(body: dict) -> str | None:
    """The API's complaint about an empty turn or text."""
    for number, message in enumerate(_messages(body)):
        if message.get("content") in ("", []):
            return (
                f"messages.{number}: all messages must have non-empty content except for the optional final"
                " assistant message"
            )
    texts = [block.get("text", "") for block in all_blocks(body) if block.get("type") == "text"]
    texts += [block["source"].get("data", "") for block in all_blocks(body) if _is_plain_text(block)]
    if not all(text.strip() for text in texts):
        return "messages: text content blocks must be non-empty"
    return None


def read_again(body: dict) -> str | None:
    """A part that is empty because it was an iterator or an open file, which can be read only once. A request
    may have no tools, but not if its messages call one.
    """
    for name in ("messages", "system"):
        if body.get(name) == []:
            return f"{name}: must not be empty"
    blocks = list(all_blocks(body))
    if body.get("tools") == [] and any(block.get("type") == "tool_use" for block in blocks):
        return "tools: must not be empty"
    if any((block.get("source") or {}).get("data") == "" for block in blocks):
        return "messages: image cannot be empty"
    return None


def _names_container(body: dict) -> str | None:
    blocks = list(all_blocks(body))
    done = {
        block.get("tool_use_id") for block in blocks if "code_execution_tool_result" in str(block.get("type"))
    }
    runs = {block.get("id") for block in blocks if block.get("name") == "code_execution"}
    if runs <= done or body.get("container"):
        return None
    return "container_id is required when there are pending tool uses generated by code execution with tools."


def _is_plain_text(block: dict) -> bool:
    return block.get("type") == "document" and (block.get("source") or {}).get("type") == "text"


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
        return (
            "This model does not support assistant message prefill. The conversation must end with a user"
            " message."
        )
    return None


def ends_with_answer(body: dict) -> str | None:
    """The message for a history that ends with an answer, which some models reject unless it is paused."""
    if body.get("model") != NO_PREFILL or not _last_is_assistant(body):
        return None
    last = _blocks(_messages(body)[-1])
    paused = bool(last) and str(last[-1].get("type")).endswith("_tool_use")
    return None if paused else _no_prefill(body)


def _ends_on_thinking(body: dict) -> str | None:
    for number, turn in enumerate(joined_turns(body)):
        kinds = [str(block.get("type")) for block in turn["content"]]
        if turn["role"] == "assistant" and kinds and kinds[-1] in ("thinking", "redacted_thinking"):
            return f"messages.{number}: The final block in an assistant message cannot be `{kinds[-1]}`."
    return None


def _few_breakpoints(body: dict) -> str | None:
    count = len([*cache_marks(body)])
    return f"A maximum of 4 blocks with cache_control may be provided. Found {count}." if count > 4 else None


def results_follow(body: dict) -> str | None:
    """The message for a call whose result is not at the beginning of the next turn."""
    turns = joined_turns(body)
    for number, turn in enumerate(turns):
        following = turns[number + 1]["content"] if number + 1 < len(turns) else []
        results = itertools.takewhile(lambda block: block.get("type") == "tool_result", following)
        given = {str(block.get("tool_use_id")) for block in results}
        if lost := {*_ids(turn, "tool_use", "id")} - given:
            return (
                f"messages.{number}: `tool_use` ids were found without `tool_result` blocks immediately"
                f" after: {', '.join(sorted(lost))}. Each `tool_use` block must have a corresponding"
                " `tool_result` block in the next message."
            )
        for index, block in enumerate(turn["content"]):
            if block.get("type") == "tool_result" and block.get("is_error") and not block.get("content"):
                return (
                    f"messages.{number}.content.{index}.tool_result: content cannot be empty if `is_error`"
                    " is true"
                )
    return results_belong(body)  # a result that moved must not also stay in its old place


def results_belong(body: dict) -> str | None:
    """The message for a result without a call, or for a second one."""
    turns = joined_turns(body)
    for number, turn in enumerate(turns):
        given = _ids(turn, "tool_result", "tool_use_id")
        asked = _ids(turns[number - 1], "tool_use", "id") if number else []
        if orphans := {*given} - {*asked}:
            return (
                f"messages.{number}.content.0: unexpected `tool_use_id` found in `tool_result` blocks:"
                f" {', '.join(sorted(orphans))}. Each `tool_result` block must have a corresponding"
                " `tool_use` block in the previous message."
            )
        if twice := next((id for id in given if given.count(id) > 1), None):
            return (
                f"messages.{number}.content.0: each tool_use must have a single result. Found multiple"
                f" `tool_result` blocks with id: {twice}"
            )
    return _server_results_belong(turns)


def _server_results_belong(turns: list[dict]) -> str | None:
    """The message for what a tool of the server found, without its call in this or an earlier turn."""
    called: set[object] = set()
    for number, turn in enumerate(turns):
        for index, block in enumerate(turn["content"]):
            kind = str(block.get("type"))
            if kind.endswith("_tool_use"):
                called.add(block.get("id"))
            elif kind.endswith("_tool_result") and block.get("tool_use_id") not in called:
                return (
                    f"messages.{number}.content.{index}: unexpected `tool_use_id` found in `{kind}` blocks:"
                    f" {block.get('tool_use_id')}. Each `{kind}` block must have a corresponding"
                    " `server_tool_use` block before it."
                )
    return None


def _thinking_first(body: dict) -> str | None:
    if (body.get("thinking") or {}).get("type") not in ("enabled", "adaptive"):
        return None
    for number, turn in enumerate(joined_turns(body)):
        kinds = [block.get("type") for block in turn["content"]]
        if (
            turn["role"] == "assistant"
            and "tool_use" in kinds
            and kinds[0] not in ("thinking", "redacted_thinking")
        ):
            return (
                f"messages.{number}.content.0.type: Expected `thinking` or `redacted_thinking`, but found"
                f" `{kinds[0]}`. When `thinking` is enabled, a final `assistant` message must start with a"
                " thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks)."
            )
    return None


def _signed_thinking(body: dict) -> str | None:
    for place, block in placed_blocks(body):
        if block.get("type") == "thinking" and block.get("signature") != "bGFi":
            return f"{place}: Invalid `signature` in `thinking` block"
    return None


def _typed_blocks(body: dict) -> str | None:
    for number, message in enumerate(_messages(body)):
        content = message.get("content")
        if isinstance(content, list) and any("type" not in block for block in content):
            return f"messages.{number}.content.0.type: Field required"
    return None


CHECKS: tuple[tuple[str, str, Callable[[dict], str | None]], ...] = (
    ("required-field", "400 where a content block has no type", _typed_blocks),
    ("roles-must-alternate", "400 for two turns of one role in a row", _alternates),
    ("system-role", "400 for a message with role system", _no_system_role),
    ("empty-content", "400 for an empty message or text block", no_empty),
    ("container", "400 where code has not ended and its container is not named", _names_container),
    ("trailing-whitespace", "400 for a prefill that ends in a space", _no_trailing_space),
    ("prefill", "400 where the last message is the assistant's", _no_prefill),
    ("cache-control-limit", "400 for more than four cache breakpoints", _few_breakpoints),
    ("tool-result-missing", "400 for a tool_use without its tool_result", results_follow),
    ("tool-result-orphaned", "400 for a tool_result without its tool_use", results_belong),
    ("thinking-blocks", "400 where thinking blocks of a tool turn are missing", _thinking_first),
    ("thinking-last", "400 where an assistant turn ends on thinking", _ends_on_thinking),
    ("thinking-signature", "400 for a thinking block the lab did not sign", _signed_thinking),
)
