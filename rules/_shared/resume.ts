import { setTimeout as pause } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";
async function streamText(client: Anthropic, // text alone: tools start again
  request: Anthropic.MessageStreamParams, onText: (text: string) => unknown,
  signal = AbortSignal.timeout(1_800_000)) { // one deadline for all tries
  for (let n = 1, said = "", messages = request.messages, shown: any; ; n++) {
    const stream = client.messages.stream({ ...request, messages }, { signal });
    let end = stream.on("message", () => stream.abort()).currentMessage;
    const { headers } = (await stream.withResponse()).response; // SDK retries
    stream.on("streamEvent", (e, now) => { if ("usage" in e) end = now; })
      .on("text", (text) => { said += text; (shown = Promise.resolve(shown)
        .then(() => onText(text))).catch(() => stream.abort()); });
    const ends = [stream.emitted("message"), stream.finalMessage()] as const;
    const got = await Promise.race(ends).catch((e) => e).finally(() => shown);
    if (end?.stop_reason || "id" in got) return [said, end!] as const;
    signal.throwIfAborted();
    const passes = /^(undefined|(overloaded|api|timeout|rate_limit)_error)$/;
    if (n === 4 || request.output_config?.format || !passes.test(got.type) ||
      !/event-?stream/i.test(headers.get("content-type")!)) throw got;
    if (said.trim()) messages = [...request.messages,
      { role: "assistant", content: said.replace(/\p{Surrogate}/gu, "?") },
      { role: "user", content: "You were cut off. Go on; repeat nothing." }];
    await pause(2 ** n * 1500, null, { signal });
  }
}
