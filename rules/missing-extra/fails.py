"""Uses a client whose extra is not installed."""

from anthropic import AsyncAnthropic, DefaultAioHttpClient

client = AsyncAnthropic(http_client=DefaultAioHttpClient())
