"""Moving to newer SDKs: what is written, and what the report says has changed."""

from diagnostic.lab.renew import compare_behaviour, compare_proof, main, moved, write_report

LISTED = {"package": "anthropic", "latest": "2.14.0", "older": ["0.125.0", "1.17.0"]}
TEXT = 'package = "anthropic"\nlatest = "2.14.0"\nolder = ["0.125.0", "1.17.0"]\n'
OLD, NEW = ({"python": {"package": "anthropic", "latest": version}} for version in ("2.14.0", "2.15.0"))


def row(version, raised, requests=3):
    return {
        "sdk": f"anthropic {version}", "fault": "overloaded", "program": "create",
        "raised": raised, "text": "none", "requests": requests,
    }  # fmt: skip


def test_a_newer_minor_version_takes_the_place_of_the_latest():
    assert moved(TEXT, LISTED, "2.15.0") == TEXT.replace("2.14.0", "2.15.0")
    assert moved(TEXT, LISTED, "2.14.0") == TEXT


def test_the_last_release_of_a_major_version_stays():
    assert 'latest = "3.0.0"\nolder = ["0.125.0", "2.14.0"]' in moved(TEXT, LISTED, "3.0.0")


def test_the_same_behaviour_of_a_newer_version_is_no_change():
    assert (
        compare_behaviour([row("2.14.0", "OverloadedError")], [row("2.15.0", "OverloadedError")], OLD, NEW)
        == []
    )


def test_another_error_another_count_and_what_is_not_measured_any_more_are_changes():
    before = [row("2.14.0", "OverloadedError")]
    (line,) = compare_behaviour(before, [row("2.15.0", "APIStatusError")], OLD, NEW)
    assert "OverloadedError" in line and "→ APIStatusError" in line
    assert len(compare_behaviour(before, [row("2.15.0", "OverloadedError", 5)], OLD, NEW)) == 1
    assert "not measured" in compare_behaviour(before, [], OLD, NEW)[0]


def test_a_block_that_no_longer_answers_is_reported():
    def proof(version, ends):
        run = {"step": "back-off", "schedule": "overloaded*4", "block": "b.py", "sdk": f"anthropic {version}"}
        return {"runs": [], "steps": [run | {"naive": {"ends": "raised"}, "fix": {"ends": ends}}]}

    assert compare_proof(proof("2.14.0", "answered"), proof("2.15.0", "answered"), OLD, NEW) == []
    (line,) = compare_proof(proof("2.14.0", "answered"), proof("2.15.0", "raised"), OLD, NEW)
    assert "block answered → plain program raised, block raised" in line


def test_the_report_of_this_tree_names_every_part():
    report = write_report()
    titles = ("Behaviour", "Proofs", "Harm", "Names", "Sentences")
    assert all(f"## {title}: " in report for title in titles)


def test_what_is_no_command_is_refused(capsys):
    assert main(["moves"]) == 2 and "renew move" in capsys.readouterr().err
