"""The settings that the bots' pages tell people to paste are what the code expects."""

import html
import json
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from diagnostic import create_app
from diagnostic.bots.discord_commands import commands
from diagnostic.bots.slack import COMMAND, SHORTCUT


@pytest.fixture(name="pages", scope="module")
def _pages():
    client = create_app({"PUBLIC_URL": "https://errors.example"}).test_client()
    return {name: client.get(f"/docs/{name}").text for name in ("slack", "discord", "github")}


@pytest.mark.parametrize("name", ["slack", "discord", "github"])
def test_a_page_read_on_the_own_machine_gives_no_vendor_that_address(name):
    page = create_app().test_client().get(f"/docs/{name}", base_url="http://127.0.0.1:8000").text
    said = unquote(html.unescape(page))
    assert "http://127.0.0.1" not in said
    assert f"https://diagnostic.example.com/bots/{name}" in said


def code(page: str) -> list[str]:
    """The blocks of code of a page, as they are copied."""
    found = re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", block)) for block in found]


def test_the_manifest_of_slack_can_be_copied_whole(pages):
    (shown,) = [block for block in code(pages["slack"]) if "display_information" in block]
    said = json.loads(shown)
    address = "https://errors.example/bots/slack"
    assert said["settings"]["event_subscriptions"]["request_url"] == address
    assert said["settings"]["interactivity"]["request_url"] == address
    assert [one["callback_id"] for one in said["features"]["shortcuts"]] == [SHORTCUT]
    assert [(one["command"], one["url"]) for one in said["features"]["slash_commands"]] == [
        (COMMAND, address)
    ]
    assert len(said["display_information"]["name"]) <= 35


def test_the_commands_of_discord_can_be_copied_whole(pages):
    (shown,) = [block for block in code(pages["discord"]) if "curl" in block]
    assert json.loads(re.search(r"-d '(.*)'", shown)[1]) == commands()


def test_the_form_of_github_is_filled_in(pages):
    (link,) = re.findall(r'href="(https://github.com/settings/apps/new[^"]*)"', pages["github"])
    fields = parse_qs(urlsplit(html.unescape(link)).query)
    assert fields["webhook_url"] == ["https://errors.example/bots/github"]
    assert fields["issues"] == ["write"] and fields["events[]"] == ["issues", "issue_comment"]


@pytest.mark.parametrize("name", ["slack", "discord", "github"])
def test_a_page_names_each_setting_of_its_bot(pages, name):
    from diagnostic.bots import DEFAULTS

    for setting in DEFAULTS:
        if setting.startswith((name.upper(), "BOTS")):
            assert f"DIAGNOSTIC_{setting}" in pages[name]
