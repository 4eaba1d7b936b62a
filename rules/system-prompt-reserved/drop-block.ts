import type Anthropic from "@anthropic-ai/sdk";

const RESERVED = "x-anthropic-billing-header";

/** Without the block of system that Anthropic's API alone reads. */
function withoutAttribution(
  request: Anthropic.MessageCreateParamsNonStreaming,
) {
  const { system, ...rest } = request;
  const kept = typeof system === "string"
    ? system.split("\n").filter((x) => !x.startsWith(RESERVED)).join("\n")
    : (system ?? []).filter((block) => !block.text.startsWith(RESERVED));
  return kept.length ? { ...rest, system: kept } : rest;
}
