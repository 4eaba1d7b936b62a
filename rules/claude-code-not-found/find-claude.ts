// Finds the Claude Code program as this process sees it, and tries it.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

// fix:begin
function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const name = process.platform === "win32" ? "claude.exe" : "claude";
const folders = [...(process.env.PATH ?? "").split(delimiter), join(homedir(), ".local/bin"), join(homedir(), ".claude/local")];
const claude = folders.map((folder) => join(folder, name)).find(canRun);
if (!claude) throw new Error("No claude on this PATH. Install it: npm install -g @anthropic-ai/claude-code");
console.log("found:", claude); // for pathToClaudeCodeExecutable
// fix:end
const done = spawnSync(claude, ["--version"], { stdio: ["ignore", "inherit", "inherit"] });
if (done.error) throw done.error;
process.exitCode = done.status ?? 1;
