import Anthropic from "@anthropic-ai/sdk";
async function streamText( // text alone: tools and thinking start again
  client: Anthropic, request: Anthropic.MessageStreamParams,
  onText: (text: string) => void, signal = AbortSignal.timeout(1_800_000),
) {
  let said = "", messages = request.messages, bug: unknown;
  for (let attempt = 1; ; attempt++) {
    const stream = client.messages.stream({ ...request, messages }, { signal });
    let message = stream.on("message", () => stream.abort()).currentMessage;
    const { headers } = (await stream.withResponse()).response; // SDK retries
    stream.on("text", (text) => {
      try { said += text; onText(text); } catch (error) { throw (bug = error); }
    }).on("streamEvent", (_, now) => { message = now; });
    const broken = await stream.finalMessage().catch((error: Error) => error);
    if (message?.stop_reason && !bug) return [said, message] as const;
    if (bug || signal.aborted) throw bug ?? signal.reason;
    const sse = /event-?stream/i.test(headers.get("content-type")!);
    const lasts = /"(?!overloaded|api|timeout|rate_limit)\w+_(error|large)"/;
    if (!sse || attempt === 4 || lasts.test(`${broken}`)) throw broken;
    if (said.trim()) messages = [...request.messages,
      { role: "assistant", content: said },
      { role: "user", content: "You were cut off. Go on; repeat nothing." }];
    await new Promise((go) => setTimeout(go, 2 ** attempt * 1500));
  }
}
