"""Finds the Claude Code program as this process sees it, and tries it."""

import os
import shutil
import subprocess

# fix:begin
places = [os.path.expanduser(place) for place in ("~/.local/bin/claude", "~/.claude/local/claude", "/usr/local/bin/claude")]
claude = shutil.which("claude") or next((place for place in places if os.access(place, os.X_OK)), None)
if claude is None:
    raise SystemExit(f"No claude on this PATH: {os.environ.get('PATH')}\nInstall it: npm install -g @anthropic-ai/claude-code")
print("found:", claude, flush=True)  # for ClaudeAgentOptions(cli_path=…)
# fix:end
done = subprocess.run([claude, "--version"], stdin=subprocess.DEVNULL, text=True, timeout=60)
raise SystemExit(done.returncode)
