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
      if (message?.content) return message;
      if (message && "error" in Object(message))
        throw new Error(`under status 200: ${JSON.stringify(message)}`);
      const came = JSON.stringify(message)?.slice(0, 300);
      throw new SyntaxError(`the body is not a message: ${came}`);
    } catch (error) {
      const bad = error instanceof SyntaxError || /terminated/.test(`${error}`);
      if (attempt === 3 || !bad) throw error;
    }
    await pause(2 ** attempt * (1 + Math.random()) * 1000, null, { signal });
  }
}
