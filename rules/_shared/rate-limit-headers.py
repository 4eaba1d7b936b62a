"""Says which rate limit was reached, and waits as long as the API asks."""

import time

import anthropic

client = anthropic.Anthropic(max_retries=0)


# fix:begin
def reached_limits(error: anthropic.APIStatusError) -> list[str]:
    """The headers that stand at zero, such as anthropic-ratelimit-requests-remaining."""
    return [name for name, value in error.response.headers.items() if name.endswith("-remaining") and value == "0"]


for attempt in range(5):
    try:
        message = client.messages.create(
            model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
        )
        break
    except anthropic.RateLimitError as error:
        wait = error.response.headers.get("retry-after", "")
        print("reached:", reached_limits(error), "retry-after:", wait)
        if not wait.isdecimal() or attempt == 4:
            raise  # the API names whole seconds; where it names none, it is a cap, and no wait helps
        time.sleep(float(wait))
# fix:end
else:
    raise AssertionError("unreachable")

print("".join(block.text for block in message.content if block.type == "text"))
