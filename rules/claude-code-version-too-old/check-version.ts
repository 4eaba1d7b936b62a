// Ends with a clear word where Claude Code is older than needed.
import { spawnSync } from "node:child_process";

const needed = [2, 1, 156]; // the version that the message names

// fix:begin
const printed = spawnSync("claude", ["--version"], { encoding: "utf8" }).stdout ?? "";
const found = /(\d+)\.(\d+)\.(\d+)/.exec(printed)?.slice(1).map(Number) ?? [0, 0, 0];
const at = needed.findIndex((part, index) => part !== found[index]);
if (at >= 0 && (found[at] ?? 0) < (needed[at] ?? 0)) {
  throw new Error(`Claude Code ${printed.trim() || "?"} is too old: run \`claude update\`.`);
}
// fix:end
console.log("Claude Code", found.join("."));
