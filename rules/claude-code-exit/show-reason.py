"""Runs a prompt with Claude Code by hand, and prints what the exception hides."""

import json
import subprocess

done = subprocess.run(
    ["claude", "-p", "Say hello.", "--output-format", "json"],
    stdin=subprocess.DEVNULL,
    capture_output=True,
    text=True,
    timeout=600,
)
# fix:begin
try:
    result = json.loads(done.stdout)
except ValueError:
    raise SystemExit(f"exit code {done.returncode}: {(done.stderr or done.stdout).strip()}")
if done.returncode or result.get("is_error"):
    print("exit code:", done.returncode)
    print("reason:   ", result.get("terminal_reason") or result.get("subtype"))
    print("status:   ", result.get("api_error_status"))
    raise SystemExit(f"result:    {result.get('result') or result.get('errors')}\n{done.stderr.strip()}")
# fix:end
print(result["result"])
