"""Batches and lists of models that do not end as their readers expect."""

from __future__ import annotations

from diagnostic.lab import healthy
from diagnostic.lab.fault import Request
from diagnostic.lab.wire import api_response

_BATCHES = "/v1/messages/batches/"


def _running_batch(request: Request) -> bytes | None:
    id = request.path.partition(_BATCHES)[2]
    return api_response(200, healthy.batch(id, None)) if id else None


def _endless_models(request: Request) -> bytes | None:
    if request.path.rstrip("/") != "/v1/models":
        return None
    return healthy.list_models(healthy.MODELS[:2], has_more=True)


CHECKS = (
    ("batch-running", "a batch that has no results yet", _running_batch),
    ("models-endless", "a list of models whose every page has a next one", _endless_models),
)
