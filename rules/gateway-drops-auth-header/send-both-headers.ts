import Anthropic from "@anthropic-ai/sdk";

const key = process.env["ANTHROPIC_API_KEY"] ?? "";
const both = { "x-api-key": key, authorization: `Bearer ${key}` };
const client = new Anthropic({ defaultHeaders: both });
