import { setTimeout as pause } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";
async function streamAnswer(client: Anthropic,
  request: Anthropic.MessageStreamParams, onText: (text: string) => unknown,
  onRestart: () => unknown, signal = AbortSignal.timeout(1_800_000)) {
  for (let attempt = 1, shown: any; ; attempt++) { // each try is billed
    const stream = client.messages.stream(request, { signal });
    let end = stream.on("message", () => stream.abort()).currentMessage;
    const { headers } = (await stream.withResponse()).response; // SDK retries
    stream.on("streamEvent", (e, now) => { if ("usage" in e) end = now; })
      .on("text", (text) => (shown = Promise.resolve(shown)
        .then(() => onText(text))).catch(() => stream.abort()));
    const ends = [stream.emitted("message"), stream.finalMessage()] as const;
    const got = await Promise.race(ends).catch((error: Error) => error)
      .finally(() => shown); // your own bugs stay visible
    if ("id" in got || end?.stop_reason) return "id" in got ? got : end!;
    signal.throwIfAborted();
    const sse = /event-?stream/i.test(headers.get("content-type")!);
    const passes = /^(undefined|(overloaded|api|timeout|rate_limit)_error)$/;
    const { type } = got as { type?: string }; // of an error event
    if (!sse || attempt === 4 || !passes.test(`${type}`)) throw got;
    await onRestart(); // drop what was shown: the new text may differ
    await pause(2 ** attempt * (1 + Math.random()) * 1000, null, { signal });
  }
}
