// Runs a prompt with Claude Code; a cut answer is continued in the same session, at most twice.
import { spawnSync } from "node:child_process";

type Answer = { is_error: boolean; result: string };

// The result of one run; `is_error` says whether it is whole.
function claude(...args: string[]): Answer {
  const done = spawnSync("claude", ["-p", ...args, "--output-format", "json"], {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (done.error) throw done.error;
  try {
    return JSON.parse(done.stdout) as Answer;
  } catch {
    return { is_error: true, result: (done.stdout + done.stderr).trim() || `exit code ${done.status}` };
  }
}

// fix:begin
const cut = /incomplete|mid-response|mid-stream|was lost|stopped arriving|stream_truncated|Execution error/;
let answer = claude("Say hello.");
for (let again = 0; again < 2 && answer.is_error && cut.test(answer.result); again += 1) {
  console.log("the answer was cut; going on in the same session");
  answer = claude("continue", "--continue");
}
if (answer.is_error) throw new Error(answer.result);
// fix:end
console.log(answer.result);
