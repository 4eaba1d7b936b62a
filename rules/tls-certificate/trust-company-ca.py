"""Trusts the public roots and one more: the root of your company's proxy."""

import os
import ssl

import anthropic

# fix:begin
context = ssl.create_default_context()
context.load_verify_locations(os.environ["COMPANY_CA"])  # the root in PEM form
client = anthropic.Anthropic(http_client=anthropic.DefaultHttpxClient(verify=context))
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
