import type Anthropic from "@anthropic-ai/sdk";

type Request = Anthropic.MessageCreateParamsNonStreaming;

/** The request for a model that decides by itself how long it thinks. */
function adaptive(request: Request): Request {
  return { ...request, thinking: { type: "adaptive" },
    output_config: { ...request.output_config, effort: "high" } };
}
