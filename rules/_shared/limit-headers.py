import anthropic

try:
    headers = client.messages.with_raw_response.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=messages
    ).headers
except anthropic.RateLimitError as error:
    print(error)  # the message names the limit
    headers = error.response.headers
for name, value in headers.items():
    if name == "retry-after" or name.startswith("anthropic-ratelimit-"):
        print(f"{name}: {value}")
