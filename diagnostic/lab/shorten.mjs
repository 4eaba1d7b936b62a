// Preloaded into Node: long waits take a hundredth of their time, but never less than a quarter of a second.
// Node's own limits (300 s for headers, 300 s between chunks, 10 s to connect) count ticks of 499 ms: those are
// divided too, so that whichever limit comes first in reality comes first here.
// What the program waited for to its end is written to the file that LAB_WAITS names, in seconds. A timer without a
// reference, such as Node's own for an idle connection, holds nobody up.
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

const waits = [];
process.on("exit", () => writeFileSync(process.env.LAB_WAITS, JSON.stringify(waits)));
const real = globalThis.setTimeout;
const TICK = 499;
const short = (ms) => (ms === TICK ? 5 : ms > 250 ? Math.max(250, ms / 100) : ms);
const wait = (run, ms, ...args) => {
  const timer = real(() => {
    if (timer.hasRef()) waits.push(ms / 1000);
    run(...args);
  }, short(ms));
  return timer;
};
globalThis.setTimeout = Object.assign((run, ms, ...args) => (ms === TICK ? real(run, short(ms), ...args) : wait(run, ms, ...args)), real);
const realPause = timers.setTimeout;
timers.setTimeout = async (ms, ...rest) => {
  const value = await realPause(short(ms), ...rest);
  waits.push(ms / 1000);
  return value;
};
syncBuiltinESMExports();
const realAfter = AbortSignal.timeout;
AbortSignal.timeout = (ms) => realAfter.call(AbortSignal, short(ms));
