import anthropic

# Keep-alive probes, limits and timeouts stay those of the SDK.
client = anthropic.AsyncAnthropic(
    http_client=anthropic.DefaultAsyncHttpxClient(headers={"x-team": "search"})
)
