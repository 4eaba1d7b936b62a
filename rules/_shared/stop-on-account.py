"""Ends at once where only the owner of the account can act: no wait helps, and retries only make noise."""

import sys

import anthropic

client = anthropic.Anthropic(max_retries=0)

# fix:begin
# The type of these errors is often a plain invalid_request_error: the sentence tells.
ACCOUNT = ("billing_error", "credit balance is too low", "API usage limits", "monthly API usage", "organization has been disabled")

try:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
    )
except anthropic.APIStatusError as error:
    if any(words in str(error) for words in ACCOUNT):
        sys.exit(f"No retry helps, the owner of the account must act: {error}")
    raise
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
