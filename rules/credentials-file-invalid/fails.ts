// Names a profile that does not exist.
import Anthropic from "@anthropic-ai/sdk";

delete process.env["ANTHROPIC_API_KEY"];
process.env["ANTHROPIC_PROFILE"] = "work";
process.env["ANTHROPIC_CONFIG_DIR"] = "/nonexistent";

await new Anthropic().messages.create({ model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: "Say hello." }] });
