import Anthropic from "@anthropic-ai/sdk";

const key = process.env["ANTHROPIC_API_KEY"] ?? "";
const client = new Anthropic({ defaultHeaders: { "x-api-key": key } });
