// Runs a prompt with Claude Code, and stops with its own exit code where the plan's limit is used up.
import { spawnSync } from "node:child_process";

const limitUsedUp = 75; // the exit code for "try again later": for your scheduler

const done = spawnSync("claude", ["-p", "Say hello."], { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
if (done.error) throw done.error;
// fix:begin
const limit = /(?:hit your|limit reached)[^\n]*/.exec(done.stdout + done.stderr);
if (done.status && limit) {
  console.log(`The plan's limit is used up: ${limit[0]}. Not asking again before that.`);
  process.exit(limitUsedUp);
}
// fix:end
console.log((done.stdout || done.stderr).trim());
process.exitCode = done.status ?? 1;
