"""Runs Claude Code with longer deadlines, for slow gateways."""

import os
import subprocess

# fix:begin
environment = {
    **os.environ,
    "API_TIMEOUT_MS": "1200000",  # the whole request: 20 minutes
    "CLAUDE_STREAM_FIRST_BYTE_TIMEOUT_MS": "300000",  # until the answer begins: 5 minutes
}
# fix:end
done = subprocess.run(
    ["claude", "-p", "Say hello."], env=environment, stdin=subprocess.DEVNULL, text=True, timeout=3600
)
raise SystemExit(done.returncode)
