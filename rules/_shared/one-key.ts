import Anthropic from "@anthropic-ai/sdk";

// One credential, given once: no authToken beside it.
const client = new Anthropic({ apiKey: process.env["ANTHROPIC_API_KEY"] });
