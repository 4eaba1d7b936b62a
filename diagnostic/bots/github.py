"""GitHub: a new or edited issue, or a comment with /diagnose -> one comment, edited when the text changes.

Signatures of webhooks cover the raw body, but no timestamp. To prevent replays, a body is rejected if it was
handled before, or if its event is older than the records of handled bodies. GitHub expects a response within
ten seconds, so the comment is written afterwards.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Annotated

import msgspec
import re2
from flask import Flask, request
from github import Auth, Github
from github.Issue import Issue
from github.IssueComment import IssueComment
from urllib3 import Retry

from diagnostic.bots import MALFORMED_BODY, count_diagnosis
from diagnostic.bots.deferred import Deferred
from diagnostic.bots.github_comment import is_same_comment, read_moment, write_comment
from diagnostic.bots.seen import Seen
from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.render.short_answer import shorten

# GitHub can redeliver an event for this long.
_REDELIVERY_WINDOW = timedelta(days=3)
_CLOCK_SKEW = timedelta(minutes=5)
_API_SECONDS = 10
# Only reads are retried: a comment may exist although GitHub's response failed. A rate limit lasts too long
# to wait for; its event can be redelivered.
_READ_RETRIES = Retry(
    total=2,
    backoff_factor=0.5,
    status_forcelist=(500, 502, 503, 504),
    allowed_methods=("GET",),
    respect_retry_after_header=False,
)
# The maximum number of comments in one response of GitHub.
_COMMENTS_PER_PAGE = 100
_COMMAND = re2.compile(r"(?m)^/diagnose(?:[ \t]+|\r?$)")


# A time without a time zone is invalid.
_AwareTime = Annotated[datetime, msgspec.Meta(tz=True)]


class _Sender(msgspec.Struct):
    type: str = ""
    login: str = ""


class _Comment(msgspec.Struct):
    body: str | None
    updated_at: _AwareTime
    user: _Sender | None


class _Issue(msgspec.Struct):
    number: int
    title: str
    updated_at: _AwareTime
    body: str | None = None


class _Repository(msgspec.Struct):
    full_name: str


class _Installation(msgspec.Struct):
    id: int


class _Event(msgspec.Struct):
    """The fields that are read from a webhook."""

    action: str
    issue: _Issue
    repository: _Repository
    installation: _Installation
    sender: _Sender
    comment: _Comment | None = None


class Question(msgspec.Struct, frozen=True):
    """A text and its issue; `moment` is when it was written."""

    repository: str
    number: int
    installation: int
    moment: datetime
    text: str
    is_new: bool  # the issue was just opened, so this app cannot have commented yet
    asker: str


class GitHubApp(msgspec.Struct, frozen=True):
    """The settings and services that the request handlers share."""

    base_url: str
    id: int
    label: str
    seen: Seen
    client: Callable[[int], Github]
    count: Callable[[Diagnosis], None]


def init_app(app: Flask) -> None:
    """Adds POST /bots/github. Raises ValueError if the private key is invalid."""
    secret = app.config["GITHUB_WEBHOOK_SECRET"].encode()
    deferred = Deferred(lambda error: app.logger.error("%s in an answer to GitHub", type(error).__name__))
    github_app = GitHubApp(
        app.config["PUBLIC_URL"].rstrip("/"),
        app.config["GITHUB_APP_ID"],
        app.config["GITHUB_LABEL"],
        Seen(app.config["BOTS_FOLDER"]),
        _clients(app),
        partial(count_diagnosis, app),
    )

    def webhook() -> tuple[str, int]:
        body = request.get_data()
        digest = hmac.new(secret, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(
            f"sha256={digest}".encode(), request.headers.get("X-Hub-Signature-256", "").encode()
        ):
            return "The request is not signed with the webhook's secret.\n", 401
        try:
            question = read_question(request.headers.get("X-GitHub-Event", ""), body)
        except MALFORMED_BODY:
            return "The body is not a webhook of a GitHub App as JSON.\n", 400
        if question is None:
            return "", 204
        if not -_CLOCK_SKEW < datetime.now(UTC) - question.moment < _REDELIVERY_WINDOW:
            return "The event is too old.\n", 401
        key = f"github {digest}"
        if not github_app.seen.claim(key, (_REDELIVERY_WINDOW + _CLOCK_SKEW).total_seconds()):
            return "The event was sent before.\n", 401
        if deferred.submit(question.asker, lambda: _answer(github_app, question, key)):
            return "", 202
        github_app.seen.release(key)
        return "Too many events at the moment: send it again.\n", 503

    app.add_url_rule("/bots/github", "github", webhook, methods=["POST"])
    app.extensions["bots"]["github"] = deferred


def _clients(app: Flask) -> Callable[[int], Github]:
    """A function that returns the API client of an installation; its token is valid for an hour."""
    # Environment files cannot contain line breaks in a value.
    key = app.config["GITHUB_PRIVATE_KEY"].replace("\\n", "\n")
    auth = Auth.AppAuth(app.config["GITHUB_APP_ID"], key)
    try:
        auth.create_jwt()
    except Exception:
        raise ValueError("DIAGNOSTIC_GITHUB_PRIVATE_KEY must be the private key of the app, as PEM") from None

    @lru_cache(maxsize=64)
    def client(installation: int) -> Github:
        return Github(
            auth=auth.get_installation_auth(installation),
            base_url=app.config["GITHUB_API_URL"].rstrip("/"),
            timeout=_API_SECONDS,
            retry=_READ_RETRIES,
            per_page=_COMMENTS_PER_PAGE,
            # At most two writes per issue, so no throttling is needed.
            seconds_between_requests=0,
            seconds_between_writes=0,
            lazy=True,
        )

    return client


def read_question(name: str, body: bytes) -> Question | None:
    """The question in an event, or None if there is none. Raises msgspec.DecodeError for
    an unexpected shape.
    """
    if name not in ("issues", "issue_comment"):
        return None
    event = msgspec.json.decode(body, type=_Event)
    issue, comment = event.issue, event.comment
    text, moment = f"{issue.title}\n\n{issue.body or ''}", issue.updated_at
    if name == "issue_comment":
        if event.action not in ("created", "edited") or comment is None:
            return None
        found = _COMMAND.search(comment.body or "")
        if not found or (comment.user and comment.user.type == "Bot"):
            return None
        # The text after the command, else the issue.
        text, moment = (comment.body or "")[found.end() :].strip() or text, comment.updated_at
    elif event.action not in ("opened", "edited", "reopened"):
        return None
    is_new = name == "issues" and event.action == "opened"
    return Question(
        event.repository.full_name,
        issue.number,
        event.installation.id,
        moment,
        text,
        is_new,
        event.sender.login,
    )


def _answer(github_app: GitHubApp, question: Question, key: str) -> None:
    try:
        diagnosis = diagnose(question.text)
        github_app.count(diagnosis)
        answer = shorten(diagnosis, github_app.base_url)
        is_likely = answer.verdict is not None and answer.verdict.is_likely
        if question.is_new and not is_likely:
            return
        moment = question.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        # Two processes may get events of the same issue at once.
        with github_app.seen.lock(f"{question.repository}#{question.number}"):
            repository = github_app.client(question.installation).get_repo(question.repository)
            issue = repository.get_issue(question.number)
            _write(github_app, issue, write_comment(answer, moment), moment, is_likely)
    except Exception:
        github_app.seen.release(key)  # an operator may redeliver it
        raise


def _write(github_app: GitHubApp, issue: Issue, body: str, moment: str, is_likely: bool) -> None:
    own = _find_own_comment(github_app, issue)
    if own is None and is_likely:
        issue.create_comment(body)
    elif own is not None and (read_moment(own.body) or "") <= moment and not is_same_comment(own.body, body):
        own.edit(body)
    if is_likely and github_app.label and github_app.label not in [label.name for label in issue.labels]:
        issue.add_to_labels(github_app.label)


def _find_own_comment(github_app: GitHubApp, issue: Issue) -> IssueComment | None:
    """This app's earlier comment. Its author is checked too, because anybody can copy the marker."""
    for comment in issue.get_comments():
        app = comment.performed_via_github_app
        if app is not None and app.id == github_app.id and read_moment(comment.body):
            return comment
    return None
