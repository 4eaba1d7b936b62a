"""Runs Claude Code only where it has credentials, and says which."""

import os
import subprocess
import sys

# fix:begin
names = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN")
given = [name for name in names if os.environ.get(name)]
if not given and not sys.stdin.isatty():
    raise SystemExit(f"No sign-in here: set one of {', '.join(names)} from your secret store.")
print("credentials from:", ", ".join(given) or "the sign-in of this user", file=sys.stderr)
# fix:end
done = subprocess.run(["claude", "-p", "Say hello."], stdin=subprocess.DEVNULL, text=True, timeout=600)
raise SystemExit(done.returncode)
