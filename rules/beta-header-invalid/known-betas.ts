import Anthropic from "@anthropic-ai/sdk";

/** Asks without the betas that the API says it does not know. */
async function ask(
  client: Anthropic,
  request: Anthropic.Beta.MessageCreateParamsNonStreaming,
) {
  for (let betas = request.betas ?? []; ; ) {
    try {
      return await client.beta.messages.create({ ...request, betas });
    } catch (error) {
      const said = /Unexpected value\(s\) (.*) for the/.exec(String(error));
      const known = betas.filter((beta) => !said?.[1]?.includes(beta));
      if (known.length === betas.length) throw error;
      betas = known;
    }
  }
}
