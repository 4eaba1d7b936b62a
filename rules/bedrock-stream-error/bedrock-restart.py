"""Asks again when Bedrock reports an exception inside the stream; a retry is a new, billed answer."""

import random
import time

import anthropic
from anthropic.lib.bedrock import AnthropicBedrock

client = AnthropicBedrock(aws_region="us-east-1")
PASSING = ("modelStreamErrorException", "internalServerException", "modelTimeoutException", "serviceUnavailableException")


# fix:begin
def ask(question: str, attempts: int = 4) -> str:
    """The whole answer; nothing of a broken attempt is shown."""
    for attempt in range(attempts):
        try:
            with client.messages.stream(
                model="us.anthropic.claude-haiku-4-5-20251001-v1:0",
                max_tokens=1024,
                messages=[{"role": "user", "content": question}],
            ) as stream:
                return stream.get_final_text()
        except anthropic.APIStatusError as error:
            if attempt + 1 == attempts or not any(name in str(error) for name in PASSING):
                raise
        time.sleep(random.uniform(0.5, 1) * 2**attempt)
    raise AssertionError("unreachable")
# fix:end


print(ask("Say hello."))
