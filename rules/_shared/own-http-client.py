import anthropic

# Keep-alive probes, limits and timeouts stay those of the SDK.
client = anthropic.Anthropic(
    http_client=anthropic.DefaultHttpxClient(headers={"x-team": "search"})
)
