"""Reads the stream once; what is needed later is kept."""

import anthropic

client = anthropic.Anthropic()

# fix:begin
with client.messages.stream(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
    message = stream.get_final_message()  # what was collected on the way: nothing is read again
# fix:end

print()
print("tokens:", message.usage.output_tokens)
