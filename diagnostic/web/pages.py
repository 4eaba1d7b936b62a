"""The box and the answer."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, make_response, render_template, request

from diagnostic.diagnosis import Diagnosis, Finding, diagnose
from diagnostic.questions import Ask, load_questions
from diagnostic.render.handoff import for_assistant, for_link, for_report, for_support
from diagnostic.render.markdown import render_markdown
from diagnostic.rules import Cause
from diagnostic.web.highlighting import highlight_evidence, show_text

blueprint = Blueprint("pages", __name__)

MAX_LINK_TEXT = 2000
_MAX_REPORT = 4000
_SHOWN_LINES = 4
# Short texts for the first screen, with what each is; each is a permalink.
TRY = {
    "A bare status code": "529",
    "An error that hides its reason": "anthropic.APIConnectionError: Connection error.",
    "An overload inside a stream": "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}",
    "A stream that was cut": "httpx2.RemoteProtocolError: peer closed connection without sending complete message body (incomplete chunked read)",
    "A request that was refused": '400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 204811 tokens > 200000 maximum"}}',
}


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
    is_undecided = best is None or best.match.confidence == "possible"
    share_text, shortened = for_link(diagnosis)
    return {
        "diagnosis": diagnosis,
        "language": diagnosis.report.language
        if diagnosis.report.language in ("python", "typescript")
        else None,
        "best": best,
        "seen": _seen_lines(best),
        "others": diagnosis.findings[1:],
        "blocks": highlight_evidence(diagnosis),
        "asks": _asks(best) if is_undecided else (),
        "candidates": _candidates(diagnosis, best) if is_undecided and best else (),
        "handoffs": _handoffs(diagnosis),
        "share_text": show_text(share_text),
        "shortened": shortened,
        "report": show_text(for_report(diagnosis)),
        "report_url": _report_url(diagnosis),
    }


def _seen_lines(best: Finding | None) -> list[tuple[int, str]]:
    """The first lines with evidence, and the id of what is marked in each."""
    ids: dict[int, str] = {}
    for number, span in enumerate(best.evidence if best else (), 1):
        ids.setdefault(span.line, f"e{number}")
    return list(ids.items())[:_SHOWN_LINES]


def _asks(best: Finding | None) -> list[Ask]:
    """What would decide, without the programs that the steps of the best answer show already."""
    shown = (
        {snippet.program for step in best.cause.steps for snippet in step.snippets.values()}
        if best
        else set()
    )
    return [ask for ask in load_questions() if not shown & set(ask.commands.values())]


def _candidates(diagnosis: Diagnosis, best: Finding) -> list[Cause]:
    """The special cases among which the text does not decide, those named as related first: they are the most frequent."""
    rules = diagnosis.rulebook
    special = rules.special_cases.get(best.cause.id, ())
    ordered = dict.fromkeys([*(id for id in best.cause.related if id in special), *special])
    return [rules.causes[id] for id in ordered]


def _handoffs(diagnosis: Diagnosis) -> list[tuple[str, str, str, str]]:
    markdown = render_markdown(diagnosis, current_app.config["PUBLIC_URL"])
    return [
        ("as-markdown", "Markdown", "for a colleague or an issue", show_text(markdown)),
        (
            "for-assistant",
            "A prompt",
            "for an assistant, with the masked text and the fix",
            show_text(for_assistant(diagnosis)),
        ),
        (
            "for-support",
            "The facts",
            "for support: request id, status code, SDK",
            show_text(for_support(diagnosis)),
        ),
    ]


def _report_url(diagnosis: Diagnosis) -> str | None:
    tracker = current_app.config["ISSUE_TRACKER_URL"]
    if not tracker:
        return None
    found = diagnosis.findings[0].cause.id if diagnosis.findings else "no cause"
    fields = {"title": f"Wrong or missing diagnosis: {found}", "body": for_report(diagnosis)[:_MAX_REPORT]}
    return f"{tracker}?{urlencode(fields)}"
