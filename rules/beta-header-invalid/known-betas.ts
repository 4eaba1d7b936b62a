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
      const names: string[] = said?.[1]?.match(/[\w.-]+/g) ?? [];
      const known = betas.filter((beta) => !names.includes(beta));
      if (known.length === betas.length) throw error;
      betas = known;
    }
  }
}
