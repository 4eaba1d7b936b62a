import Anthropic from "@anthropic-ai/sdk";

/** Asks without the betas that the API says it does not know. */
async function ask(
  client: Anthropic,
  request: Anthropic.Beta.MessageCreateParamsNonStreaming,
) {
  const { betas: asked = [], ...rest } = request;
  for (let betas = asked; ; ) {
    try {
      const sent = betas.length ? { ...rest, betas } : rest; // no empty header
      return await client.beta.messages.create(sent);
    } catch (error) {
      const said = /Unexpected value\(s\) (.*) for the/.exec(String(error));
      const names: string[] = said?.[1]?.match(/[\w.-]+/g) ?? [];
      const unknown = betas.filter((beta) => names.includes(beta));
      if (!unknown.length) throw error;
      console.log("left out:", ...unknown);
      betas = betas.filter((beta) => !unknown.includes(beta));
    }
  }
}
