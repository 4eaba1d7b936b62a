import { setTimeout as pause } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";
async function streamAnswer(
  client: Anthropic, request: Anthropic.MessageStreamParams,
  onText: (text: string) => void, onRestart: () => void,
  signal = AbortSignal.timeout(1_800_000)) { // one deadline for all tries
  for (let attempt = 1, bug: any; ; attempt++) { // each try is billed
    const stream = client.messages.stream(request, { signal });
    let end = stream.on("message", () => stream.abort()).currentMessage;
    const { headers } = (await stream.withResponse()).response; // SDK retries
    stream.on("streamEvent", (e, now) => { if ("usage" in e) end = now; })
      .on("text", (t) => { try { onText(t); } catch (e) { throw bug = [e]; } });
    const ends = [stream.emitted("message"), stream.finalMessage()] as const;
    const broken = await Promise.race(ends).catch((error: Error) => error);
    if ("id" in broken && !bug) return broken; // message_stop came
    if (end?.stop_reason && !bug) return end;
    if (bug || signal.aborted) throw bug ? bug[0] : signal.reason;
    const sse = /event-?stream/i.test(headers.get("content-type")!);
    const passes = /^(undefined|(overloaded|api|timeout|rate_limit)_error)$/;
    const { type } = broken as { type?: string }; // of an error event
    if (!sse || attempt === 4 || !passes.test(`${type}`)) throw broken;
    onRestart(); // drop what was shown: the new text may differ
    await pause(2 ** attempt * (1 + Math.random()) * 1000, null, { signal });
  }
}
