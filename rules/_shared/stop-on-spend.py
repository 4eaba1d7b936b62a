"""Ends at once where money is the reason: no wait helps, and retries only make noise."""

import sys

import anthropic

client = anthropic.Anthropic(max_retries=0)

# fix:begin
NO_MONEY = ("credit balance is too low", "API usage limits", "monthly API usage", "billing", "spend limit")

try:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
    )
except anthropic.APIStatusError as error:
    if any(words in str(error) for words in NO_MONEY):
        sys.exit(f"No retry helps, the account owner must act: {error}")
    raise
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
