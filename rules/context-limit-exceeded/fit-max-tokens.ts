import Anthropic from "@anthropic-ai/sdk";

/** Asks once more with the room that the input leaves, if that is enough. */
async function ask(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  try {
    return await client.messages.create(request);
  } catch (error) {
    if (!(error instanceof Anthropic.BadRequestError)) throw error;
    const said = /context limit: (\d+) \+ \d+ > (\d+)/.exec(error.message);
    const room = said ? Number(said[2]) - Number(said[1]) - 10 : 0;
    const { thinking } = request;
    const budget = thinking?.type === "enabled" ? thinking.budget_tokens : 0;
    if (room < 500 + budget) throw error;
    return await client.messages.create({ ...request, max_tokens: room });
  }
}
