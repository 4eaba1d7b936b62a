"""The GitHub bot with a simulated GitHub API and GitHub's published example webhooks: one comment per issue,
never two; none if no cause is likely; unsigned, old or repeated requests are refused.
"""

import copy
import hashlib
import hmac
import itertools
import json
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from markdown_it import MarkdownIt
from shapes import ROOT
from vendor import as_json

from diagnostic import create_app
from diagnostic.bots.github_comment import write_comment
from diagnostic.diagnosis import diagnose
from diagnostic.render.short_answer import shorten

SECRET, APP = "It's a Secret to Everybody", 4711
BASE = "https://errors.example"
OVERLOAD = (
    "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}"
)
POSSIBLE = "It fails with 529 sometimes."
OCTOKIT = ROOT / "node_modules" / "@octokit"
NUMBERS = itertools.count(1)
OWN = {"id": APP, "slug": "error-diagnostic"}


@pytest.fixture(name="examples", scope="module")
def _examples():
    events = json.loads((OCTOKIT / "webhooks-examples/api.github.com/index.json").read_text())
    return {event["name"]: event["examples"] for event in events}


@pytest.fixture(name="schema", scope="module")
def _schema():
    return json.loads((OCTOKIT / "webhooks-schemas/schema.json").read_text())


@pytest.fixture(name="event")
def _event(examples, schema):
    """A published example with our text in it, still of the published shape."""

    def make(name: str, action: str, text: str, at: datetime | None = None) -> str:
        validator = jsonschema.Draft7Validator(
            {**schema, "oneOf": [], "$ref": f"#/definitions/{name}${action}"}
        )
        for example in examples[name]:
            if example["action"] != action or "pull_request" in example["issue"]:
                continue
            payload = copy.deepcopy(example)
            payload["issue"]["comments"] = next(NUMBERS)  # no two tests send the same
            payload["installation"] = {"id": 5, "node_id": "MDIz"}
            part = payload["comment"] if name == "issue_comment" else payload["issue"]
            part["body"] = text
            part["updated_at"] = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
            if validator.is_valid(payload):
                return json.dumps(payload)
        raise AssertionError(f"no example of {name} {action} has its published shape")

    return make


class Issue:
    """The comments and labels of one issue, as GitHub keeps them."""

    def __init__(self, vendor) -> None:
        self.comments: list[dict] = []
        self.labels: list[str] = []
        self.seconds = 0.0  # that GitHub takes to list the comments
        self.url = vendor.url
        repository = r"/repos/[^/]+/[^/]+"
        vendor.on("POST", "/app/installations/5/access_tokens", self._token)
        vendor.on("GET", "/repos/", self._checked(self._get))
        vendor.on("POST", "/repos/", self._checked(self._post))
        vendor.on("PATCH", "/repos/", self._checked(self._patch))
        self.paths = {
            "comments": re.compile(rf"{repository}/issues/\d+/comments"),
            "comment": re.compile(rf"{repository}/issues/comments/(\d+)"),
            "labels": re.compile(rf"{repository}/issues/\d+/labels"),
        }

    def _token(self, call):
        if call.headers["authorization"].count(".") != 2:
            return as_json({"message": "A JSON web token could not be decoded"}, 401)
        until = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return as_json(
            {"token": "ghs_stand_in", "expires_at": until, "permissions": {"issues": "write"}}, 201
        )

    def _checked(self, answer):
        def say(call):
            if call.headers.get("authorization") != "token ghs_stand_in":
                return as_json({"message": "Bad credentials"}, 401)
            return answer(call)

        return say

    def _get(self, call):
        if self.paths["comments"].fullmatch(call.path):
            comments = list(self.comments)
            time.sleep(self.seconds)
            page = int(call.query.get("page", ["1"])[0])
            size = int(call.query.get("per_page", ["30"])[0])
            shown = comments[(page - 1) * size : page * size]
            status, headers, body = as_json(shown)
            if page * size < len(comments):
                headers["link"] = f'<{self.url}{call.path}?per_page={size}&page={page + 1}>; rel="next"'
            return status, headers, body
        return as_json({"number": 1, "labels": [{"name": name} for name in self.labels], "url": call.path})

    def _post(self, call):
        if self.paths["labels"].fullmatch(call.path):
            given = call.fields
            self.labels += given if isinstance(given, list) else given["labels"]
            return as_json([{"name": name} for name in self.labels])
        assert self.paths["comments"].fullmatch(call.path)
        return as_json(self.add(call.fields["body"], OWN), 201)

    def _patch(self, call):
        id = int(self.paths["comment"].fullmatch(call.path)[1])
        (comment,) = [one for one in self.comments if one["id"] == id]
        comment["body"] = call.fields["body"]
        return as_json(comment)

    def add(self, body: str, app: dict | None = None) -> dict:
        id = len(self.comments) + 1
        url = f"{self.url}/repos/octo/x/issues/comments/{id}"
        user = {"login": "error-diagnostic[bot]" if app else "eve", "type": "Bot" if app else "User"}
        self.comments.append(
            {"id": id, "url": url, "body": body, "user": user, "performed_via_github_app": app}
        )
        return self.comments[-1]

    @property
    def own(self) -> list[str]:
        return [one["body"] for one in self.comments if one["performed_via_github_app"] == OWN]


@pytest.fixture(name="issue")
def _issue(vendor):
    return Issue(vendor)


@pytest.fixture(name="settings", scope="module")
def _settings(vendor_of_module, tmp_path_factory):
    key = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "GITHUB_WEBHOOK_SECRET": SECRET,
        "GITHUB_APP_ID": APP,
        "GITHUB_PRIVATE_KEY": key.decode().replace("\n", "\\n"),
        "GITHUB_LABEL": "claude-api-error",
        "GITHUB_API_URL": vendor_of_module.url,
        "PUBLIC_URL": BASE,
        "BOTS_FOLDER": str(tmp_path_factory.mktemp("bots")),
    }


@pytest.fixture(name="app", scope="module")
def _app(settings):
    return create_app(settings)


def sign(body: str, secret: str = SECRET) -> dict[str, str]:
    return {
        "X-Hub-Signature-256": "sha256="
        + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
    }


def send(app, body: str, name: str = "issues", headers: dict | None = None) -> int:
    headers = sign(body) if headers is None else headers
    kind = {"Content-Type": "application/json", "X-GitHub-Event": name, "X-GitHub-Delivery": "d"}
    status = app.test_client().post("/bots/github", data=body, headers={**kind, **headers}).status_code
    app.extensions["bots"]["github"].wait()
    return status


def test_githubs_own_example_of_a_signature_holds():
    """From its documents on validating deliveries."""
    assert sign("Hello, World!") == {
        "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    }


@pytest.mark.parametrize(
    "headers",
    [
        lambda body: {},
        lambda body: sign(body, "another"),
        lambda body: sign(body + " "),
        lambda body: {"X-Hub-Signature-256": ""},
        lambda body: {"X-Hub-Signature-256": "sha256=é"},
        lambda body: {
            "X-Hub-Signature": "sha1=" + hmac.new(SECRET.encode(), body.encode(), "sha1").hexdigest()
        },
    ],
    ids=["unsigned", "other secret", "other body", "empty", "not ascii", "the old kind"],
)
def test_what_is_not_signed_is_refused(app, vendor, issue, event, headers):
    body = event("issues", "opened", OVERLOAD)
    assert send(app, body, headers=headers(body)) == 401
    assert vendor.calls == []


def test_what_was_sent_before_is_refused_in_every_process(app, settings, issue, event):
    body = event("issues", "opened", OVERLOAD)
    assert send(app, body) == 202
    for one in (app, create_app(settings)):
        assert send(one, body) == 401
        assert (
            send(one, body, headers={"X-Hub-Signature-256": sign(body)["X-Hub-Signature-256"].upper()}) == 401
        )
    assert len(issue.comments) == 1


@pytest.mark.parametrize("age", [timedelta(days=4), timedelta(minutes=-6)])
def test_an_event_of_another_time_is_refused(app, vendor, issue, event, age):
    assert send(app, event("issues", "opened", OVERLOAD, datetime.now(UTC) - age)) == 401
    assert vendor.calls == []


@pytest.mark.parametrize("body", ["[]", "{", '{"action": "opened"}', "payload=%7B%7D", '{"a":' + "[" * 9000])
def test_a_signed_body_of_another_shape_is_a_bad_request(app, body):
    assert send(app, body) == 400


def test_a_moment_without_its_time_zone_is_a_bad_request(app, event):
    payload = json.loads(event("issues", "opened", OVERLOAD))
    payload["issue"]["updated_at"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    assert send(app, json.dumps(payload)) == 400


def test_without_its_secret_there_is_no_such_address_and_a_wrong_key_stops_the_start(settings):
    assert create_app().test_client().post("/bots/github").status_code == 404
    with pytest.raises(ValueError, match="private key"):
        create_app({**settings, "GITHUB_PRIVATE_KEY": "x"})
    with pytest.raises(ValueError, match="GITHUB_APP_ID"):
        create_app({**settings, "GITHUB_APP_ID": 0})


def test_events_that_ask_nothing_are_acknowledged(app, vendor, examples, event):
    assert send(app, '{"zen": "Keep it logically awesome."}', "ping") == 204
    assert send(app, json.dumps(examples["push"][0]), "push") == 204
    assert send(app, event("issue_comment", "created", f"same here: {OVERLOAD}"), "issue_comment") == 204
    assert send(app, event("issue_comment", "created", f"> /diagnose\n{OVERLOAD}"), "issue_comment") == 204
    assert vendor.calls == []


def test_a_new_issue_gets_one_comment_and_the_label(app, issue, event):
    assert send(app, event("issues", "opened", f"### What happened\n\n```\n{OVERLOAD}\n```\n")) == 202
    (said,) = issue.own
    for part in ("Who needs to act", "Retry", "Do this first", f"({BASE}/causes/overloaded)"):
        assert part in said
    assert issue.labels == ["claude-api-error"]


@pytest.mark.parametrize("text", [POSSIBLE, "The button is green, and should be blue.", ""])
def test_silence_where_no_cause_is_likely(app, vendor, issue, event, text):
    assert send(app, event("issues", "opened", text)) == 202
    assert vendor.calls == []
    assert (
        send(app, event("issue_comment", "created", f"/diagnose\n{text or POSSIBLE}"), "issue_comment") == 202
    )
    assert issue.comments == [] and issue.labels == []


def test_a_change_edits_the_comment_and_never_adds_one(app, issue, event):
    now = datetime.now(UTC) - timedelta(minutes=5)
    send(app, event("issues", "opened", OVERLOAD, now))
    wrong_key = "anthropic.AuthenticationError: Error code: 401 - invalid x-api-key"
    send(app, event("issues", "edited", wrong_key, now + timedelta(seconds=60)))
    assert len(issue.comments) == 1 and "/causes/invalid-api-key" in issue.own[0]
    # What GitHub sends late does not bring the old text back.
    send(app, event("issues", "edited", OVERLOAD + " ", now + timedelta(seconds=30)))
    assert "/causes/invalid-api-key" in issue.own[0]
    send(app, event("issues", "edited", "solved, thanks", now + timedelta(seconds=90)))
    assert len(issue.comments) == 1 and "no known cause" in issue.own[0]


def test_a_change_that_changes_nothing_edits_nothing(app, vendor, issue, event):
    now = datetime.now(UTC) - timedelta(minutes=5)
    send(app, event("issues", "opened", OVERLOAD, now))
    send(app, event("issues", "edited", OVERLOAD + "\n\nThanks!", now + timedelta(seconds=60)))
    assert len(issue.comments) == 1
    assert not [call for call in vendor.calls if call.method == "PATCH"]


def test_the_command_is_about_its_own_text_or_about_the_issue(app, issue, event):
    send(
        app,
        event("issue_comment", "created", f"Thanks.\r\n/diagnose\r\n```\r\n{OVERLOAD}\r\n```"),
        "issue_comment",
    )
    assert "/causes/overloaded" in issue.own[0]
    about = json.loads(event("issue_comment", "created", "/diagnose"))
    about["issue"]["body"] = "anthropic.AuthenticationError: Error code: 401 - invalid x-api-key"
    about["comment"]["updated_at"] = (datetime.now(UTC) + timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    send(app, json.dumps(about), "issue_comment")
    assert len(issue.own) == 1 and "/causes/invalid-api-key" in issue.own[0]


def test_it_never_answers_a_bot_and_never_takes_anothers_comment_for_its_own(app, vendor, issue, event):
    bot = json.loads(event("issue_comment", "created", f"/diagnose {OVERLOAD}"))
    bot["comment"]["user"]["type"] = "Bot"
    assert send(app, json.dumps(bot), "issue_comment") == 204
    forged = issue.add("<!-- error-diagnostic 2999-01-01T00:00:00Z -->\nhello")
    others = issue.add(forged["body"], {"id": APP + 1, "slug": "another"})
    for _ in range(45):
        issue.add("me too")
    send(app, event("issues", "opened", OVERLOAD))
    send(app, event("issues", "edited", OVERLOAD + " again"))
    assert len(issue.own) == 1 and forged["body"].endswith("hello") and others["body"] == forged["body"]


def test_two_processes_with_one_issue_write_one_comment(app, settings, issue, event):
    bodies = [
        (app, event("issues", "opened", OVERLOAD)),
        (create_app(settings), event("issues", "edited", OVERLOAD + " ")),
    ]
    issue.seconds = 0.4
    together = [threading.Thread(target=send, args=one) for one in bodies]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert len(issue.comments) == 1


def test_an_event_whose_answer_failed_may_be_sent_again(app, vendor, issue, event, caplog):
    body = event("issues", "opened", OVERLOAD)
    vendor.on("POST", "/repos/", lambda call: as_json({"message": "no"}, 422))
    assert send(app, body) == 202
    assert "GithubException in an answer to GitHub" in caplog.text or "in an answer to GitHub" in caplog.text
    del vendor.routes[0]
    assert send(app, body) == 202
    assert len(issue.own) == 1


@pytest.mark.parametrize("status", [502, 504])
def test_a_comment_that_github_wrote_but_did_not_confirm_is_not_written_twice(
    app, vendor, issue, event, status, caplog
):
    def write_and_fail(call):
        issue._post(call)
        return as_json({"message": "gateway"}, status)

    vendor.on("POST", "/repos/", write_and_fail)
    body = event("issues", "opened", OVERLOAD)
    assert send(app, body) == 202
    del vendor.routes[0]
    assert send(app, body) == 202
    assert len(issue.own) == 1


@pytest.mark.parametrize(
    "limit",
    [
        {"retry-after": "3600"},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "{reset}"},
        {},
    ],
    ids=["retry-after", "reset", "secondary"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_rate_limit_of_an_hour_holds_nobody_up(app, vendor, issue, event, limit, method, caplog):
    reset = str(int(time.time()) + 3600)
    said = {"message": "API rate limit exceeded for installation. You have exceeded a secondary rate limit"}

    def refuse(call):
        status, headers, body = as_json(said, 403)
        return status, {**headers, **{name: value.format(reset=reset) for name, value in limit.items()}}, body

    vendor.on(method, "/repos/", refuse)
    assert send(app, body := event("issues", "opened", OVERLOAD)) == 202
    assert "in an answer to GitHub" in caplog.text
    del vendor.routes[0]
    assert send(app, body) == 202 and len(issue.own) == 1


def test_reading_is_tried_again(app, vendor, issue, event):
    answers = iter([502])

    def fail_once(call):
        return (
            as_json({"message": "gateway"}, status) if (status := next(answers, None)) else issue._get(call)
        )

    vendor.on("GET", "/repos/", fail_once)
    assert send(app, event("issues", "opened", OVERLOAD)) == 202
    assert len(issue.own) == 1


def test_many_comments_are_listed_in_few_calls(app, vendor, issue, event):
    for _ in range(450):
        issue.add("me too")
    send(app, event("issues", "opened", OVERLOAD))
    assert len(issue.own) == 1 and len([call for call in vendor.calls if call.method == "GET"]) <= 6


def test_a_flood_is_shed_and_may_be_sent_again(app, issue, event, monkeypatch):
    body = event("issues", "opened", OVERLOAD)
    monkeypatch.setattr(app.extensions["bots"]["github"], "submit", lambda asker, work: False)
    assert send(app, body) == 503
    monkeypatch.undo()
    assert send(app, body) == 202
    assert len(issue.own) == 1


def test_nothing_of_a_text_calls_numbers_or_links(app, issue, event):
    text = (
        "anthropic.NotFoundError: Error code: 404 - {'type': 'error', 'error': {'type': 'not_found_error',"
        " 'message': 'model: claude-x/@octocat'}} @octocat #1 GH-2 octo/x#3 https://evil.example "
        "[a](//evil.example)"
    )
    send(app, event("issues", "opened", text))
    (said,) = issue.own
    assert "evil.example" not in said
    assert not re.search(r"(^|[^\w`])@\w", said.replace("](", ""))
    assert "#1" not in said and "GH-2" not in said


def test_every_answer_is_markdown_that_calls_nobody(rules):
    reader = MarkdownIt("commonmark")
    for cause in rules.causes.values():
        for example in cause.examples()[:1]:
            said = write_comment(shorten(diagnose(example.text), BASE), "2026-01-01T00:00:00Z")
            tokens = [child for token in reader.parse(said) for child in token.children or ()]
            words = "".join(token.content for token in tokens if token.type == "text")
            assert not re.search(r"(^|[^\w])@\w", words), (cause.id, words)
            assert len(said) < 65_536
            links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
            assert all(link.startswith("https://") for link in links), cause.id


def test_no_secret_is_shown_and_nothing_is_logged(app, vendor, issue, event, caplog, capfd):
    caplog.set_level(0)
    key = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"
    canary = key[13:24]
    send(app, event("issues", "opened", f"Error code: 401 invalid x-api-key {key}"))
    send(app, event("issues", "edited", f"nothing known {key}"))
    send(app, f'{{"{canary}": 1}}')
    send(app, event("issues", "opened", OVERLOAD + canary), headers=sign(canary))
    vendor.on("POST", "/repos/", lambda call: as_json({"message": canary}, 422))
    issue.comments.clear()
    send(app, event("issues", "opened", f"{OVERLOAD} {key}"))
    written = capfd.readouterr()
    assert not [call for call in vendor.calls if canary.encode() in call.body]
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("diagnostic"))
    assert canary not in ours + written.out + written.err
    assert "in an answer to GitHub" in ours
