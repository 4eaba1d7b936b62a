import Anthropic from "@anthropic-ai/sdk";
import { Agent } from "undici";

// Node's own limits of 300 s are off; the SDK's is 20 minutes.
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
const client = new Anthropic(
  { fetchOptions: { dispatcher }, timeout: 1_200_000 },
);
