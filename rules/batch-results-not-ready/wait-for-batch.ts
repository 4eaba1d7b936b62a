import type Anthropic from "@anthropic-ai/sdk";

async function resultsOf(client: Anthropic, batchId: string) {
  const { batches } = client.messages;
  const running = /^(in_progress|canceling)$/; // a gateway's page has none
  for (let left = 25 * 60; left > 0; left--) { // minutes; all end within 24 h
    if (!running.test((await batches.retrieve(batchId)).processing_status))
      return batches.results(batchId); // in any order: match by custom_id
    await new Promise((go) => setTimeout(go, 60_000));
  }
  throw new Error("the batch has not ended: is its status from a cache?");
}
