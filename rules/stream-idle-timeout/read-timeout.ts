import Anthropic from "@anthropic-ai/sdk";
import { Agent } from "undici";

// 30 minutes of silence between two chunks; Node's own limit is 5.
const dispatcher = new Agent({ bodyTimeout: 1_800_000 });
const client = new Anthropic({ fetchOptions: { dispatcher } });
