// Runs a prompt with Claude Code by hand, and prints what the exception hides.
import { spawnSync } from "node:child_process";

const done = spawnSync("claude", ["-p", "Say hello.", "--output-format", "json"], {
  stdio: ["ignore", "pipe", "pipe"],
  encoding: "utf8",
});
if (done.error) throw done.error;
// fix:begin
let result: any;
try {
  result = JSON.parse(done.stdout);
} catch {
  throw new Error(`exit code ${done.status}: ${(done.stderr || done.stdout).trim()}`);
}
if (done.status || result.is_error) {
  console.error("exit code:", done.status);
  console.error("reason:   ", result.terminal_reason ?? result.subtype);
  console.error("status:   ", result.api_error_status);
  throw new Error(`${result.result ?? result.errors}\n${done.stderr.trim()}`);
}
// fix:end
console.log(result.result);
