"""The OpenAPI 3.1 document, generated from the records of the API."""

from __future__ import annotations

from functools import cache

import msgspec

from diagnostic.render.answer import Answer, BriefAnswer, CauseAnswer, CauseRef
from diagnostic.web.api import NOT_BLANK, DiagnoseRequest, ErrorText, Options
from diagnostic.web.problems import PROBLEM_JSON, TYPES, Problem

EXAMPLE = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)
_MODELS = (Answer, BriefAnswer, CauseAnswer, CauseRef, DiagnoseRequest, Problem)


@cache
def encoded_document(base_url: str) -> bytes:
    """The document as JSON."""
    return msgspec.json.encode(document(base_url))


@cache
def document(base_url: str) -> dict:
    """The document, with the schemas of the records."""
    _, components = msgspec.json.schema_components(_MODELS, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Error Diagnostic",
            "version": "1",
            "description": (
                "Explains Claude API errors. No key, no cookies; no text is stored. The maximum body size is"
                " 2 MiB; only the first 64 KiB and the last 192 KiB of a text are read."
            ),
        },
        "servers": [{"url": base_url or "/"}],
        "paths": {
            "/api/v1/diagnose": {"post": _diagnose_post(), "get": _diagnose_get()},
            "/api/v1/causes": {"get": _list_causes()},
            "/api/v1/causes/{id}": {"get": _get_cause()},
        },
        "components": {"schemas": components},
    }


def _ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def _options() -> list[dict]:
    """The query parameters, generated from the record that they are decoded into."""
    found = msgspec.json.schema(Options)["$defs"]["Options"]["properties"]
    return [
        {"name": name, "in": "query", "description": schema.pop("description"), "schema": schema}
        for name, schema in found.items()
    ]


def _answers(*statuses: int) -> dict:
    return {
        "200": {
            "description": "The diagnosis.",
            "content": {
                "application/json": {"schema": {"anyOf": [_ref("Answer"), _ref("BriefAnswer")]}},
                "text/markdown": {"schema": {"type": "string"}},
                "text/plain": {"schema": {"type": "string"}},
            },
        },
        **_problems(*statuses),
    }


def _problems(*statuses: int) -> dict:
    titles: dict[int, list[str]] = {}
    for kind in TYPES.values():
        titles.setdefault(kind.status, []).append(kind.title)
    return {
        str(status): {
            "description": "; ".join(titles[status]),
            "content": {PROBLEM_JSON: {"schema": _ref("Problem")}},
        }
        for status in statuses
    }


def _diagnose_post() -> dict:
    return {
        "operationId": "diagnose",
        "summary": "Diagnoses an error text.",
        "parameters": _options(),
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": _ref("DiagnoseRequest"),
                    "examples": {"overload": {"value": {"text": EXAMPLE}}},
                },
                "text/plain": {
                    "schema": {"type": "string", "minLength": 1, "pattern": NOT_BLANK},
                    "example": EXAMPLE,
                },
            },
        },
        "responses": _answers(400, 405, 408, 413, 415, 422, 429, 500, 503),
    }


def _diagnose_get() -> dict:
    return {
        "operationId": "diagnoseLine",
        "summary": "Diagnoses a short error text in the URL.",
        "parameters": [
            {
                "name": "text",
                "in": "query",
                "required": True,
                "schema": msgspec.json.schema(ErrorText),
                "example": EXAMPLE,
            },
            *_options(),
        ],
        "responses": _answers(400, 405, 422, 429, 500, 503),
    }


def _list_causes() -> dict:
    return {
        "operationId": "listCauses",
        "summary": "Lists all causes.",
        "responses": {
            "200": {
                "description": "The causes.",
                "content": {"application/json": {"schema": {"type": "array", "items": _ref("CauseRef")}}},
            },
            "304": {"description": "Not changed since the ETag."},
            **_problems(405, 429, 503),
        },
    }


def _get_cause() -> dict:
    return {
        "operationId": "getCause",
        "summary": "Returns one cause in full.",
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
                "example": "overloaded",
            }
        ],
        "responses": {
            "200": {
                "description": "The cause.",
                "content": {
                    "application/json": {"schema": _ref("CauseAnswer")},
                    "text/markdown": {"schema": {"type": "string"}},
                },
            },
            "304": {"description": "Not changed since the ETag."},
            "308": {"description": "An alias: the Location header names the cause."},
            **_problems(404, 405, 429, 503),
        },
    }
