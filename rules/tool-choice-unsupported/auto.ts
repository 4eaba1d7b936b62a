import type Anthropic from "@anthropic-ai/sdk";

/** The same request, with the model free to call a tool or not. */
function withoutForce(request: Anthropic.MessageCreateParamsNonStreaming) {
  const choice = request.tool_choice;
  if (choice?.type !== "any" && choice?.type !== "tool") return request;
  const { disable_parallel_tool_use = false } = choice;
  return {
    ...request,
    tool_choice: { type: "auto", disable_parallel_tool_use },
  } as const;
}
