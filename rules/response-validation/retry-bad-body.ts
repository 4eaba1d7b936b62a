import { setTimeout as pause } from "node:timers/promises";
import type Anthropic from "@anthropic-ai/sdk";

/** Asks again where something in between cut or replaced the body. */
async function ask(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
  signal = AbortSignal.timeout(1_800_000), // one deadline for all tries
) {
  for (let attempt = 1; ; attempt++) { // each try may be billed
    try {
      const message = await client.messages.create(request, { signal });
      if (message?.content?.every?.((one) => one?.type)) return message;
      const came = JSON.stringify(message) ?? ""; // of text: \"content\"
      if (/"error":|\\"content\\":/.test(came))
        throw new Error(`under status 200: ${came}`);
      throw new SyntaxError(`the body is not a message: ${came.slice(0, 300)}`);
    } catch (error) {
      const cut = `${error}` === "TypeError: terminated"; // of a 200
      if (attempt === 3 || !(cut || error instanceof SyntaxError)) throw error;
    }
    await pause(2 ** attempt * (1 + Math.random()) * 1000, null, { signal });
  }
}
