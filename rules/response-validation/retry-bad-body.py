"""Asks again, twice, when the body of a 200 is not what it should be: the SDK does not. Each answer is billed."""

import random
import sys
import time

import anthropic

client = anthropic.Anthropic()

# fix:begin
for attempt in range(3):
    try:
        message = client.messages.create(
            model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
        )
        break
    except ValueError as error:  # a JSONDecodeError is one
        print(f"the body was no JSON ({error}); asking again", file=sys.stderr)
        time.sleep(random.uniform(0.5, 1) * 2**attempt)
else:
    sys.exit("Three answers in a row were no JSON: look at the gateway between you and the API.")
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
