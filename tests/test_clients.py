"""Which client a text shows: texts for each sign in clients.toml, beginning with texts that show none."""

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import re2

from diagnostic.paths import RULES
from diagnostic.report import read_report
from diagnostic.text import clean
from diagnostic.world.clients import clients, load_clients
from diagnostic.world.edges import find_accident
from diagnostic.world.files import DataFileError

_TEXTS = tomllib.loads((Path(__file__).parent / "clients.toml").read_text())
_FILES = {path.stem: tomllib.loads(path.read_text()) for path in (RULES / "_clients").glob("*.toml")}
_ACTIONS = RULES / "_shared" / "actions.toml"


def _client(text):
    return read_report(clean(text)).report.client


@pytest.mark.parametrize("text", _TEXTS["none"])
def test_a_common_word_shows_no_client(text):
    assert _client(text) is None


@pytest.mark.parametrize(
    ("id", "text"), [(id, text) for id, texts in _TEXTS["shows"].items() for text in texts]
)
def test_a_sign_shows_its_client(id, text):
    assert _client(text) == id


@pytest.mark.parametrize("id", _FILES)
def test_each_sign_of_a_client_is_in_one_of_its_texts(id):
    lost = [
        pattern
        for table in _FILES[id]["signs"]
        for pattern in table["patterns"]
        if not any(re2.search(pattern, text) for text in _TEXTS["shows"][id])
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        # An app over what it is made of.
        ("litellm.RateLimitError: AnthropicException - {}\naider v0.86.2", "aider"),
        ("Cline v3.35\n529 {\"type\":\"error\"}", "cline"),
        ("I run this in LibreChat.\nanthropic.RateLimitError: Error code: 429", "librechat"),
        # What printed it over what a text only speaks of.
        ("litellm.RateLimitError: x\nOpen WebUI was fine", "litellm"),
        ("anthropic.RateLimitError: Error code: 429\nWe moved from LangChain.", "anthropic-python"),
        # The Agent SDK over Claude Code inside it; a framework over LiteLLM; the cloud's client over the SDK.
        ("claude_agent_sdk._errors.ProcessError: x\nAPI Error: 529 Overloaded", "agent-sdk"),
        ("crewai/llm.py\nlitellm.RateLimitError: x", "crewai"),
        ("anthropic.RateLimitError: x\n  File \"/x/anthropic/lib/bedrock/_client.py\"", "bedrock"),
        # A relay is what Claude Code asked, not what the person uses.
        ("API Error: 400 {\"error\":{\"type\":\"new_api_error\"}}", "claude-code"),
    ],
)  # fmt: skip
def test_the_outermost_client_is_the_one(text, id):
    assert _client(text) == id


@pytest.mark.parametrize(
    ("source", "accident"),
    [
        ("a?", "matches the empty text"),
        ("x|", "matches the empty text"),
        (r"\b", "matches the empty text"),
        ("(?:a|b*)", "matches the empty text"),
        ("set", "begins inside a word"),
        (r"\bset", "ends inside a word"),
        (r"\bset\b|unset\b", "begins inside a word"),
        (r"(?i)\b(?:a|b)", "ends inside a word"),
        (r"-?\bset\d", "ends inside a word"),
        (r"\b[A-Z]{3}", "ends inside a word"),
        (r"x?\bset\b", "begins inside a word"),
        (r"\bset\b", None),
        (r"(?m)^set\w*", None),
        (r"\w*set\b", None),
        (r"\Bset\b", None),
        (r"\[set[/\\]", None),
        (r"\bset [a-z]+", None),
        (r"\b(?:un)?set\b", None),
        (r"[^a-z]set\)", None),
    ],
)
def test_what_a_pattern_would_match_by_accident_is_found(source, accident):
    found = find_accident(source)
    assert (found is None) if accident is None else (found is not None and found.startswith(accident))


_GOOD = 'name = "X"\nkind = "app"\n[[signs]]\nstrength = "strong"\npatterns = [\'\\bx\\b\']\n'


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (_GOOD.replace('"app"', '"apps"'), "$.kind"),
        (_GOOD.replace('"strong"', '"sure"'), "$.signs[0].strength"),
        (_GOOD.replace("name", "nam"), "nam"),
        (_GOOD.replace('"X"', '" "'), "$.name"),
        ("colour = 1\n" + _GOOD, "colour"),
        ("rank = 'high'\n" + _GOOD, "$.rank"),
        ('language = "cobol"\n' + _GOOD, "$.language"),
        (_GOOD.replace(r"\bx\b", "x*"), "$.signs[0].patterns[0]: 'x*' matches the empty text"),
        (_GOOD.replace(r"\bx\b", "x"), "begins inside a word"),
        (_GOOD.replace(r"\bx\b", "("), "is not an RE2 pattern"),
        (_GOOD.replace(r"'\bx\b'", ""), "$.signs[0].patterns"),
        (_GOOD + _GOOD.partition("[[")[1] + _GOOD.partition("[[")[2], "has a table already"),
        (_GOOD + "[actions.fly]\ntext = 'x'\nsource = 'https://x'\n", "$.actions.fly"),
        (_GOOD + "[actions.wait]\ntext = 'x'\nsource = 'http://x'\n", "$.actions.wait"),
        (_GOOD + "[actions.wait]\ntext = ''\nsource = 'https://x'\n", "$.actions.wait"),
        (_GOOD + "[actions.wait]\nsource = 'https://x'\n", "text"),
        ("name = ", "x.toml"),
    ],
)
def test_a_fault_in_a_file_is_an_error_with_file_and_field(tmp_path, file, problem):
    (tmp_path / "x.toml").write_text(file)
    with pytest.raises(DataFileError) as caught:
        load_clients(tmp_path, _ACTIONS)
    assert "x.toml" in str(caught.value)
    assert problem in str(caught.value)


def test_a_good_file_loads_with_its_actions(tmp_path):
    (tmp_path / "x.toml").write_text(_GOOD + "[actions.wait]\ntext = 'Wait.'\nsource = 'https://x'\n")
    (client,) = load_clients(tmp_path, _ACTIONS).values()
    assert (client.id, client.name, client.kind, client.rank) == ("x", "X", "app", 70)
    assert client.actions["wait"].text == "Wait."


def test_every_client_has_texts_and_every_text_a_client():
    assert _TEXTS["shows"].keys() == clients().keys()


# Where what a client is called is not part of the address of its own documentation.
_OWN = {
    "agent-sdk": ("platform.claude.com",),
    "claude-code-action": ("code.claude.com",),
    "copilot": ("code.visualstudio.com/docs/", "docs.github.com/en/copilot"),
    "goose": ("block.github.io/goose/",),
    "kilo-code": ("kilo.ai",),
    "lobechat": ("lobehub.com",),
}
_SHARED_HOSTS = ("github.com", "code.visualstudio.com", "block.github.io", "docs.github.com")
_SOURCES = [
    pytest.param(id, action["source"], id=f"{id}-{name}")
    for id, file in _FILES.items()
    for name, action in file.get("actions", {}).items()
]


def _is_own(id, name, source):
    """Is this an address of the client's maker: named after it, or listed?"""
    parts = urlsplit(source)
    place = f"{parts.netloc}/{'/'.join(parts.path.split('/')[1:3])}"
    if parts.netloc not in _SHARED_HOSTS:
        place = parts.netloc
    squeezed = re.sub(r"[^a-z0-9]", "", place.lower())
    names = {re.sub(r"[^a-z0-9]", "", said.lower()) for said in (id, name)}
    words = {word for said in (id, name.lower()) for word in re.split(r"[^a-z0-9]+", said) if len(word) > 3}
    is_named = any(said in squeezed for said in names | words - _COMMON_WORDS)
    return is_named or f"{parts.netloc}{parts.path}".startswith(_OWN.get(id, ("\0",)))


_COMMON_WORDS = {
    "code",
    "chat",
    "proxy",
    "gateway",
    "router",
    "action",
    "actions",
    "studio",
    "assistant",
    "open",
}


@pytest.mark.parametrize(("id", "source"), _SOURCES)
def test_how_an_action_is_done_is_cited_from_the_makers_own_pages(id, source):
    parts = urlsplit(source)
    assert parts.scheme == "https" and parts.port is None and parts.username is None and not parts.query
    assert re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", parts.netloc)
    assert re.fullmatch(r"(?:/[\w.~%-]+)*/?", parts.path) and "//" not in parts.path
    assert not parts.fragment or re.fullmatch(r"[\w.-]+", parts.fragment)
    assert _is_own(id, _FILES[id]["name"], source)


@pytest.mark.parametrize(
    ("id", "name", "source"),
    [
        ("cline", "Cline", "https://docs.roocode.com/features"),
        ("cline", "Cline", "https://github.com/someone/notes/blob/main/cline.md"),
        ("open-webui", "Open WebUI", "https://openrouter.ai/docs"),
        ("goose", "goose", "https://block.github.io/other/"),
    ],
)
def test_the_pages_of_another_maker_are_told(id, name, source):
    assert not _is_own(id, name, source)
