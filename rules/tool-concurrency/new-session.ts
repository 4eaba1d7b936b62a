// Goes on with a Claude Code session; where its history is broken, begins a new one.
import { spawnSync } from "node:child_process";

// Exit code and output of one run.
function claude(...args: string[]): { code: number; output: string } {
  const done = spawnSync("claude", ["-p", ...args], { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
  if (done.error) throw done.error;
  return { code: done.status ?? 1, output: (done.stdout + done.stderr).trim() };
}

// fix:begin
let run = claude("Say hello.", "--continue");
if (run.code && run.output.includes("tool use concurrency")) {
  console.log("the old session is broken; beginning a new one");
  run = claude("Say hello."); // tell it here what was done before
}
// fix:end
console.log(run.output);
process.exitCode = run.code;
