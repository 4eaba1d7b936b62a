import LabSdk from "@anthropic-ai/sdk";
const labTrial = process.env["LAB_TRIAL"] ?? "";
// Node ends such a process with an error that no code of the user's can catch.
process.on("unhandledRejection", (error) => {
  console.error("LAB-UNHANDLED", error);
  process.exit(1);
});
if (labTrial === "patient") {
  const timer = globalThis.setTimeout;
  const hurried = (run: any, ms?: number, ...given: any[]) => timer(run, ms === 60_000 ? 0 : ms, ...given);
  globalThis.setTimeout = Object.assign(hurried, timer);
}
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
