// Runs Claude Code only where it has credentials, and says which.
import { spawnSync } from "node:child_process";

// fix:begin
const names = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];
const given = names.filter((name) => process.env[name]);
if (!given.length && !process.stdin.isTTY) {
  throw new Error(`No sign-in here: set one of ${names.join(", ")} from your secret store.`);
}
console.error("credentials from:", given.join(", ") || "the sign-in of this user");
// fix:end
const done = spawnSync("claude", ["-p", "Say hello."], { stdio: ["ignore", "inherit", "inherit"] });
if (done.error) throw done.error;
process.exitCode = done.status ?? 1;
