"""Ends with a clear word where Claude Code is older than needed."""

import re
import subprocess

NEEDED = (2, 1, 156)  # the version that the message names

# fix:begin
printed = subprocess.run(
    ["claude", "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
).stdout
found = re.search(r"(\d+)\.(\d+)\.(\d+)", printed)
if not found or tuple(map(int, found.groups())) < NEEDED:
    raise SystemExit(f"Claude Code {printed.strip() or '?'} is too old: run `claude update`.")
# fix:end
print("Claude Code", found[0])
