"""The OpenAPI document -> the API reference in Markdown: endpoints, parameters and records."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
_MAX_LISTED_VALUES = 12


def list_endpoints(document: Schema) -> str:
    """Each endpoint with its parameters and response statuses."""
    parts = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parts.append(f"### {method.upper()} {path}\n\n{operation['summary']}")
            if parameters := operation.get("parameters"):
                parts.append(
                    _table(
                        ("parameter", "in", "type", "meaning"),
                        [
                            (
                                f"`{parameter['name']}`",
                                parameter["in"],
                                _short_type_of(parameter["schema"]),
                                parameter.get("description") or parameter["schema"].get("description", ""),
                            )
                            for parameter in parameters
                        ],
                    )
                )
            if body := operation.get("requestBody"):
                parts += [
                    f"Body, as `{kind}`: {_type_of(content['schema'])}."
                    for kind, content in body["content"].items()
                ]
            parts.append(
                _table(
                    ("status", "meaning", "as"),
                    [_response(status, response) for status, response in operation["responses"].items()],
                )
            )
    return "\n\n".join(parts)


def list_records(document: Schema) -> str:
    """Each record with its fields, in the order of the document."""
    parts = []
    for name, schema in document["components"]["schemas"].items():
        fields = schema.get("properties")
        if not fields:
            continue
        parts.append(f"### {name}\n\n{schema.get('description', '')}".rstrip())
        rows = [(f"`{field}`", _type_of(kind), kind.get("description", "")) for field, kind in fields.items()]
        parts.append(
            _table(("field", "type", "meaning"), rows)
            if any(row[2] for row in rows)
            else _table(("field", "type"), [row[:2] for row in rows])
        )
    return "\n\n".join(parts)


def _response(status: str, response: Schema) -> tuple[str, str, str]:
    return status, response["description"], ", ".join(f"`{kind}`" for kind in response.get("content", {}))


def _type_of(schema: Schema) -> str:
    """A JSON Schema in words."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(map(_type_of, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{_literal(value)}`" for value in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        items = schema.get("items") or {}
        return f"list of {_type_of(items)}"
    if kind == "object" and isinstance(more := schema.get("additionalProperties"), dict):
        return f"object of {_type_of(more)}"
    return f"{kind}, at least {schema['minimum']}" if "minimum" in schema else kind


def _short_type_of(schema: Schema) -> str:
    """A schema in words; a long list of values is shown only once, with the record of the request body."""
    values = schema.get("enum", ())
    return f"one of {len(values)}, see the records" if len(values) > _MAX_LISTED_VALUES else _type_of(schema)


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)
