import anthropic

# From SDK 2.14 on: this client reads no proxy variable.
client = anthropic.Anthropic(
    http_client=anthropic.DefaultHttpxClient(trust_env=False)
)
