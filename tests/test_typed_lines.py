"""What people type into the box in a few words, as into a search engine."""

import pytest

from diagnostic.diagnosis import diagnose


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("claude code login loop", "oauth-token-invalid"),
        ("anthropic credit balance", "credit-balance-too-low"),
        ("claude weekly limit", "claude-usage-limit"),
        ("claude api down", "service-unavailable"),
        ("anthropic incomplete chunked read", "stream-disconnected"),
        ("claude code stuck no response", "claude-code-no-response"),
        ("claude stop_reason max_tokens", "output-truncated"),
        ("anthropic roles must alternate", "roles-must-alternate"),
        ("claude adaptive thinking not supported", "thinking-mode-unsupported"),
        ("claude image exceeds 5 MB", "image-too-large"),
        ("claude api cors", "browser-not-allowed"),
        ("anthropic batch results not ready", "batch-results-not-ready"),
        ("openrouter no endpoints found claude", "openrouter-no-endpoint"),
        ("claude code can't connect to api.anthropic.com", "connection-error"),
        ("claude account disabled", "organization-disabled"),
        # A status alone, and a broader cause, say less than the words beside them.
        ("claude content filtering policy error 400", "content-filtered"),
        ("bedrock claude too many requests", "bedrock-throttling"),
        ("vertex ai claude 429 quota exceeded", "vertex-quota"),
    ],
)
def test_a_few_words_mean_a_possible_cause(line, cause):
    first = diagnose(line).findings[0]
    assert (first.cause.id, first.confidence) == (cause, "possible")


@pytest.mark.parametrize(
    "line",
    [
        # Something else than an error of Claude's.
        "claude code pricing",
        "claude code retry logic example",
        "claude extended thinking docs",
        "claude skills marketplace",
        "claude context window size",
        "claude code mcp list",
        "claude opus vs sonnet",
        "anthropic batch api discount",
        "claude max plan worth it",
        "my code has an error",
        # Sentences, which tell who did what.
        "Claude wrote a rate limiter",
        "Anthropic announced limits during peak hours for subscribers",
        "our content filter blocks the word claude in the school network chat",
        # Other vendors.
        "gemini overloaded",
        "chatgpt login loop",
        "copilot usage limit reached",
        "mysql lock wait timeout exceeded",
        "mistral 401 unauthorized",
    ],
)
def test_other_lines_have_no_cause(line):
    assert diagnose(line).findings == ()
