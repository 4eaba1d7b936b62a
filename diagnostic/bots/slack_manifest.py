"""The app manifest for Slack: it creates the app with its shortcut, command, mention and scopes."""

from __future__ import annotations

SHORTCUT = "diagnose_message"
COMMAND = "/diagnose"


def manifest(base_url: str) -> dict:
    """The manifest for a server at this address."""
    address = f"{base_url}/bots/slack"
    says = "What a Claude API error means"
    return {
        "display_information": {"name": "Error Diagnostic", "description": says},
        "features": {
            "bot_user": {"display_name": "Error Diagnostic", "always_online": True},
            "shortcuts": [
                {"name": "Diagnose this", "type": "message", "callback_id": SHORTCUT, "description": says}
            ],
            "slash_commands": [
                {"command": COMMAND, "url": address, "description": says, "usage_hint": "[the error]"}
            ],
        },
        "oauth_config": {
            "scopes": {
                "bot": [
                    "app_mentions:read",
                    "channels:history",
                    "chat:write",
                    "commands",
                    "files:read",
                    "groups:history",
                ]
            }
        },
        "settings": {
            "event_subscriptions": {"request_url": address, "bot_events": ["app_mention"]},
            "interactivity": {"is_enabled": True, "request_url": address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
        },
    }
