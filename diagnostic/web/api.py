"""/api/v1: an error in, an Answer out; for chatbots and programs."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, current_app, request

from diagnostic.diagnosis import Diagnosis, diagnose, rulebook
from diagnostic.render.json import cause_ref, encode_answer, encode_brief, encode_cause
from diagnostic.render.markdown import render_cause, render_markdown
from diagnostic.render.words import summarize
from diagnostic.web.problems import problem

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

JSON = "application/json"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
_LEAST_CHARS = 200


class DiagnoseRequest(msgspec.Struct, frozen=True):
    """What to diagnose."""

    text: str
    """The error: a line, a traceback, a log, JSON; the first 64 and last 192 KiB of it are read."""


_decode = msgspec.json.Decoder(DiagnoseRequest).decode


@blueprint.post("/diagnose")
def diagnose_body() -> Response:
    """Diagnoses the text of a JSON body."""
    if request.mimetype != JSON:
        return problem("unsupported-media-type")
    data = request.get_data(cache=False)
    try:
        text = _decode(data).text
    except msgspec.ValidationError as error:
        return problem("no-text", f"{error}. Send a JSON object with a string `text`.")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return problem("malformed-json")
    return _respond(text)


@blueprint.get("/diagnose")
def diagnose_query() -> Response:
    """Diagnoses ?text=…, for links and quick tries."""
    return _respond(request.args.get("text", ""))


def _respond(text: str) -> Response:
    if not text.strip():
        return problem("no-text")
    diagnosis = diagnose(text)
    body, kind = _render(diagnosis)
    response = Response(body, mimetype=kind)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def _render(diagnosis: Diagnosis) -> tuple[bytes | str, str]:
    base, kind = current_app.config["PUBLIC_URL"], _wanted()
    if kind == MARKDOWN:
        return _shorten(render_markdown(diagnosis, base)), kind
    if kind == PLAIN:
        return _shorten(summarize(diagnosis) + "\n"), kind
    if request.args.get("detail") == "brief":
        return encode_brief(diagnosis, base), kind
    return encode_answer(diagnosis, base), kind


def _wanted() -> str:
    accept = request.headers.get("Accept")
    if not accept or JSON in accept or accept == "*/*":
        return JSON
    return request.accept_mimetypes.best_match([JSON, MARKDOWN, PLAIN], JSON)


def _shorten(text: str) -> str:
    """At most ?max_chars= characters, cut at a line end outside of a code fence."""
    most = request.args.get("max_chars", type=int)
    if most is None or len(text) <= most:
        return text
    most = max(most, _LEAST_CHARS)
    kept = text[:most].rsplit("\n\n", 1)[0]
    while kept.count("\n```") % 2:
        kept = kept.rsplit("\n```", 1)[0]
    return kept.rstrip() + "\n\n(shortened)\n"


@blueprint.get("/causes")
def causes() -> Response:
    """All causes in one line each."""
    base = current_app.config["PUBLIC_URL"]
    body = msgspec.json.encode([cause_ref(cause, base) for cause in rulebook().causes.values()])
    return _cached(body, JSON)


@blueprint.get("/causes/<id>")
def cause(id: str) -> Response:
    """One cause whole; an alias redirects to it."""
    rules, base = rulebook(), current_app.config["PUBLIC_URL"]
    if id in rules.aliases:
        response = Response(status=308)
        response.headers["Location"] = f"/api/v1/causes/{rules.aliases[id]}"
        return response
    found = rules.causes.get(id)
    if found is None:
        return problem("unknown-cause")
    if _wanted() == MARKDOWN:
        return _cached(render_cause(found, base), MARKDOWN)
    return _cached(encode_cause(found, base), JSON)


def _cached(body: bytes | str, kind: str) -> Response:
    response = Response(body, mimetype=kind)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Vary"] = "Accept"
    response.set_etag(f"{rulebook().version}-{kind[-4:]}")
    return response.make_conditional(request)


@blueprint.route("/<path:path>", methods=["OPTIONS"])
def preflight(path: str) -> Response:
    """Lets pages of other origins call the API; it takes no credentials."""
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept, X-Request-Id"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response
