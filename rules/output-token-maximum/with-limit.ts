// Runs Claude Code with a higher limit for a single answer.
import { spawnSync } from "node:child_process";

// fix:begin
const env = { ...process.env, CLAUDE_CODE_MAX_OUTPUT_TOKENS: "64000" };
// fix:end
const done = spawnSync("claude", ["-p", "Say hello."], { env, stdio: ["ignore", "inherit", "inherit"] });
if (done.error) throw done.error;
process.exitCode = done.status ?? 1;
