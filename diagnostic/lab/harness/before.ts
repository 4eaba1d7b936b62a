import LabSdk from "@anthropic-ai/sdk";
const labTrial = process.env["LAB_TRIAL"] ?? "";
const request: LabSdk.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
  ...JSON.parse(process.env["LAB_REQUEST"] ?? "{}"),
};
const messages = request.messages;
const model = request.model;
const tools: LabSdk.Tool[] = (request.tools as LabSdk.Tool[] | undefined) ?? [];
const client = new LabSdk();
