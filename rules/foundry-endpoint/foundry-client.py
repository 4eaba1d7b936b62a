"""Makes a Foundry client from one resource and its key."""

import os

from anthropic import AnthropicFoundry

# fix:begin
resource = os.environ.get("ANTHROPIC_FOUNDRY_RESOURCE", "my-resource")  # https://my-resource.services.ai.azure.com
if "." in resource or "/" in resource:
    raise SystemExit(f"{resource} is an address: give only the name of the resource.")
os.environ.pop("ANTHROPIC_FOUNDRY_BASE_URL", None)  # the address follows from the resource
client = AnthropicFoundry(resource=resource, api_key=os.environ["ANTHROPIC_FOUNDRY_API_KEY"])
# fix:end
message = client.messages.create(
    model="claude-haiku-4-5",  # the name of your deployment
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
