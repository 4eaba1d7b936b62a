
// What the block says by itself that it is: see run.py.
{
  const shown: string[] = [];
  const ownBug = (where: string) => Object.freeze(new Error(`a bug in the person's own ${where}`));
  const offered: Record<string, unknown> = {
    client, messages, model, tools, request, ...request,
    questions: Array.from({ length: 6 }, () => "Say hello."),
    onText: (text: string) => {
      if (labTrial === "own-bug") throw ownBug("handler");
      if (labTrial === "own-late-bug") return failsLater();
      shown.push(text);
      return null;
    },
    onRestart: () => {
      if (labTrial === "own-restart-bug") return failsLater();
      shown.length = 0;
      return null;
    },
    callTool: () => {
      if (labTrial === "own-tool-bug") throw ownBug("tool");
      return "18 degrees";
    },
    batchId: "msgbatch_01LabLabLabLabLabLab",
    paramsByKey: { "Paris, France": request, "Paris/France": request },
    agentId: "agent_01LabLabLabLabLabLab",
    change: (agent: any) => ({ system: `${agent.system} Be brief.` }),
    data: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]),
    value: { price: 950n },
    ...(labTrial === "own-cancel" ? { signal: AbortSignal.timeout(400) } : {}),
  };
  const failsLater = () => new Promise((_, fail) => setImmediate(() => fail(ownBug("handler"))));
  const blocksOf = (result: any): any[] => (Array.isArray(result?.content) ? result.content : []);
  const describe = (result: any): any =>
    // The whole text, and the message that ended it.
    Array.isArray(result) && typeof result[0] === "string" && result[1]?.content
      ? { ...describe(result[1]), text: result[0] }
      : Array.isArray(result)
      ? { answers: result.map(describe), shown: shown.join("") }
      : result instanceof Error
        ? { error: String(result) }
        : typeof result === "string"
          ? { text: result, shown: shown.join("") }
          : {
              text: blocksOf(result).map((block: any) => (block?.type === "text" ? block.text : "")).join(""),
              tools: blocksOf(result).flatMap((block: any) => (block?.type === "tool_use" ? [block.input] : [])),
              stop_reason: result?.stop_reason ?? null,
              shown: shown.join(""),
            };
  const name: string | null = LAB_FUNCTION;
  const left: any = LAB_LEFT;
  let result: any = left;
  if (left === undefined && name) {
    const block: any = LAB_CALL;
    // Types are gone by now: what is left of the head is names and defaults.
    const head = String(block).replace(/\/\/.*/g, "").replace(/^[^(]*\(/, "");
    const names: string[] = [];
    let depth = 0, word = "";
    for (const letter of head) {
      if (depth === 0 && (letter === "," || letter === ")")) {
        if (word.trim()) names.push(word.split("=")[0]!.trim());
        word = "";
        if (letter === ")") break;
        continue;
      }
      depth += "([{".includes(letter) ? 1 : ")]}".includes(letter) ? -1 : 0;
      word += letter;
    }
    const freeze = (value: any): void => {
      if (!value || typeof value !== "object") return;
      Object.values(Object.freeze(value)).forEach(freeze);
    };
    freeze(request); // a block changes a copy
    try {
      result = await block(...names.map((one) => offered[one]));
    } catch (error: any) {
      console.log("LAB-LEFT", JSON.stringify([error?.turns, error?.parts, error?.container]));
      throw error;
    }
    if (result?.batch?.type === "message_batch") result = await client.messages.batches.results(result.batch.id);
    if (result?.type === "agent") result = result.description; // the lab's text, if the change was accepted
    if (names[0] === "data" || names[0] === "value") {
      // What the block makes of it is a part of a message.
      const content = typeof result === "string" ? result : [result];
      result = await client.messages.create({ ...request, messages: [{ role: "user", content }] });
    } else if (result?.constructor?.name === "JSONLDecoder")
      result = (await Array.fromAsync(result as AsyncIterable<any>)).map(
        (one) => one.result.message ?? Error(JSON.stringify(one.result)));
    else if (!names.includes("client") && names.length) {
      const changed = names[0] === "request" ? result : { ...request, [names[0]!]: result };
      result = result instanceof LabSdk ? await result.messages.create(request) : await client.messages.create(changed);
    }
  } else if (left === undefined && LAB_MAKES_CLIENT) {
    result = await client.messages.create(request);
  }
  console.log("LAB-RESULT " + JSON.stringify(describe(result)));
}
