import Anthropic from "@anthropic-ai/sdk";
import { Agent } from "undici";

// 60 seconds to connect; undici's own limit is 10.
const dispatcher = new Agent({ connect: { timeout: 60_000 } });
const client = new Anthropic({ fetchOptions: { dispatcher } });
