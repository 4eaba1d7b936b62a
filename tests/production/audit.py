"""The packages installed here -> known weaknesses in them, and plainly which packages nobody could ask about."""

import json
import subprocess
import sys


def main() -> int:
    """Runs pip-audit; fails on a weakness, and calls a check that did not happen by its name."""
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
        print(f"NOT AUDITED: pip-audit gave no answer.\n{done.stderr.strip()[-500:]}")
        return 0
    asked = [package for package in packages if "skip_reason" not in package]
    weak = [package for package in asked if package["vulns"]]
    for package in weak:
        for found in package["vulns"]:
            print(
                f"{package['name']} {package['version']}: {found['id']}, fixed in {', '.join(found['fix_versions']) or 'no version yet'}"
            )
    # pip-audit itself exits with 0 where the registry knows no advisories, as a mirror does: that is no pass.
    skipped = [
        package["name"]
        for package in packages
        if package not in asked and "editable" not in package["skip_reason"]
    ]
    if skipped:
        print(
            f"NOT AUDITED: {len(skipped)} packages, since the advisory service did not answer for them: {', '.join(skipped)}"
        )
    print(f"{len(asked)} packages audited, {len(weak)} with known weaknesses, {len(skipped)} not audited.")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
