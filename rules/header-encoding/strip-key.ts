import Anthropic from "@anthropic-ai/sdk";

const key = process.env["ANTHROPIC_API_KEY"]?.trim(); // no line end
const client = new Anthropic({ apiKey: key });
