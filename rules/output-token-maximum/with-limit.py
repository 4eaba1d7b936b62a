"""Runs Claude Code with a higher limit for a single answer."""

import os
import subprocess

# fix:begin
environment = {**os.environ, "CLAUDE_CODE_MAX_OUTPUT_TOKENS": "64000"}
# fix:end
done = subprocess.run(
    ["claude", "-p", "Say hello."], env=environment, stdin=subprocess.DEVNULL, text=True, timeout=1800
)
raise SystemExit(done.returncode)
