import { setTimeout as pause } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";

// What passes; a validationException comes back with each try.
const passing =
  /modelStream|internalServer|modelTimeout|serviceUnavail|throttling/;

async function wholeAnswer(
  client: Pick<Anthropic, "messages">,
  request: Anthropic.MessageStreamParams,
  signal = AbortSignal.timeout(1_800_000), // one deadline for all tries
) {
  for (let attempt = 1; ; attempt++) { // each try is billed
    const stream = client.messages.stream(request, { signal });
    await stream.withResponse(); // the SDK retries this
    stream.on("message", () => stream.abort()); // the socket may stay open
    try { // nothing of a broken try is shown
      const ends = [stream.emitted("message"), stream.finalMessage()] as const;
      return await Promise.race(ends);
    } catch (error) {
      if (attempt === 4 || !passing.test(`${error}`)) throw error;
    }
    await pause(2 ** attempt * (1 + Math.random()) * 1000, null, { signal });
  }
}
