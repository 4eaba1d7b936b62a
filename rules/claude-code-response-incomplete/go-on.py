"""Runs a prompt with Claude Code; a cut answer is continued in the same session, at most twice."""

import json
import subprocess
from typing import Any


def claude(*arguments: str) -> dict[str, Any]:
    """The result of one run; `is_error` says whether it is whole."""
    done = subprocess.run(
        ["claude", "-p", *arguments, "--output-format", "json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=3600,
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        return {"is_error": True, "result": (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"}


# fix:begin
CUT = ("incomplete", "mid-response", "mid-stream", "was lost", "stopped arriving", "stream_truncated", "Execution error")
answer = claude("Say hello.")
for _ in range(2):
    if not answer["is_error"] or not any(words in answer["result"] for words in CUT):
        break
    print("the answer was cut; going on in the same session")
    answer = claude("continue", "--continue")
if answer["is_error"]:
    raise SystemExit(answer["result"])
# fix:end
print(answer["result"])
