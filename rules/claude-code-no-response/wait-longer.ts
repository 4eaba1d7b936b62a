// Runs Claude Code with longer deadlines, for slow gateways.
import { spawnSync } from "node:child_process";

// fix:begin
const env = {
  ...process.env,
  API_TIMEOUT_MS: "1200000", // the whole request: 20 minutes
  CLAUDE_STREAM_FIRST_BYTE_TIMEOUT_MS: "300000", // until the answer begins: 5 minutes
};
// fix:end
const done = spawnSync("claude", ["-p", "Say hello."], { env, stdio: ["ignore", "inherit", "inherit"] });
if (done.error) throw done.error;
process.exitCode = done.status ?? 1;
