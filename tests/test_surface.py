"""Import, attribute and keyword errors are diagnosed with the table of all releases of both SDKs."""

import zipfile

import pytest

from diagnostic import diagnose
from diagnostic.lab.surface_python import read_end_of_life
from diagnostic.world.models import end_of_life
from diagnostic.world.surface import names_of, newest

_SITE = "/home/you/.venv/lib/python3.11/site-packages/anthropic"


@pytest.mark.parametrize(
    ("text", "cause", "headline"),
    [
        (
            (
                "ImportError: cannot import name 'RawContentBlockDeltaEvent' from 'anthropic.types'"
                f" ({_SITE}/types/__init__.py)"
            ),
            "legacy-sdk",
            "RawContentBlockDeltaEvent came with anthropic 0.27; the installed version is older.",
        ),
        (
            "cannot import name 'RawContentBlockDeltaEvent' from 'anthropic.types",
            "legacy-sdk",
            "RawContentBlockDeltaEvent came with anthropic 0.27; the installed version is older.",
        ),
        (
            f"ImportError: cannot import name 'Anthropic' from 'anthropic' ({_SITE}/__init__.py)",
            "legacy-sdk",
            "Anthropic came with anthropic 0.3; the installed version is older.",
        ),
        (
            "AttributeError: 'AnthropicBedrock' object has no attribute 'beta'\nanthropic==0.23.1",
            "legacy-sdk",
            "AnthropicBedrock.beta came with anthropic 0.37; version 0.23 is older.",
        ),
        (
            "TypeError: Messages.create() got an unexpected keyword argument 'thinking'\nanthropic==0.40.0",
            "legacy-sdk",
            "The parameter thinking of Messages.create came with anthropic 0.47; version 0.40 is older.",
        ),
        (
            "AttributeError: 'Anthropic' object has no attribute 'count_tokens'",
            "removed-parameter",
            "Anthropic.count_tokens was removed in anthropic 0.39: use client.messages.count_tokens.",
        ),
        (
            (
                "TypeError: AsyncMessages.create() got an unexpected keyword argument"
                " 'temperature'\nanthropic==1.4.0"
            ),
            "removed-parameter",
            "The parameter temperature of Messages.create was removed in anthropic 1.0.",
        ),
        (
            (
                "TypeError: __init__() got an unexpected keyword argument 'transport'\nclient ="
                " anthropic.Anthropic(transport=t)"
            ),
            "removed-parameter",
            None,
        ),
        (
            f"ImportError: cannot import name 'AI_PROMPT' from 'anthropic' ({_SITE}/__init__.py)",
            "removed-parameter",
            "AI_PROMPT was removed in anthropic 1.0.",
        ),
        (
            "AttributeError: 'Messages' object has no attribute 'creat'",
            "removed-parameter",
            (
                f"Messages.creat is in no version of anthropic up to {'.'.join(map(str, newest('python')))}:"
                " did you mean create?"
            ),
        ),
        # Names that mean the same are spelled otherwise.
        *(
            (
                f"TypeError: {called}() got an unexpected keyword argument '{name}'",
                "removed-parameter",
                f"The parameter {name} of {label} is in no version of anthropic up to"
                f" {'.'.join(map(str, newest('python')))}{hint}",
            )
            for called, label, name, hint in (
                ("Anthropic.__init__", "Anthropic", "api_url", ": did you mean base_url?"),
                ("Messages.create", "Messages.create", "request_timeout", ": did you mean timeout?"),
                ("Messages.create", "Messages.create", "model_name", ": did you mean model?"),
                ("Messages.create", "Messages.create", "presence_penalty", "."),
                ("Anthropic.__init__", "Anthropic", "organization_id", "."),
            )
        ),
        (
            "TypeError: Messages.stream() got an unexpected keyword argument 'mcp_servers'",
            "beta-namespace",
            "The parameter mcp_servers of Messages.stream exists only on client.beta.messages.",
        ),
        # An app broke the lines of the sentence.
        (
            "Error: Messages.stream()\ngot an unexpected keyword argument\n'mcp_servers'",
            "beta-namespace",
            "The parameter mcp_servers of Messages.stream exists only on client.beta.messages.",
        ),
        (
            "AttributeError: 'Messages' object has no attribute 'tool_runner'",
            "beta-namespace",
            "Messages.tool_runner exists only on client.beta.messages.",
        ),
        (
            "ModuleNotFoundError: No module named 'anthropic.types.beta.prompt_caching'",
            "beta-namespace",
            None,
        ),
        (
            "AttributeError: module 'anthropic' has no attribute 'beta'",
            "module-instead-of-client",
            "The module has no beta: create a client, then use client.beta.",
        ),
        (
            (
                "SyntaxError: The requested module '@anthropic-ai/sdk' does not provide an export named"
                " 'OverloadedError'"
            ),
            "sdk-import-path",
            "OverloadedError came with @anthropic-ai/sdk 1.5; the installed version is older.",
        ),
    ],
)
def test_the_answer_says_since_when_until_when_or_where_a_name_exists(text, cause, headline):
    first = diagnose(text).findings[0]
    assert first.cause.id == cause
    assert headline is None or first.headline == headline


@pytest.mark.parametrize(
    "text",
    [
        "ImportError: cannot import name 'Anthropic' from 'anthropic' (unknown location)",
        (
            "ImportError: cannot import name 'AsyncAnthropic' from partially initialized module 'anthropic'"
            " (most likely due to a circular import) (/home/you/anthropic.py)"
        ),
    ],
)
def test_a_file_of_the_same_name_is_not_an_old_version(text):
    assert diagnose(text).findings[0].cause.id == "name-shadowing"


@pytest.mark.parametrize(
    "name", ["RateLimitError", "APITimeoutError", "OverloadedError", "AuthenticationError"]
)
def test_a_class_that_cannot_be_imported_is_not_the_error(name):
    text = f"ImportError: cannot import name '{name}' from 'anthropic' ({_SITE}/__init__.py)"
    assert [finding.cause.id for finding in diagnose(text).findings][:1] == ["legacy-sdk"]


@pytest.mark.parametrize(
    "text",
    [
        "AttributeError: 'Messages' object is fine",
        "ImportError: cannot import name 'Mistral' from 'mistralai' (unknown location)",
        "TypeError: Table.create() got an unexpected keyword argument 'tools'",
    ],
)
def test_other_names_are_no_names_of_the_sdk(text):
    diagnosis = diagnose(text)
    assert diagnosis.facts.surface is None and not diagnosis.findings


@pytest.mark.parametrize(
    ("file", "opening"),
    [
        ("anthropic/resources/messages.py", "DEPRECATED_MODELS = {"),
        ("anthropic/_data/deprecated_models.py", "DEPRECATED_MODELS: Dict[str, str] = {"),
    ],
)
def test_the_end_of_life_of_models_is_read_from_a_release(tmp_path, file, opening):
    wheel = tmp_path / "anthropic-9.9.9-py3-none-any.whl"
    table = f'{opening}\n    "claude-1": "November 6th, 2024",\n    "claude-2": "July 21st, 2025",\n}}\n'
    with zipfile.ZipFile(wheel, "w") as written:
        written.writestr(file, table)
        written.writestr("anthropic/other.py", 'OTHER = {"claude-3": "July 1st, 2026"}\n')
    assert read_end_of_life(wheel) == {"claude-1": "2024-11-06", "claude-2": "2025-07-21"}


@pytest.mark.parametrize(
    ("model", "day"),
    [("claude-2.1", "2025-07-21"), ("anthropic/claude-2.1", "2025-07-21"), ("claude-9", None),
     ("us.anthropic.claude-2.1-v1:0", None)],
)  # fmt: skip
def test_the_end_of_life_is_that_of_the_api(model, day):
    assert end_of_life(model) == day


def test_a_name_that_went_and_came_back_has_two_spans():
    spans = names_of("python", "c Anthropic")["beta"]
    assert len(spans) > 1 and spans[-1].last is None


def test_the_table_covers_every_minor_version_it_names():
    for language in ("python", "typescript"):
        assert newest(language) >= ((2, 14) if language == "python" else (1, 14))
