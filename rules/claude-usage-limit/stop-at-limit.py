"""Runs a prompt with Claude Code, and stops with its own exit code where the plan's limit is used up."""

import re
import subprocess

LIMIT_USED_UP = 75  # the exit code for "try again later": for your scheduler

done = subprocess.run(
    ["claude", "-p", "Say hello."], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=3600
)
# fix:begin
limit = re.search(r"(?:hit your|limit reached)[^\n]*", done.stdout + done.stderr)
if done.returncode and limit:
    print(f"The plan's limit is used up: {limit[0]}. Not asking again before that.")
    raise SystemExit(LIMIT_USED_UP)
# fix:end
print((done.stdout or done.stderr).strip())
raise SystemExit(done.returncode)
