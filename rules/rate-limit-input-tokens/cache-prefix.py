"""Marks the stable prefix for caching: for most models, tokens read from the cache do not count."""

import anthropic

client = anthropic.Anthropic()
MANUAL = "The long text that every request begins with."

# fix:begin
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    system=[{"type": "text", "text": MANUAL, "cache_control": {"type": "ephemeral"}}],
    messages=[{"role": "user", "content": "Say hello."}],
)
print("read from the cache:", message.usage.cache_read_input_tokens or 0)
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
