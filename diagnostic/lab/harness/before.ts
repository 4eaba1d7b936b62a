import LabSdk from "@anthropic-ai/sdk";
const labTrial = process.env["LAB_TRIAL"] ?? "";
const request: LabSdk.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
  ...JSON.parse(process.env["LAB_REQUEST"] ?? "{}"),
};
const { messages, model } = request;
const tools: LabSdk.Tool[] = (request.tools as LabSdk.Tool[] | undefined) ?? [];
