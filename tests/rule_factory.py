"""Rule folders made by tests."""

from pathlib import Path

RULE = """
title = "The test fault"
family = "streaming"
who = ["you"]
retry = "no"
sdk_retries = false
sources = ["https://example.com/page"]
{extra}

{when}

[[steps]]
id = "do-it"
title = "Do it"
text = "Do the thing."
"""

EXPLANATION = (
    "## What\n\nIt broke.\n\n## Why\n\nBecause.\n\n## Tell it apart\n\nLook.\n\n## Prevent\n\nDo not.\n"
)


def write_rule(
    root: Path,
    id: str,
    when: str = "[[when]]\ntext = 'the test fault'",
    extra: str = "",
    explanation: str = EXPLANATION,
    rule: str = RULE,
) -> Path:
    """Writes one rule folder and gives its path."""
    folder = root / id
    (folder / "examples").mkdir(parents=True)
    (folder / "rule.toml").write_text(rule.format(when=when, extra=extra))
    (folder / "explanation.md").write_text(explanation)
    return folder
