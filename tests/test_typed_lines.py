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
        # About settings and tiers, but of an error.
        ("claude rate limit exceeded tier 1", "rate-limit"),
        ("what can I do about claude being overloaded", "overloaded"),
        ("why does claude time out with default settings", "request-timeout"),
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
        "claude api timeout default value",
        "anthropic rate limits tier 2",
        "claude code settings overloaded fallback",
        "rate limits pricing claude",
        # Questions about names, and tests of them.
        "what is anthropic.InternalServerError",
        "does anthropic.BadRequestError get retried automatically?",
        "is ANTHROPIC_API_KEY required for Claude Code with a Max plan?",
        "how do I catch anthropic.RateLimitError in FastAPI",
        "mock anthropic.APITimeoutError in pytest",
        "import RateLimitError from anthropic",
        # Other questions.
        "best practice for handling anthropic rate limits",
        "request rate limit increase anthropic",
        # What is over.
        "claude no longer overloaded",
        "we are not seeing 529 errors from claude any more",
        "solved: invalid x-api-key was because of a newline in .env",
        "claude code works without a credit balance error",
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


@pytest.mark.parametrize("line", ["claude-sonnet-4-5-20241022 404", "Error: Claude 3.7 Sonnet - 404"])
def test_a_404_beside_nothing_but_a_model_is_about_the_model(line):
    assert [one.cause.id for one in diagnose(line).findings] == ["model-not-found"]
