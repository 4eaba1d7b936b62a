// Preloaded into Node: waits of a quarter second and more take a hundredth of their time, but never less than that quarter.
const real = globalThis.setTimeout;
const short = (ms) => (ms > 250 ? Math.max(250, ms / 100) : ms);
globalThis.setTimeout = Object.assign((run, ms, ...args) => real(run, short(ms), ...args), real);
