"""The home page with the text box, and the answer page."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
from flask import Blueprint, Response, current_app, g, make_response, render_template, request

from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.finding import Finding
from diagnostic.groups import Group
from diagnostic.render.brief import render_briefs
from diagnostic.render.handoff import for_assistant, for_link, for_report, for_support
from diagnostic.render.phrases import first_question, first_sentence, format_log, other_software
from diagnostic.rules import Cause, Step
from diagnostic.search import plain_words
from diagnostic.text.encoding import decode, is_binary
from diagnostic.web.chart import Bars, draw_bars
from diagnostic.web.highlighting import error_lines, highlight_evidence, show_text
from diagnostic.web.hosts import base_url
from diagnostic.web.responses import private

blueprint = Blueprint("pages", __name__)

MAX_LINK_TEXT = 2000
_MAX_REPORT_CHARS = 4000
_SHOWN_LINES = 4
_READ_ONLY_COMMANDS = tuple("curl openssl getent nslookup dig env printenv ping nc diagnostic".split())
_CHANGES_ENVIRONMENT = ("unset ", "Remove-Item ")
_MAX_COMMAND_LINES = 3
# Short sample texts for the home page, with labels; each is a permalink.
SAMPLES = {
    "A bare status code": "529",
    "An error with a hidden cause": "anthropic.APIConnectionError: Connection error.",
    "An overload inside a stream": (
        "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
        " 'Overloaded'}}"
    ),
    "A stream that was cut": (
        "httpx2.RemoteProtocolError: peer closed connection without sending complete message body (incomplete"
        " chunked read)"
    ),
    "A request that was refused": (
        '400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 204811'
        ' tokens > 200000 maximum"}}'
    ),
}


@blueprint.get("/")
def home() -> Response:
    """The home page; with ?error=, the answer to that text."""
    text = request.args.get("error", "")
    if not text.strip():
        return make_response(render_template("home.html", tries=SAMPLES))
    if len(text) > MAX_LINK_TEXT:
        problem = f"Links are limited to {MAX_LINK_TEXT:,} characters. Paste the full text here instead."
        return _home_with_problem(problem, 414)
    return _answer(text, request.args.get("client"))


@blueprint.post("/diagnose")
def answer() -> Response:
    """The answer to a pasted text or an uploaded file; `before` is earlier text that this one is added to."""
    text = request.form.get("text", "")
    file = request.files.get("file")
    if file and not text.strip():
        text = file.read()
        if problem := _unreadable(text):
            return _home_with_problem(problem, 422)
        text = decode(text)
    if before := request.form.get("before", "").strip():
        text = f"{before}\n\n{text}" if text.strip() else before
    if not text.strip():
        return _home_with_problem("There is no text yet. Paste an error, or choose a file.", 422)
    return _answer(text, request.form.get("client"))


def _unreadable(data: bytes) -> str | None:
    """Why a file is not text, or None."""
    if data.startswith(b"\x1f\x8b"):
        return (
            "This file is compressed (gzip). Unpack it first, or turn on JavaScript: the page then"
            " unpacks it."
        )
    if is_binary(data):
        return "This file is binary, not text. Choose a log or a text file."
    return None


def _home_with_problem(problem: str, status: int) -> Response:
    return make_response(render_template("home.html", tries=SAMPLES, problem=problem), status)


def _answer(text: str, client: str | None = None) -> Response:
    g.diagnosis = diagnosis = diagnose(text, client=client)
    return private("answer.html", **answer_view(diagnosis))


def answer_view(diagnosis: Diagnosis) -> dict:
    """The variables of the answer's template."""
    best = diagnosis.findings[0] if diagnosis.findings else None
    is_undecided = best is not None and best.confidence == "possible"
    candidates = _candidates(diagnosis, best) if is_undecided and best else []
    asked_first = first_question(diagnosis)
    asked = diagnosis.questions if candidates or not best else ()
    questions = [question for question in asked if question != asked_first]
    share_text, shortened = for_link(diagnosis)
    return {
        "diagnosis": diagnosis,
        "language": (
            diagnosis.report.language if diagnosis.report.language in ("python", "typescript") else None
        ),
        "best": best,
        "seen": _seen_lines(best),
        "others": diagnosis.findings[1:],
        "blocks": highlight_evidence(diagnosis),
        "error_lines": error_lines(diagnosis.clean.masked) if diagnosis.groups else [],
        "other_software": other_software(diagnosis),
        "first_question": asked_first,
        "questions": questions,
        "candidates": candidates,
        "posts": sum(plain_words().post_counts.values()),
        "shells": (
            any(len(candidate.commands) == 2 for candidate in candidates)
            or any("powershell" in question.commands for question in questions)
        ),
        "windows": _is_on_windows(diagnosis),
        "groups": _groups(diagnosis),
        "log": format_log(diagnosis) if diagnosis.groups else None,
        "handoffs": _handoffs(diagnosis),
        "share_text": show_text(share_text),
        "shortened": shortened,
        "report": show_text(for_report(diagnosis)),
        "report_url": _report_url(diagnosis),
        "intake": bool(current_app.config["INTAKE_DATABASE_URL"]),
        "skeleton": show_text(diagnosis.skeleton) if current_app.config["INTAKE_DATABASE_URL"] else "",
    }


def _is_on_windows(diagnosis: Diagnosis) -> bool:
    """Whether PowerShell comes first: paths in the text decide, else the browser's user agent."""
    if diagnosis.reader.os:
        return diagnosis.reader.os == "windows"
    return "Windows" in request.headers.get("User-Agent", "")


def _seen_lines(best: Finding | None) -> list[tuple[int, str]]:
    """The first lines with evidence, and the id of the mark in each."""
    ids: dict[int, str] = {}
    for number, span in enumerate(best.evidence if best else (), 1):
        ids.setdefault(span.line, f"e{number}")
    return list(ids.items())[:_SHOWN_LINES]


class Candidate(msgspec.Struct, frozen=True):
    """A special case that may apply: how to recognise it, and one command that shows it, by shell."""

    cause: Cause
    sign: str
    commands: dict[str, str]


def _candidates(diagnosis: Diagnosis, best: Finding) -> list[Candidate]:
    """The special cases that the text does not distinguish; empty if there is only one."""
    rules = diagnosis.rulebook
    special = rules.special_cases.get(best.cause.id, ())
    if len(special) < 2:
        return []
    post_counts = plain_words().post_counts
    return [_candidate(rules.causes[id]) for id in sorted(special, key=lambda id: -post_counts.get(id, 0))]


def _candidate(cause: Cause) -> Candidate:
    """A special case with the shortest command of its steps, check steps first."""
    with_command = [step for step in cause.steps if "shell" in step.snippets and _is_read_only(step)]
    with_command.sort(key=lambda step: (step.kind != "check", len(step.snippets["shell"].change)))
    commands = {}
    for step in with_command[:1]:
        if step.snippets["shell"].change.count("\n") <= _MAX_COMMAND_LINES:
            commands = {
                name: _without_changes(step.snippets[name].change)
                for name in ("shell", "powershell")
                if name in step.snippets
            }
    return Candidate(cause, first_sentence(cause.explanation.what), commands)


def _without_changes(command: str) -> str:
    """A command without the lines that change what it shows."""
    lines = [line for line in command.splitlines() if not line.startswith(_CHANGES_ENVIRONMENT)]
    return "\n".join(lines) + "\n"


def _is_read_only(step: Step) -> bool:
    return step.kind == "check" or step.snippets["shell"].change.split()[0] in _READ_ONLY_COMMANDS


class ShownGroup(msgspec.Struct, frozen=True):
    """A row in the table of a log: the group, its bars, its own answer and the facts of one of its errors."""

    group: Group
    bars: Bars | None
    finding: Finding
    facts: str
    is_dated: bool  # the log spans several days, so times are shown with their date


def _groups(diagnosis: Diagnosis) -> list[ShownGroup]:
    bars = draw_bars([group.minutes for group in diagnosis.groups])
    times = [seen.time for group in diagnosis.groups for seen in (group.first, group.last) if seen.time]
    is_dated = len({time.split(" ")[0] for time in times}) > 1
    return [
        ShownGroup(group, drawn, finding, show_text(for_support(group.entry)), is_dated)
        for group, drawn, finding in zip(diagnosis.groups, bars, diagnosis.findings, strict=False)
    ]


def _handoffs(diagnosis: Diagnosis) -> list[tuple[str, str, str, str]]:
    # A forwarded message needs an address that works anywhere.
    base = base_url()
    briefs = render_briefs(diagnosis, base)
    texts = [
        ("as-markdown", "Markdown", "for an issue or a ticket", briefs["markdown"]),
        ("for-slack", "Slack", "with Slack’s own marks", briefs["slack"]),
        ("for-discord", "Discord", "", briefs["discord"]),
        ("as-text", "Plain text", "for e-mail", briefs["plain"]),
        (
            "for-assistant",
            "A prompt",
            "for an assistant, with the redacted text",
            for_assistant(diagnosis, base),
        ),
        ("for-support", "The facts", "for support: request id, status code, SDK", for_support(diagnosis)),
    ]
    return [(id, title, says, show_text(text)) for id, title, says, text in texts]


def _report_url(diagnosis: Diagnosis) -> str | None:
    tracker = current_app.config["ISSUE_TRACKER_URL"]
    if not tracker:
        return None
    found = diagnosis.findings[0].cause.id if diagnosis.findings else "no cause"
    fields = {
        "title": f"Wrong or missing diagnosis: {found}",
        "body": for_report(diagnosis)[:_MAX_REPORT_CHARS],
    }
    return f"{tracker}?{urlencode(fields)}"
