// Preloaded into Node: long waits take a hundredth of their time, but never less than a quarter of a second.
// Node's own limits (300 s for headers, 300 s between chunks, 10 s to connect) count ticks of 499 ms: those are
// divided too, so that whichever limit comes first in reality comes first here.
const real = globalThis.setTimeout;
const TICK = 499;
const short = (ms) => (ms === TICK ? 5 : ms > 250 ? Math.max(250, ms / 100) : ms);
globalThis.setTimeout = Object.assign((run, ms, ...args) => real(run, short(ms), ...args), real);
const realAfter = AbortSignal.timeout;
AbortSignal.timeout = (ms) => realAfter.call(AbortSignal, short(ms));
