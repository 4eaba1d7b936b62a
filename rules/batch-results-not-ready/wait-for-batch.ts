import type Anthropic from "@anthropic-ai/sdk";

async function resultsOf(client: Anthropic, batchId: string) {
  const { batches } = client.messages;
  for (let left = 25 * 60; left > 0; left--) { // minutes; all end within 24 h
    const batch = await batches.retrieve(batchId);
    if (!batch?.processing_status) // a gateway's page
      throw new Error(`no batch: ${JSON.stringify(batch)}`);
    if (!/^(in_progress|canceling)$/.test(batch.processing_status))
      return batches.results(batchId); // in any order: match by custom_id
    await new Promise((go) => setTimeout(go, 60_000));
  }
  throw new Error("the batch has not ended: is its status from a cache?");
}
