import type Anthropic from "@anthropic-ai/sdk";

type Params = Anthropic.MessageCreateParamsNonStreaming;

async function startBatch(
  client: Anthropic,
  paramsByKey: Record<string, Params>,
) {
  // An id is A-Z, a-z, 0-9, _ and -, and occurs once: a number is safe.
  const keys = Object.keys(paramsByKey);
  const requests = Object.values(paramsByKey).map((params, n) => (
    { custom_id: `r${n}`, params }));
  const batch = await client.messages.batches.create({ requests });
  return { batch, keys }; // keys[Number(id.slice(1))] is your key again
}
