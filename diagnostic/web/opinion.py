"""POST /opinion: asks Claude about a text that no rule matches; the answer comes as server-sent events or as
a page. Off by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from time import monotonic

import msgspec
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    render_template,
    request,
    stream_with_context,
)

from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.opinion import NOT_VERIFIED
from diagnostic.opinion.budget import Budget, SharedBudget
from diagnostic.opinion.events import Completed, Failed, Problem, Restarted, TextDelta
from diagnostic.web.hosts import is_from_own_page
from diagnostic.web.pages import answer_view
from diagnostic.web.problems import CROSS_SITE
from diagnostic.web.responses import private
from diagnostic.web.untrusted_markdown import render_untrusted

blueprint = Blueprint("opinion", __name__)

EVENT_STREAM = "text/event-stream"
# More frequent updates could not be read, and each one renders the whole answer.
_MIN_UPDATE_SECONDS = 0.1


class State(msgspec.Struct, frozen=True):
    """The state of the section: the answer so far, discarded ones, and how it ended."""

    text: str = ""
    status: str = "asking"  # asking | waiting | whole | cut | failed | known: a rule matches after all
    problem: Problem | None = None
    seconds: float = 0.0
    discarded: tuple[str, ...] = ()

    def discard(self, status: str, problem: Problem, seconds: float = 0.0) -> State:
        """Discards the answer so far, but keeps it visible."""
        return State(
            "", status, problem, seconds, (*self.discarded, self.text) if self.text else self.discarded
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.status not in ("asking", "waiting")


def init_app(app: Flask) -> None:
    """Adds the route. A server that cannot enforce its budget does not start."""
    if not app.config["OPINION_API_KEY"]:
        raise ValueError("OPINION_ENABLED needs its own key: set DIAGNOSTIC_OPINION_API_KEY")
    if app.config["OPINION_SECONDS"] < 1:
        raise ValueError("OPINION_SECONDS (DIAGNOSTIC_OPINION_SECONDS) must be at least 1")
    try:
        calls, address = app.config["OPINION_CALLS_A_DAY"], app.config["OPINION_STORAGE_URI"]
        app.extensions["opinion"] = (
            SharedBudget(address, calls) if address else Budget(app.config["OPINION_FOLDER"], calls)
        )
    except ValueError as error:
        name = "OPINION_STORAGE_URI" if app.config["OPINION_STORAGE_URI"] else "OPINION_FOLDER"
        raise ValueError(f"{name} (DIAGNOSTIC_{name}): {error}") from None
    app.register_blueprint(blueprint)


@blueprint.post("/opinion")
def opinion() -> Response:
    """Asks Claude about a text that no rule matches."""
    if not is_from_own_page():
        return make_response(render_template("error.html", kind=CROSS_SITE), 403)
    text = request.form.get("text", "")
    if not text.strip():
        abort(422)
    diagnosis = diagnose(text)
    if EVENT_STREAM not in request.headers.get("Accept", ""):
        *_, state = _states(diagnosis)
        return private("answer.html", **answer_view(diagnosis), opinion=_template_variables(state))
    response = Response(stream_with_context(_as_events(_states(diagnosis))), mimetype=EVENT_STREAM)
    response.headers["X-Accel-Buffering"] = "no"  # otherwise nginx would buffer the events
    response.headers["Cache-Control"] = "no-store"
    return response


def _states(diagnosis: Diagnosis) -> Iterator[State]:
    """The state to show after each event."""
    if diagnosis.findings:
        best = diagnosis.findings[0]
        yield State(status="known", problem=Problem(best.headline, best.cause.id))
        return
    yield (state := State())
    from diagnostic.opinion.asking import ask  # deferred: the SDK takes a second to import
    from diagnostic.opinion.prompt import build_prompt

    config = current_app.config
    budget: Budget | SharedBudget = current_app.extensions["opinion"]
    prompt = build_prompt(diagnosis)
    with closing(
        ask(
            prompt,
            config["OPINION_MODEL"],
            config["OPINION_SECONDS"],
            config["OPINION_API_KEY"],
            budget.reserve_call,
        )
    ) as events:
        for event in events:
            match event:
                case TextDelta(text):
                    state = msgspec.structs.replace(
                        state, text=state.text + text, status="asking", problem=None
                    )
                case Restarted(problem, seconds):
                    state = state.discard("waiting", problem, seconds)
                case Failed(problem):
                    current_app.logger.error("second opinion: %s", problem.title)
                    state = state.discard("failed", problem)
                case Completed(is_cut):
                    state = msgspec.structs.replace(state, status="cut" if is_cut else "whole")
            yield state


def _as_events(states: Iterator[State]) -> Iterator[bytes]:
    last = 0.0
    for state in states:
        now = monotonic()
        if state.status == "asking" and now - last < _MIN_UPDATE_SECONDS:
            continue
        last = now
        html = render_template("_opinion_state.html", opinion=_template_variables(state))
        yield b"data: " + msgspec.json.encode({"html": html, "over": state.is_over}) + b"\n\n"


def _template_variables(state: State) -> dict[str, object]:
    discarded = [render_untrusted(text) for text in state.discarded]
    return {
        "state": state,
        "answer": render_untrusted(state.text),
        "discarded": discarded,
        "not_verified": NOT_VERIFIED,
    }
