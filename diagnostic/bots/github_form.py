"""GitHub's form for a new app, filled in through URL parameters."""

from __future__ import annotations

from urllib.parse import urlencode

_FORM = "https://github.com/settings/apps/new"


def new_app_url(base_url: str) -> str:
    """The URL of the form for a server at this address."""
    fields = {
        "url": base_url,
        "description": "Explains Claude API errors in a comment on the issue",
        "public": "false",
        "webhook_active": "true",
        "webhook_url": f"{base_url}/bots/github",
        "issues": "write",
    }
    events = [("events[]", name) for name in ("issues", "issue_comment")]
    return f"{_FORM}?{urlencode([*fields.items(), *events])}"
