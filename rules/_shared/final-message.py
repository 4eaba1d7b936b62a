"""Streams and collects: the whole message, or an error; no event has to be handled by hand."""

import anthropic

client = anthropic.Anthropic()

# fix:begin
with client.messages.stream(
    model="claude-sonnet-4-6",
    max_tokens=64_000,
    messages=[{"role": "user", "content": "Say hello."}],
) as stream:
    kinds = [event.type for event in stream]  # reads to the end
    if "message_stop" not in kinds:
        raise SystemExit("The answer is cut: the stream ended without message_stop. Ask again.")
    message = stream.get_final_message()
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
