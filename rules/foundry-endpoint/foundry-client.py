import anthropic

# Only the name; the key is read from ANTHROPIC_FOUNDRY_API_KEY.
client = anthropic.AnthropicFoundry(resource="my-resource")
