"""The pages: the box, the answer, the index, a page for each cause."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode

import msgspec
from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from markupsafe import Markup

from diagnostic.asks import load_asks
from diagnostic.diagnosis import Diagnosis, diagnose, rulebook
from diagnostic.render.handoff import for_assistant, for_support
from diagnostic.render.markdown import render_cause, render_markdown
from diagnostic.render.words import CONFIDENCE, RETRY, SDK_RETRIES, first_sentence, say_proof, who_acts
from diagnostic.rules import Cause, without_marks
from diagnostic.web.assets import asset_url, send_asset
from diagnostic.web.marking import mark_text
from diagnostic.web.prose import highlight, render_inline, render_prose

blueprint = Blueprint("pages", __name__)

MAX_LINK_TEXT = 2000
FAMILIES = {
    "streaming": "Streaming",
    "connection": "Connection",
    "timeout": "Timeouts",
    "api-status": "API status",
    "auth-billing": "Keys and billing",
    "invalid-request": "Requests",
    "sdk-usage": "Using the SDK",
    "cloud-platforms": "Cloud platforms",
    "claude-code": "Claude Code",
}
LANGUAGES = {"python": "Python", "typescript": "TypeScript", "shell": "Shell", "settings": "Settings"}
# Short texts for the first screen; each is a permalink.
TRY = (
    "anthropic.APIConnectionError: Connection error.",
    "APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}",
    "httpx2.RemoteProtocolError: peer closed connection without sending complete message body (incomplete chunked read)",
    '400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 204811 tokens > 200000 maximum"}}',
    "529",
)


@blueprint.app_context_processor
def _words() -> dict:
    return {
        "asset": asset_url,
        "who_acts": who_acts,
        "first_sentence": first_sentence,
        "prose": render_prose,
        "inline": render_inline,
        "highlight": highlight,
        "say_proof": say_proof,
        "is_http_fault": is_http_fault,
        "RETRY": RETRY,
        "SDK_RETRIES": SDK_RETRIES,
        "CONFIDENCE": CONFIDENCE,
        "FAMILIES": FAMILIES,
        "LANGUAGES": LANGUAGES,
        "public_url": current_app.config["PUBLIC_URL"],
        "cause_body": cause_body,
        "second_opinion": bool(current_app.config.get("OPINION_ENABLED")),
    }


def is_http_fault(name: str) -> bool:
    """Whether a base URL alone leads to a fault of the lab."""
    from diagnostic.lab.catalogue import FAULTS  # only pages of causes need the lab

    return FAULTS[name].target == "http"


@blueprint.get("/")
def home() -> Response:
    """The box; with ?error= the answer to it."""
    text = request.args.get("error", "")
    if not text.strip():
        return make_response(render_template("home.html", tries=TRY))
    if len(text) > MAX_LINK_TEXT:
        problem = f"A link holds up to {MAX_LINK_TEXT:,} characters. Paste the whole text here instead."
        return _box(problem, 414)
    return _answer(text)


@blueprint.post("/diagnose")
def answer() -> Response:
    """The answer to a pasted text or a chosen file."""
    text = request.form.get("text", "")
    file = request.files.get("file")
    if file and not text.strip():
        text = file.read().decode("utf-8", "replace")
    if not text.strip():
        return _box("There is no text yet. Paste an error, or choose a file.", 422)
    return _answer(text)


def _box(problem: str, status: int) -> Response:
    return make_response(render_template("home.html", tries=TRY, problem=problem), status)


def _answer(text: str) -> Response:
    g.diagnosis = diagnosis = diagnose(text)
    response = make_response(render_template("answer.html", **answer_view(diagnosis)))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def answer_view(diagnosis: Diagnosis) -> dict:
    """What the answer's template shows."""
    best = diagnosis.findings[0] if diagnosis.findings else None
    undecided = best is None or best.match.confidence == "possible"
    rules = diagnosis.rulebook
    special = rules.special_cases.get(best.cause.id, ()) if best else ()
    ordered = [id for id in (best.cause.related if best else ()) if id in special]
    return {
        "diagnosis": diagnosis,
        "best": best,
        "others": diagnosis.findings[1:],
        "blocks": mark_text(diagnosis),
        "undecided": undecided,
        "asks": load_asks() if undecided else (),
        "candidates": [rules.causes[id] for id in (*ordered, *(id for id in special if id not in ordered))] if undecided else [],
        "markdown": render_markdown(diagnosis, current_app.config["PUBLIC_URL"]),
        "for_assistant": for_assistant(diagnosis),
        "for_support": for_support(diagnosis),
        "skeleton": diagnosis.skeleton,
        "report_url": _report_url(diagnosis),
    }


def _report_url(diagnosis: Diagnosis) -> str | None:
    tracker = current_app.config["ISSUE_TRACKER_URL"]
    if not tracker:
        return None
    found = diagnosis.findings[0].cause.id if diagnosis.findings else "no cause"
    body = f"Found: {found}\nRules: {diagnosis.rulebook.version}\n\nMasked skeleton of the text:\n\n{diagnosis.skeleton[:4000]}"
    return f"{tracker}?{urlencode({'title': f'Wrong or missing diagnosis: {found}', 'body': body})}"


@cache
def cause_body(cause: Cause) -> Markup:
    """Steps, explanation and proof of a cause: the same for every paste, so made once."""
    return Markup(render_template("_cause_body.html", cause=cause))  # noqa: S704 - a template of our own, autoescaped


@blueprint.get("/causes/")
def causes() -> Response:
    """The index by family, with search."""
    return _cached(render_template("causes.html", groups=_groups(), missing=None))


def _groups() -> list[tuple[str, list[Cause]]]:
    found = rulebook().causes.values()
    return [(family, [cause for cause in found if cause.family == family]) for family in FAMILIES]


@blueprint.get("/causes/<id>")
def cause(id: str) -> Response:
    """The page of a cause; an alias leads to it for ever."""
    rules = rulebook()
    if id in rules.aliases:
        return redirect(f"/causes/{rules.aliases[id]}", 301)
    found = rules.causes.get(id)
    if found is None:
        abort(404)
    related = [rules.causes[other] for other in found.related]
    examples = [without_marks(text) for text in list(found.examples().values())[:3]]
    special = [rules.causes[other] for other in rules.special_cases.get(id, ())]
    page = render_template(
        "cause.html", cause=found, related=related, examples=examples, special=special, data=_linked_data(found)
    )
    return _cached(page)


@blueprint.get("/causes/<id>.md")
def cause_markdown(id: str) -> Response:
    """The Markdown twin of a cause's page."""
    found = rulebook().causes.get(id)
    if found is None:
        abort(404)
    return _cached(render_cause(found, current_app.config["PUBLIC_URL"]), "text/markdown")


def _linked_data(cause: Cause) -> Markup:
    data = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": cause.title,
        "description": first_sentence(cause.explanation.what),
        "articleSection": FAMILIES[cause.family],
        "inLanguage": "en",
    }
    # Nothing of this comes from a paste; "<" is escaped so that no text can end the element.
    return Markup(msgspec.json.encode(data).decode().replace("<", "\\u003c"))  # noqa: S704


@blueprint.get("/e/<path:name>")
def short_link(name: str) -> Response:
    """A short link by status, error type, class name or alias: /e/529."""
    rules = rulebook()
    key = name.strip().removeprefix("anthropic.")
    id = key if key in rules.causes else _names().get(key.lower())
    if id:
        return redirect(f"/causes/{id}", 302)
    return make_response(render_template("causes.html", groups=_groups(), missing=name[:80]), 404)


@cache
def _names() -> dict[str, str]:
    rules = rulebook()
    return {alias.lower(): id for alias, id in rules.aliases.items()}


@blueprint.get("/static/<digest>/<name>")
def static_file(digest: str, name: str) -> Response:
    """A static file under its hashed address."""
    response = send_asset(name)
    if response is None:
        abort(404)
    return response


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """For browsers that ask for it by name."""
    return redirect(asset_url("favicon.svg"), 302)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Everything but answers may be indexed."""
    lines = ["User-agent: *", "Disallow: /diagnose", "Disallow: /*?error=", "Allow: /"]
    if current_app.config["PUBLIC_URL"]:
        lines.append(f"Sitemap: {current_app.config['PUBLIC_URL']}/sitemap.xml")
    return _cached("\n".join(lines) + "\n", "text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """All permanent pages."""
    base = current_app.config["PUBLIC_URL"] or request.url_root.rstrip("/")
    paths = ["/", "/causes/", "/behaviour", "/docs", *(f"/causes/{id}" for id in rulebook().causes)]
    urls = "".join(f"<url><loc>{Markup.escape(base + path)}</loc></url>" for path in paths)
    document = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return _cached(document, "application/xml")


def _cached(body: str, kind: str = "text/html") -> Response:
    response = Response(body, mimetype=kind)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(f"{rulebook().version}-{hash(body) & 0xFFFFFFFF:x}")
    return response.make_conditional(request)
