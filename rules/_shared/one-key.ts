import Anthropic from "@anthropic-ai/sdk";

const apiKey = process.env["ANTHROPIC_API_KEY"]?.trim();
if (!apiKey) throw new Error("ANTHROPIC_API_KEY is empty, or not set");
// One credential: ANTHROPIC_AUTH_TOKEN is not read beside it.
const client = new Anthropic({ apiKey, authToken: null });
