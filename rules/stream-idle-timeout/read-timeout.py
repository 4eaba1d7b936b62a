import anthropic

# 30 minutes of silence between two chunks; the default is 10.
client = client.with_options(timeout=anthropic.Timeout(1800, connect=5.0))
