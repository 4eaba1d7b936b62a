// A clock that only tries and pauses move, and a client whose every try breaks: stands before a block.
let now = 0;
const due: { at: number; act: () => void }[] = [];
const after = (milliseconds: number, act: () => void) => void due.push({ at: now + milliseconds, act });
const pass = (milliseconds: number) => {
  now += milliseconds;
  for (const one of due.splice(0)) one.at <= now ? one.act() : due.push(one);
};
const later = setTimeout;
globalThis.setTimeout = ((act: () => void, milliseconds = 0) => {
  pass(milliseconds);
  later(act, 0);
}) as unknown as typeof setTimeout;
AbortSignal.timeout = (milliseconds: number) => {
  const controller = new AbortController();
  after(milliseconds, () => controller.abort(new DOMException("the deadline", "TimeoutError")));
  return controller.signal;
};

/** Runs the block with long tries and with short ones; prints when each of them began. */
async function measure(block: (...given: any[]) => Promise<unknown>) {
  const ends = [];
  for (const milliseconds of [1_000_000, 1_000]) {
    now = 0;
    due.length = 0;
    const begun: number[] = [];
    const fail = async (signal: AbortSignal) => {
      signal.throwIfAborted();
      begun.push(now);
      pass(milliseconds);
      signal.throwIfAborted();
    };
    const messages = {
      stream: (_: unknown, { signal }: { signal: AbortSignal }) => ({
        on() {
          return this;
        },
        receivedMessages: [],
        emitted: () => new Promise(() => {}),
        withResponse: async () => {
          signal.throwIfAborted();
          return { response: new Response(null, { headers: { "content-type": "text/event-stream" } }) };
        },
        finalMessage: async () => {
          await fail(signal);
          throw new Error("modelStreamErrorException: terminated");
        },
      }),
      create: async (_: unknown, { signal }: { signal: AbortSignal }) => {
        await fail(signal);
        throw new SyntaxError("Unexpected token < in JSON");
      },
    };
    const nothing = () => {};
    // What a block takes after the client and the request is a function or has a default.
    const handlers = String(block).match(/\bon\w+(?=[,:)\s])/g) ?? [];
    const given = [...new Set(handlers)].filter((one) => ["onText", "onRestart"].includes(one)).map(() => nothing);
    const error = await block({ messages }, { messages: [] }, ...given).then(() => null, (raised) => raised);
    ends.push({ begun, error: error?.name });
  }
  console.log(JSON.stringify(ends));
}
