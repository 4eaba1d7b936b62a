"""The installed packages -> their known vulnerabilities, and which packages could not be checked.

There is no database of advisories to install instead: safety-db, the only package with one, ends in July 2021
and is not licensed for commercial use.
"""

import json
import os
import subprocess
import sys


def main() -> int:
    """Runs pip-audit; fails on a weakness, and where it could not look: but in CI, which may have no way out,
    that is a loud warning.
    """
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--skip-editable",
        "--progress-spinner",
        "off",
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        _warn("pip-audit gave no answer")
        print(done.stderr.strip()[-500:])
        return _unaudited()
    asked = [package for package in packages if "skip_reason" not in package]
    weak = [package for package in asked if package["vulns"]]
    for package in weak:
        for found in package["vulns"]:
            print(
                f"{package['name']} {package['version']}: {found['id']}, fixed in"
                f" {', '.join(found['fix_versions']) or 'no version yet'}"
            )
    # pip-audit itself exits with 0 where the registry knows no advisories, as a mirror does: that is no pass.
    skipped = [
        package["name"]
        for package in packages
        if package not in asked and "editable" not in package["skip_reason"]
    ]
    if skipped:
        _warn(
            f"{len(skipped)} packages, since the advisory service did not answer for them:"
            f" {', '.join(skipped)}"
        )
    print(f"{len(asked)} packages audited, {len(weak)} with known weaknesses, {len(skipped)} not audited.")
    return 1 if weak else _unaudited() if skipped else 0


def _unaudited() -> int:
    return 0 if os.environ.get("CI") == "true" else 1


def _warn(what: str) -> None:
    """Says it, and where GitHub runs this also on the summary of the run: a check that did not happen must
    not look like a pass.
    """
    print(f"NOT AUDITED: {what}")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        print(f"::warning title=NOT AUDITED::Nobody looked for known weaknesses: {what}")


if __name__ == "__main__":
    sys.exit(main())
