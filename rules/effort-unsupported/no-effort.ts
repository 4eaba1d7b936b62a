import type Anthropic from "@anthropic-ai/sdk";

/** The request without effort; a format stays in output_config. */
function withoutEffort(request: Anthropic.MessageCreateParamsNonStreaming) {
  const { output_config, ...rest } = request;
  const { effort, ...config } = output_config ?? {};
  return Object.keys(config).length
    ? { ...rest, output_config: config } : rest;
}
