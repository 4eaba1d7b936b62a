"""Goes on with a Claude Code session; where its history is broken, begins a new one."""

import subprocess


def claude(*arguments: str) -> tuple[int, str]:
    """Exit code and output of one run."""
    done = subprocess.run(
        ["claude", "-p", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=3600
    )
    return done.returncode, (done.stdout + done.stderr).strip()


# fix:begin
code, output = claude("Say hello.", "--continue")
if code and "tool use concurrency" in output:
    print("the old session is broken; beginning a new one")
    code, output = claude("Say hello.")  # tell it here what was done before
# fix:end
print(output)
raise SystemExit(code)
