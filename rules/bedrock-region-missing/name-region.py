"""Names the AWS region when the client is made."""

from anthropic.lib.bedrock import AnthropicBedrock

# fix:begin
client = AnthropicBedrock(aws_region="us-east-1")
# fix:end
message = client.messages.create(
    model="us.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
