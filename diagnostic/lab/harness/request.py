"""The request that a block gets: a plain one with the defects in LAB_REQUEST, in the form that a trial tries.

People keep messages as objects of the SDK, in tuples, or in iterators that can be read only once; the SDK
accepts them all.
"""

import io
import json
import os
import re

import anthropic

PLAIN = {
    "model": "claude-sonnet-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Say hello."}],
}


def make_request(source, trial):
    """The request for the block with this source, in a trial such as "sdk-objects in tuples"."""
    request = {**PLAIN, **json.loads(os.environ.get("LAB_REQUEST", "{}"))}
    if "sdk-objects" in trial:
        request["messages"] = [with_objects(turn, request["model"]) for turn in request["messages"]]
    if "tuples" in trial:
        request["messages"] = with_tuples(request["messages"])
    return with_iterators(request, source) if "iterators" in trial else request


def with_objects(turn, model):
    """A turn of the assistant with its content as SDK objects, or as the whole response if it has an id."""
    if turn["role"] != "assistant" or not isinstance(turn["content"], list):
        return turn
    called_mcp = any(block["type"].startswith("mcp_") for block in turn["content"])
    kind = anthropic.types.beta.BetaMessage if called_mcp else anthropic.types.Message
    answer = kind.model_validate(
        {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": model,
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "content": turn["content"],
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }
    )
    return answer if "id" in turn else {**turn, "content": answer.content}


def with_tuples(value):
    """The value with tuples in place of lists."""
    if isinstance(value, dict):
        return {name: with_tuples(inner) for name, inner in value.items()}
    return tuple(map(with_tuples, value)) if isinstance(value, list) else value


def with_iterators(request, source):
    """The request with iterators in place of lists, as far as the block takes them."""
    # What goes on after an answer lists the messages alone, and its step says so.
    asks = "client." in source
    goes_on = asks and re.search(r"\[\*(?:messages|request\[\"messages\"\])\]", source)
    only_lists = {"content", "tools", "system"} if goes_on else set()
    asks_again = asks and not goes_on
    # The SDK reads what a block passes on again: an exhausted iterator is empty, and the API refuses that.
    one_pass = iter if asks_again else Once

    def read_once(content):
        """The content as an iterator, unless it has to be a list."""
        if isinstance(content, str) and asks:
            content = [{"type": "text", "text": content}]
        if not content or not isinstance(content, list) or "content" in only_lists:
            return content
        return one_pass([with_inner(block) for block in content])

    def with_inner(block):
        """The block with a result's content as an iterator, too."""
        has_result = "tool_use_id" in block and "content" in block
        return {**block, "content": read_once(block["content"])} if has_result else block

    turns = [*([turn_with_file()] if asks_again else []), *request["messages"]]
    return {
        **request,
        **{
            name: one_pass(request[name])
            for name in ("tools", "system")
            if isinstance(request.get(name), list) and name not in only_lists
        },
        "messages": one_pass([{**turn, "content": read_once(turn["content"])} for turn in turns]),
    }


def turn_with_file():
    """A turn with an open file, which is empty, too, once it was read."""
    data = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    source = {"type": "base64", "media_type": "image/png", "data": data}
    return {"role": "user", "content": [{"type": "image", "source": source}]}


class Once:
    """An iterator that says so if it is read again, where another would be empty without a word."""

    def __init__(self, items):
        self._items, self._is_over = iter(items), False

    def __iter__(self):
        if self._is_over:
            raise RuntimeError("this can be read only once")
        return self

    def __next__(self):
        for item in self._items:
            return item
        self._is_over = True
        raise StopIteration
