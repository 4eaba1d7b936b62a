import type Anthropic from "@anthropic-ai/sdk";

async function resultsOf(client: Anthropic, batchId: string) {
  const { batches } = client.messages;
  const running = /^(in_progress|canceling)$/; // a gateway's page has none
  while (running.test((await batches.retrieve(batchId)).processing_status))
    await new Promise((go) => setTimeout(go, 60_000)); // 24 hours at most
  return batches.results(batchId); // in any order: match by custom_id
}
