import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";

// Only the name; the key is read from ANTHROPIC_FOUNDRY_API_KEY.
const client = new AnthropicFoundry({ resource: "my-resource" });
