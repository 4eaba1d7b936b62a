import type Anthropic from "@anthropic-ai/sdk";

/** Without the line of system that Anthropic's API alone reads. */
function withoutAttribution(
  request: Anthropic.MessageCreateParamsNonStreaming,
) {
  const clean = (text: string) =>
    text.replace(/^x-anthropic-billing-header.*(\r?\n|$)/gm, "");
  const { system = "", ...rest } = request;
  const kept = typeof system === "string" ? clean(system)
    : system.map((block) => ({ ...block, text: clean(block.text) }))
      .filter(({ text }) => text.trim());
  return kept.length ? { ...rest, system: kept } : rest;
}
