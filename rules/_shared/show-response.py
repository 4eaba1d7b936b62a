"""Shows who answered: status, content type and request id, before anything is parsed."""

import sys

import anthropic

client = anthropic.Anthropic(max_retries=2)

# fix:begin
try:
    raw = client.messages.with_raw_response.create(
        model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
    )
except anthropic.APIStatusError as error:
    request_id = error.response.headers.get("request-id")
    print(error.status_code, error.response.headers.get("content-type"), request_id or "no request id: not the API itself")
    sys.exit(1)
kind = raw.headers.get("content-type", "")
if not kind.startswith("application/json"):
    # A page with status 200 raises nothing: the SDK would hand it to you as a string.
    sys.exit(f"Something in front of the API answered with {kind or 'no content type'}: check the base URL.")
message = raw.parse()
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
