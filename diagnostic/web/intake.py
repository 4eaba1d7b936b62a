"""POST /intake: people send the redacted text of an error with no answer or a wrong one to the maintainers;
/gaps shows them what came in. Off by default.
"""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable

import re2
from flask import Blueprint, Flask, Response, abort, current_app, make_response, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.exc import SQLAlchemyError

from diagnostic.diagnosis import rulebook
from diagnostic.intake import MAX_CHARACTERS, Full, Store
from diagnostic.intake.gaps import error_sentence, find_gaps
from diagnostic.text import clean
from diagnostic.web.hosts import is_from_own_page
from diagnostic.web.limits import store_options
from diagnostic.web.problems import CROSS_SITE, TYPES, ProblemType
from diagnostic.web.request_queue import customer_prefix
from diagnostic.web.responses import private

blueprint = Blueprint("intake", __name__)
_CONTROL = re2.compile(r"[\x00-\x08\x0b-\x1f\x7f\x{80}-\x{9f}]")

_MAX_GAPS = 100  # shown on the page; each is diagnosed, which takes longer than everything else
_PURGE_INTERVAL_SECONDS = 3600  # between two checks for expired texts

_EMPTY = ProblemType("empty", 422, "There is nothing to send", "Keep the lines that show the error.")
_LONG = ProblemType(
    "long",
    422,
    "The text is too long",
    f"Keep only the lines around the error: at most {MAX_CHARACTERS:,} characters.",
)
_FULL = ProblemType(
    "full", 503, "The daily limit is reached", "Nothing was sent. Try again tomorrow (after midnight, UTC)."
)
_UNAVAILABLE = ProblemType("away", 503, "The text could not be stored", "Nothing was sent. Try again later.")


class Intake:
    """The store, and the limits for one address."""

    def __init__(self, store: Store, limit: RateLimitItem, storage: str) -> None:
        """`storage` is where limits are counted, as in RATELIMIT_STORAGE_URI."""
        self.store, self._limit = store, limit
        shared = storage_from_string(storage, wrap_exceptions=True, **store_options(storage))
        # If the shared storage is unavailable, each process counts separately.
        self._limiters = [FixedWindowRateLimiter(each) for each in (shared, storage_from_string("memory://"))]

    def may_send(self, address: str) -> bool:
        """Counts one text for this address; False if its limit is reached."""
        for limiter in self._limiters:
            try:
                return limiter.hit(self._limit, "intake", customer_prefix(address))
            except StorageError:
                continue
        return False

    def purge_hourly(self, report: Callable[[Exception], None]) -> None:
        """Deletes expired texts, even if nobody sends anything; never returns."""
        while True:
            time.sleep(_PURGE_INTERVAL_SECONDS)
            try:
                self.store.delete_old()
            except SQLAlchemyError as error:
                report(error)


def init_app(app: Flask) -> None:
    """Adds the routes. A server with an unusable database does not start."""
    config = app.config
    try:
        limit = parse(config["INTAKE_LIMIT"])
    except ValueError:
        raise ValueError('INTAKE_LIMIT (DIAGNOSTIC_INTAKE_LIMIT) must be like "5 per hour"') from None
    try:
        store = Store(config["INTAKE_DATABASE_URL"], config["INTAKE_DAYS"], config["INTAKE_A_DAY"])
        store.delete_old()
    except (ValueError, SQLAlchemyError) as error:
        raise ValueError(f"INTAKE_DATABASE_URL (DIAGNOSTIC_INTAKE_DATABASE_URL): {error}") from None
    app.extensions["intake"] = intake = Intake(store, limit, config["RATELIMIT_STORAGE_URI"])

    def report(error: Exception) -> None:
        app.logger.error("intake: %s", type(error).__name__)

    threading.Thread(target=intake.purge_hourly, args=(report,), name="intake", daemon=True).start()
    app.register_blueprint(blueprint)


@blueprint.post("/intake")
def send() -> Response:
    """Stores the text that the person saw and sent, redacted again; the page shows its deletion token."""
    if not is_from_own_page():
        return _refuse(CROSS_SITE)
    # Control characters would take effect in the reader's terminal, and PostgreSQL rejects NUL.
    text = _CONTROL.sub("", request.form.get("text", "").replace("\r\n", "\n")).strip()
    if not text:
        return _refuse(_EMPTY)
    if len(text) > MAX_CHARACTERS or len(masked := clean(text).masked) > MAX_CHARACTERS:
        return _refuse(_LONG)
    intake: Intake = current_app.extensions["intake"]
    if not intake.may_send(request.remote_addr or ""):
        return _refuse(TYPES["rate-limited"])
    rules = rulebook()
    doubted = request.form.get("cause")
    doubted = doubted if doubted in rules.causes else None
    try:
        token = intake.store.add(masked, doubted, rules.version, error_sentence(masked))
    except Full:
        return _refuse(_FULL)
    except SQLAlchemyError as error:
        return _store_unavailable(error)
    return private("intake.html", token=token, sent=masked, doubted=doubted)


@blueprint.get("/intake/delete")
def ask_for_token() -> Response:
    """A form for the token, which must not be in an address, because logs would keep it."""
    return private("intake.html")


@blueprint.post("/intake/delete")
def delete() -> Response:
    """Deletes the text that belongs to a token."""
    intake: Intake = current_app.extensions["intake"]
    # Not limited: a token cannot be guessed, and one user must not block others with the same address.
    try:
        is_deleted = intake.store.delete(request.form.get("token", "").strip())
    except SQLAlchemyError as error:
        return _store_unavailable(error)
    return private("intake.html", 200 if is_deleted else 404, deleted=is_deleted)


@blueprint.get("/gaps")
def gaps() -> Response:
    """The texts sent, grouped by error; requires the operator's token as password, with any user name."""
    token = current_app.config["OPERATOR_TOKEN"]
    if not token:
        abort(404)
    given = request.authorization.password if request.authorization else None
    if not hmac.compare_digest((given or "").encode(), token.encode()):
        response = make_response("This page is for the operator of this server.\n", 401)
        response.headers["WWW-Authenticate"] = 'Basic realm="gaps", charset="UTF-8"'
        response.mimetype = "text/plain"
        return response
    intake: Intake = current_app.extensions["intake"]
    try:
        found = find_gaps(intake.store.read())
    except SQLAlchemyError as error:
        return _store_unavailable(error)
    return private("gaps.html", gaps=found[:_MAX_GAPS], more=len(found[_MAX_GAPS:]), causes=rulebook().causes)


def _store_unavailable(error: SQLAlchemyError) -> Response:
    # Only the type: a message of the database may quote the text.
    current_app.logger.error("intake: %s", type(error).__name__)
    return _refuse(_UNAVAILABLE)


def _refuse(kind: ProblemType) -> Response:
    return private("error.html", kind.status, kind=kind)
