const model = "claude-sonnet-4-6";
const most = (await client.models.retrieve(model)).max_tokens ?? 8_192;
const max_tokens = Math.min(64_000, most);
const message = await client.messages // the SDK refuses so much unstreamed
  .stream({ model, max_tokens, messages })
  .finalMessage();
