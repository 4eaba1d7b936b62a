"""The asynchronous client, with await, async for and async with."""

import asyncio

import anthropic


# fix:begin
async def main() -> None:
    async with anthropic.AsyncAnthropic() as client:
        async with client.messages.stream(
            model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
        ) as stream:
            async for text in stream.text_stream:
                print(text, end="", flush=True)
            message = await stream.get_final_message()
    print("\ntokens:", message.usage.output_tokens)
# fix:end


asyncio.run(main())
