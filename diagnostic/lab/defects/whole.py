"""Checks a complete request: whether the API accepts it, and whether it has the content of a valid one."""

from __future__ import annotations

import json
from pathlib import Path

from diagnostic.lab.defects import features, media, settings, turns

VALID = json.loads((Path(__file__).parents[1] / "valid.json").read_text())
# Checks that apply only to some models, accounts and gateways, or in which the lab differs from the API.
_CONTEXT_DEPENDENT = frozenset(
    "effort forced-tool sampling prefill thinking-mode roles-must-alternate reserved-word prompt-too-long"
    " context-limit max-tokens-too-large image-too-large invalid-request unknown-parameter".split()
)
_UNIVERSAL_CHECKS = {
    name: find
    for name, _, find in (*settings.CHECKS, *turns.CHECKS, *media.CHECKS, *features.CHECKS)
    if name not in _CONTEXT_DEPENDENT
} | {"ends-with-answer": turns.ends_with_answer}
# Two defects of one rule's request, each with its own step.
_SEPARATE = {"tool-schema": "tool-properties", "tool-properties": "tool-schema"}
_IGNORED_FIELDS = frozenset(("model", "max_tokens", "stream"))


def any_defect(body: dict, repaired: str = "") -> str | None:
    """The API's first complaint, for any model and platform, about what the repair of this fault concerns."""
    checks = (find for name, find in _UNIVERSAL_CHECKS.items() if name != _SEPARATE.get(repaired))
    return next((problem for find in checks if (problem := find(body))), None)


def changed(body: dict) -> str | None:
    """A complaint if the content of a request differs from each of the valid ones."""
    if problem := any_defect(body):
        return problem
    normalized = _normalize(body)
    if normalized in _VALID:
        return None
    return f"a valid request was changed into {json.dumps(normalized)}"


def _normalize(body: dict) -> object:
    """The content of a request in a normal form, so that equivalent requests are equal."""
    normalized = {name: value for name, value in body.items() if name not in _IGNORED_FIELDS}
    normalized["messages"] = turns.joined_turns(body)
    if isinstance(body.get("system"), str):
        normalized["system"] = [{"type": "text", "text": body["system"]}]
    if normalized.pop("tools", None):  # an empty list equals none
        normalized["tools"] = [{**tool, "type": tool.get("type") or "custom"} for tool in body["tools"]]
    return _without_nulls(normalized)


def _without_nulls(value: object) -> object:
    if isinstance(value, list):
        return [_without_nulls(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_nulls(one) for name, one in value.items() if one is not None}


_VALID = [_normalize(one["request"]) for one in VALID]
