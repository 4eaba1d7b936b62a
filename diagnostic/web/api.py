"""/api/v1: takes an error, returns an Answer; for chatbots and programs."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import msgspec
from flask import Blueprint, Response, current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from diagnostic.diagnosis import Diagnosis, diagnose, rulebook
from diagnostic.render.json import cause_ref, encode_answer, encode_brief, encode_cause
from diagnostic.render.markdown import render_cause, render_markdown
from diagnostic.render.phrases import summarize
from diagnostic.web.hosts import base_url
from diagnostic.web.problems import problem
from diagnostic.world.clients import clients, suggest_clients

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

JSON = "application/json"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
_SHORTENED_NOTE = "\n\n(shortened)\n"
# For a body and for ?text= alike: something other than white space is required. Characters that only Python,
# not JavaScript, counts as white space are blank here too.
NOT_BLANK = r"[^\s\u0085\u001c-\u001f]"
ErrorText = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        description=(
            "The error: a line, a traceback, a log, JSON; only the first 64 KiB and the last 192 KiB of a"
            " long text are read."
        ),
        extra_json_schema={"pattern": NOT_BLANK},
    ),
]


ClientId = Annotated[
    str,
    msgspec.Meta(
        description="The client that the reader uses, if you know it; otherwise the one that the text shows.",
        extra_json_schema={"enum": sorted(clients())},
    ),
]


class DiagnoseRequest(msgspec.Struct, frozen=True):
    """What to diagnose, and for whom."""

    text: ErrorText
    client: ClientId | None = None


class Options(msgspec.Struct, frozen=True):
    """How much of an answer a caller has room for, and for which client."""

    detail: Annotated[Literal["full", "brief"], msgspec.Meta(description="brief: a BriefAnswer.")] = "full"
    # Not None by default: a query would spell that as the word "null".
    max_chars: (
        Annotated[int, msgspec.Meta(ge=200, description="Limits the length of Markdown and plain text.")]
        | msgspec.UnsetType
    ) = msgspec.UNSET
    client: ClientId | msgspec.UnsetType = msgspec.UNSET


_decode = msgspec.json.Decoder(DiagnoseRequest).decode


@blueprint.post("/diagnose")
def diagnose_body() -> BaseResponse:
    """Diagnoses the text of a JSON body, or a body of plain text."""
    if request.mimetype not in (JSON, PLAIN):
        return problem("unsupported-media-type")
    data = request.get_data(cache=False)
    if request.mimetype == PLAIN:
        return _respond(data.decode("utf-8", "replace"))
    try:
        body = _read_body(data)
    except msgspec.ValidationError as error:
        return problem("no-text", f"{error}. Send a JSON object with a string `text`.")
    except (msgspec.DecodeError, ValueError, RecursionError):
        return problem("malformed-json")
    return _respond(body.text, body.client)


def _read_body(data: bytes) -> DiagnoseRequest:
    try:
        return _decode(data)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if b"\\ud" not in data and b"\\uD" not in data:
            raise
        # JavaScript may cut a text inside a surrogate pair, and then writes half of it as an escape.
        return msgspec.convert(json.loads(data.decode()), DiagnoseRequest)


@blueprint.get("/diagnose")
def diagnose_query() -> BaseResponse:
    """Diagnoses ?text=…, for links and quick tries."""
    return _respond(request.args.get("text", ""))


def _respond(text: str, client: str | None = None) -> BaseResponse:
    try:
        options = msgspec.convert(request.args.to_dict(), Options, strict=False)
    except msgspec.ValidationError as error:
        allowed = "`detail` is full or brief; `max_chars` is at least 200"
        return problem("bad-option", f"{error}. {allowed}; /docs/api lists the options.")
    if not text.strip():
        return problem("no-text")
    if client is None and options.client is not msgspec.UNSET:
        client = options.client
    if client is not None and client not in clients():
        return problem("bad-option", suggest_clients(client))
    g.diagnosis = diagnose(text, client=client)
    body, kind = _render(g.diagnosis, options)
    response = Response(body, mimetype=kind)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def _render(diagnosis: Diagnosis, options: Options) -> tuple[bytes | str, str]:
    # A chat shows the links on another site, so they need this site's address.
    base, kind = base_url(), _negotiate_type()
    if kind == MARKDOWN:
        return _shorten(render_markdown(diagnosis, base), options.max_chars), kind
    if kind == PLAIN:
        return _shorten(summarize(diagnosis) + "\n", options.max_chars), kind
    if options.detail == "brief":
        return encode_brief(diagnosis, base), kind
    return encode_answer(diagnosis, base), kind


def _negotiate_type() -> str:
    accept = request.headers.get("Accept")
    if not accept or JSON in accept or accept == "*/*":
        return JSON
    return request.accept_mimetypes.best_match([JSON, MARKDOWN, PLAIN], JSON)


def _shorten(text: str, max_chars: int | msgspec.UnsetType) -> str:
    """At most `max_chars` characters, cut at the end of a paragraph outside of code fences."""
    if max_chars is msgspec.UNSET or len(text) <= max_chars:
        return text
    max_chars -= len(_SHORTENED_NOTE)
    kept = text[:max_chars].rsplit("\n\n", 1)[0]
    while kept.count("\n```") % 2:
        kept = kept.rsplit("\n```", 1)[0]
    return kept.rstrip() + _SHORTENED_NOTE


@blueprint.get("/causes")
def causes() -> BaseResponse:
    """All causes, one line each."""
    base = current_app.config["PUBLIC_URL"]
    body = msgspec.json.encode([cause_ref(cause, base) for cause in rulebook().causes.values()])
    return _cached(body, JSON)


@blueprint.get("/causes/<id>")
def cause(id: str) -> BaseResponse:
    """One complete cause; an alias redirects to it."""
    rules, base = rulebook(), current_app.config["PUBLIC_URL"]
    if id in rules.aliases:
        response = Response(status=308)
        response.headers["Location"] = f"/api/v1/causes/{rules.aliases[id]}"
        return response
    found = rules.causes.get(id)
    if found is None:
        return problem("unknown-cause")
    if _negotiate_type() == MARKDOWN:
        return _cached(render_cause(found, base), MARKDOWN)
    return _cached(encode_cause(found, base), JSON)


def _cached(body: bytes | str, kind: str) -> BaseResponse:
    response = Response(body, mimetype=kind)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Vary"] = "Accept"
    response.set_etag(f"{rulebook().version}-{kind[-4:]}")
    return response.make_conditional(request)
