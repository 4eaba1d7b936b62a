"""Webhooks with the signatures of Slack, Discord and GitHub, for a server with all three bots enabled."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from nacl.signing import SigningKey

_SECRET = "a secret of the tests"
_KEY = SigningKey(b"k" * 32)
# Nobody listens there: every answer that goes on after the acknowledgement fails.
_NOWHERE = "http://127.0.0.1:9"


def settings() -> dict[str, str]:
    """The environment that switches them on."""
    pem = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "DIAGNOSTIC_PUBLIC_URL": "https://errors.example",
        "DIAGNOSTIC_SLACK_SIGNING_SECRET": _SECRET,
        "DIAGNOSTIC_SLACK_BOT_TOKEN": "xoxb-none",
        "DIAGNOSTIC_SLACK_API_URL": _NOWHERE,
        "DIAGNOSTIC_DISCORD_PUBLIC_KEY": _KEY.verify_key.encode().hex(),
        "DIAGNOSTIC_DISCORD_API_URL": _NOWHERE,
        "DIAGNOSTIC_GITHUB_WEBHOOK_SECRET": _SECRET,
        "DIAGNOSTIC_GITHUB_APP_ID": "1",
        "DIAGNOSTIC_GITHUB_PRIVATE_KEY": pem.decode(),
        "DIAGNOSTIC_GITHUB_API_URL": _NOWHERE,
    }


def _hmac(text: str) -> str:
    return hmac.new(_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()


def _slack(body: str, kind: str) -> tuple[str, str, dict[str, str]]:
    moment = str(int(time.time()))
    signed = {"X-Slack-Signature": f"v0={_hmac(f'v0:{moment}:{body}')}", "X-Slack-Request-Timestamp": moment}
    return "/bots/slack", body, {"Content-Type": kind, **signed}


def _discord(body: str) -> tuple[str, str, dict[str, str]]:
    moment = str(int(time.time()))
    signature = _KEY.sign((moment + body).encode()).signature.hex()
    signed = {"X-Signature-Ed25519": signature, "X-Signature-Timestamp": moment}
    return "/bots/discord", body, {"Content-Type": "application/json", **signed}


def _github(body: str) -> tuple[str, str, dict[str, str]]:
    signed = {"X-Hub-Signature-256": f"sha256={_hmac(body)}", "X-GitHub-Event": "issues"}
    return "/bots/github", body, {"Content-Type": "application/json", **signed}


def webhooks(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Path, body and headers of webhooks that hold the text: sound, of a wrong shape, and forged ones."""
    event = {"type": "app_mention", "text": text, "ts": "1.0", "channel": "C1"}
    mention = {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": event}
    message = {"content": text, "attachments": [{"url": f"{_NOWHERE}/x", "size": 9}]}
    data = {"type": 3, "target_id": "5", "resolved": {"messages": {"5": message}}}
    alone = {"type": 3, "target_id": "5", "resolved": {"messages": {"5": {"content": text}}}}
    issue = {
        "action": "opened",
        "issue": {"number": 1, "title": text, "body": text, "updated_at": datetime.now(UTC).isoformat()},
        "repository": {"full_name": "a/b"},
        "installation": {"id": 5},
        "sender": {"login": "octocat"},
    }
    sound = [
        _slack(json.dumps(mention), "application/json"),
        _slack(f"command=%2Fdiagnose&user_id=U1&text={quote(text)}", "application/x-www-form-urlencoded"),
        _slack(f"payload={quote(text)}", "application/x-www-form-urlencoded"),
        _discord(
            json.dumps({"type": 2, "application_id": "7", "token": "t", "user": {"id": "1"}, "data": data})
        ),
        _discord(json.dumps({"type": 2, "data": alone})),
        _discord(json.dumps({"type": 2, "data": text})),
        _github(json.dumps(issue)),
        _github(json.dumps({"action": text})),
    ]
    forged = [(path, body + " ", headers) for path, body, headers in sound[:4]]
    return [*sound, *forged]
