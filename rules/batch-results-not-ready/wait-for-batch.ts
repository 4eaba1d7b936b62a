import type Anthropic from "@anthropic-ai/sdk";

async function resultsOf(client: Anthropic, batchId: string) {
  const { batches } = client.messages;
  while ((await batches.retrieve(batchId)).processing_status !== "ended")
    await new Promise((go) => setTimeout(go, 60_000)); // 24 hours at most
  return batches.results(batchId); // in any order: match by custom_id
}
