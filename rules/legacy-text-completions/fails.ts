// Asks a current model at the endpoint before the Messages API.
import Anthropic from "@anthropic-ai/sdk";

const prompt = "\n\nHuman: Say hello.\n\nAssistant:";
const body = { model: "claude-sonnet-4-6", max_tokens_to_sample: 64, prompt };
await new Anthropic().post("/v1/complete", { body });
