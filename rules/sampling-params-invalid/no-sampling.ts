import type Anthropic from "@anthropic-ai/sdk";

/** For models that refuse these settings: 4.7 and later. */
function withoutSampling(
  request: Anthropic.MessageCreateParamsNonStreaming & {
    temperature?: number; top_p?: number; top_k?: number;
  },
): Anthropic.MessageCreateParamsNonStreaming {
  const { temperature, top_p, top_k, ...rest } = request;
  return rest;
}
