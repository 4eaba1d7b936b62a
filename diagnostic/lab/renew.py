"""Moves sdks.toml to the newest releases of both SDKs, and reports what changed in the records.

python -m diagnostic.lab.renew move             asks pip and npm for the newest releases, writes sdks.toml
python -m diagnostic.lab.renew move --dry-run   only says what it would write
python -m diagnostic.lab.renew report           writes .lab/report.md: changes since the last commit
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date

from diagnostic.lab.packages import npm, output_of, pypi_versions
from diagnostic.lab.sdks import LAB
from diagnostic.paths import ROOT, RULES
from diagnostic.rules.dated import find_old, read_dated

_SDKS = ROOT / "sdks.toml"
_BEHAVIOUR = "diagnostic/lab/behaviour.json"
_MAX_LINES = 60  # per section; a longer one would not be reviewed
Listed = dict[str, dict]


def main(argv: list[str]) -> int:
    """Returns 0, or 2 if the arguments are unknown."""
    if argv[:1] == ["move"] and set(argv[1:]) <= {"--dry-run"}:
        move(is_dry="--dry-run" in argv)
    elif argv == ["report"]:
        path = LAB / "report.md"
        path.write_text(write_report(), encoding="utf-8")
        print(path.relative_to(ROOT))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


def move(is_dry: bool) -> None:
    """Writes the newest versions to all files that name them."""
    before = _SDKS.read_text(encoding="utf-8")
    listed = tomllib.loads(before)
    package = listed["typescript"]["package"]
    newest = {
        "python": pypi_versions(listed["python"]["package"])[0],
        "typescript": npm("view", package, "version").strip(),
    }
    after = before
    for language, version in newest.items():
        after = moved(after, listed[language], version)
        print(f"{listed[language]['package']}: {listed[language]['latest']} -> {version}")
    if is_dry or after == before:
        return
    _SDKS.write_text(after, encoding="utf-8")
    project = ROOT / "pyproject.toml"
    old, new = (f'"anthropic=={version}"' for version in (listed["python"]["latest"], newest["python"]))
    project.write_text(project.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    # package.json allows every version; `npm install --no-save` would not update the lock file.
    npm("update", "--package-lock-only", "--no-audit", "--no-fund", package)


def moved(text: str, listed: dict, version: str) -> str:
    """sdks.toml with this version as the latest; the last release of each major version stays listed."""
    latest, older = listed["latest"], listed["older"]
    if latest.partition(".")[0] != version.partition(".")[0]:
        new = [*older[:-1], latest]
        text = text.replace(f"older = {json.dumps(older)}", f"older = {json.dumps(new)}")
    return text.replace(f'latest = "{latest}"', f'latest = "{version}"')


def write_report() -> str:
    """What changed since the last commit, as Markdown: short enough to be reviewed in minutes."""
    old, new = tomllib.loads(_committed("sdks.toml")), tomllib.loads(_SDKS.read_text(encoding="utf-8"))
    sections = {
        "Changed behaviour": compare_behaviour(
            json.loads(_committed(_BEHAVIOUR)), json.loads((ROOT / _BEHAVIOUR).read_text()), old, new
        ),
        "Changed proofs": _compare_proofs(old, new),
        "Harm": _harmful(),
        "Changed names": _compare_names(),
        "Changed sentences": _compare_lines("rules/_facts/sentences.jsonl"),
        "Changed end of life": _compare_lines("rules/_facts/end_of_life.json"),
        "Facts to read again": find_old(read_dated(RULES), date.today()),
    }
    moves = [
        f"{new[key]['package']} {old[key]['latest']} → {new[key]['latest']}"
        for key in new
        if old[key]["latest"] != new[key]["latest"]
    ]
    parts = [f"# SDK releases\n\n{'; '.join(moves) or 'No newer release.'}\n"]
    for title, lines in sections.items():
        parts.append(f"## {title}: {len(lines)}\n")
        parts += [f"- {line}" for line in lines[:_MAX_LINES]]
        if len(lines) > _MAX_LINES:
            parts.append(f"- and {len(lines) - _MAX_LINES} more: see the diff")
        parts.append("")
    return "\n".join(parts)


def _committed(path: str) -> str:
    return output_of("git", "show", f"HEAD:{path}")


def compare_behaviour(before: list[dict], after: list[dict], old: Listed, new: Listed) -> list[str]:
    """Faults under which the latest SDK ends differently from the previous one."""
    return _differences(_by_call(before, old), _by_call(after, new), "not measured")


def _differences(was: dict[str, str], now: dict[str, str], missing: str) -> list[str]:
    return [
        f"{key}: {was.get(key, missing)} → {now.get(key, missing)}"
        for key in sorted({*was, *now})
        if was.get(key) != now.get(key)
    ]


def _new_and_gone(before: set[str], after: set[str]) -> list[str]:
    return [f"new: {one}" for one in sorted(after - before)] + [
        f"gone: {one}" for one in sorted(before - after)
    ]


def _latest(listed: Listed) -> dict[str, str]:
    """The latest version of each SDK, with its package: "anthropic 2.14.0" -> "anthropic"."""
    return {f"{one['package']} {one['latest']}": one["package"] for one in listed.values()}


def _by_call(rows: list[dict], listed: Listed) -> dict[str, str]:
    latest = _latest(listed)
    return {
        f"{latest[row['sdk']]}, `{row['fault']}`, {row['program']}": (
            f"{row['raised'] or 'no error'}, text {row['text']}, {row['requests']} requests"
        )
        for row in rows
        if row["sdk"] in latest
    }


def _compare_proofs(old: Listed, new: Listed) -> list[str]:
    lines = []
    for path in sorted(RULES.glob("*/proof.json")):
        name = path.relative_to(ROOT).as_posix()
        try:
            before = json.loads(_committed(name))
        except subprocess.CalledProcessError:
            before = {"runs": [], "steps": []}
        changes = compare_proof(before, json.loads(path.read_text(encoding="utf-8")), old, new)
        lines += [f"{path.parent.name}: {change}" for change in changes]
    return lines


def compare_proof(before: dict, after: dict, old: Listed, new: Listed) -> list[str]:
    """Runs that ended differently with the latest SDK than with the previous one."""
    return _differences(dict(_ends(before, old)), dict(_ends(after, new)), "not run")


def _ends(proof: dict, listed: Listed) -> Iterator[tuple[str, str]]:
    latest = _latest(listed)
    for run in proof["runs"]:
        if run["sdk"] in latest and run.get("role", "meets") == "meets":
            yield f"`{run['fault']}`, {run['program']}", f"{run['ends']}, diagnosed as {run['found']}"
    for run in proof["steps"]:
        sdk, on, node = run["sdk"].partition(" on ")
        if sdk in latest:
            ends = f"plain program {run['naive']['ends']}, block {run['fix']['ends']}"
            yield f"step {run['step']}, `{run['schedule']}`, {run['block']}{on}{node}", ends


def _harmful() -> list[str]:
    runs = json.loads((RULES / "_shared" / "harm.json").read_text(encoding="utf-8"))
    return [f"{run['block']}, `{run['schedule']}`: {run['harm']}" for run in runs if run["harm"]]


def _compare_names() -> list[str]:
    path = "rules/_facts/surface.json"
    before = _names(json.loads(_committed(path)))
    after = _names(json.loads((ROOT / path).read_text(encoding="utf-8")))
    return _new_and_gone(before, after)


def _names(table: dict) -> set[str]:
    """The names in the newest release: those whose last span is open."""
    return {
        f"{language} {owner}: {name}"
        for language, releases in table.items()
        for owner, spans in releases["owners"].items()
        for span, names in spans.items()
        if "-" not in span.rpartition(",")[2]
        for name in names.split()
    }


def _compare_lines(path: str) -> list[str]:
    before, after = (
        {f"`{line}`" for line in text.splitlines()} for text in (_committed(path), (ROOT / path).read_text())
    )
    return _new_and_gone(before, after)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
