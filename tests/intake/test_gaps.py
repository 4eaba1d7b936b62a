"""From submissions to gaps to a rule that passes its check."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from rule_factory import write_rule
from sqlalchemy import update

from diagnostic.check import check_rules
from diagnostic.cli import main
from diagnostic.intake import Store, Submission, draft, gaps
from diagnostic.intake.draft import DraftError, draft_rule, find_phrase
from diagnostic.intake.gaps import find_gaps
from diagnostic.intake.store import submissions
from diagnostic.rules import RuleError, load_rules

FLUX = (
    "anthropic.BadRequestError: Error code: 400 - {'type': 'error', 'error': {'type': "
    "'invalid_request_error', 'message': '%s'}}"
)
SPLINE = FLUX % "quantum_flux: reticulate splines before calling, got … splines"
OTHER = FLUX % "temporal_drift: the clock of this workspace runs backwards by … days"


@pytest.fixture(name="url")
def _url(tmp_path):
    return f"sqlite:///{tmp_path / 'intake.db'}"


@pytest.fixture(name="store")
def _store(url):
    store = Store(url)
    for text in (SPLINE, OTHER, SPLINE.replace("…", "12"), f"INFO started\n{SPLINE}"):
        store.add(text, "invalid-request", "v1")
    return store


def test_what_is_about_one_error_is_one_gap(store):
    found = find_gaps(store.read())
    assert [(gap.number, len(gap.submissions)) for gap in found] == [(1, 3), (2, 1)]
    assert found[0].sentence.startswith("quantum_flux: reticulate splines")
    assert found[0].doubted == ["invalid-request"]


@pytest.mark.parametrize("text", ["…", "", "529", "Error"])
def test_what_says_nothing_is_a_gap_too(text, store):
    store.add(text or "…", None, "v1")
    assert len(find_gaps(store.read())) == 3


def test_a_phrase_is_in_all_texts_and_in_no_other():
    sentence = "the thing is invalid: … reticulate splines first …"
    texts = [
        "a: the thing is invalid: 3 reticulate splines first",
        "reticulate splines first; the thing is invalid",
    ]
    assert find_phrase(sentence, texts, []) == "reticulate splines first"
    assert find_phrase(sentence, texts, ["never reticulate splines first"]) == "the thing is invalid"
    with pytest.raises(DraftError):
        find_phrase(sentence, texts, ["reticulate splines first", "the thing is invalid"])


@pytest.mark.parametrize(
    "said",
    [
        "Ошибка сервера: квантовый поток не готов",
        "/flux/capacitor failed to engage now",
        '$FLUX is not reticulated, it\'s "so" (a+b)* [x] {2,} ^$ | C:\\new',
        "flux ]] [[when]] ''' capacitor of the drive",
        "flux capacitors were never reticulated " * 200,
    ],
    ids=["not ascii", "path", "marks", "toml", "long"],
)
def test_a_draft_fits_what_was_sent_whatever_it_is_made_of(said, tmp_path):
    [gap] = find_gaps([Submission(1, datetime.now(UTC), said, None, "v1")])
    write_rule(tmp_path, "refused", "[[when]]\nstatus = [400]\nseen = ['bare']")
    (tmp_path / "refused" / "examples" / "bare.txt").write_text(f"#= refused likely\n{OTHER}\n")
    made = draft_rule(gap, "flux-capacitor", tmp_path)
    assert made.answers[0].startswith("nothing -> flux-capacitor")
    assert len(made.phrase) <= 150
    assert check_rules(load_rules(tmp_path)).problems == []


def test_a_draft_that_fails_leaves_nothing(store, tmp_path, monkeypatch):
    write_rule(tmp_path, "refused", "[[when]]\nstatus = [400]\nseen = ['bare']")
    (tmp_path / "refused" / "examples" / "bare.txt").write_text(f"#= refused likely\n{OTHER}\n")
    monkeypatch.setattr(draft, "_with_phrase", lambda *_: "not TOML")
    with pytest.raises(RuleError):
        draft_rule(find_gaps(store.read())[0], "flux", tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["refused"]


def test_a_phrase_holds_no_number_and_only_what_all_texts_share():
    sentence = "before you call, reticulate 3 of your … splines again and again"
    assert find_phrase(sentence, [sentence], []) == "before you call, reticulate"
    others = "after you call, reticulate 7 of your … splines again, and again"
    assert find_phrase(sentence, [sentence, others], []) == "you call, reticulate"


@pytest.mark.parametrize(
    "said, raises, says",
    [
        ("openai.RateLimitError: Error code: 429 - {'error': {'message': 'the flux capacitor is empty',"
         " 'type': 'requests', 'code': 'rate_limit_exceeded'}}", True, None),
        ("the flux capacitor is empty", False, False),
        (FLUX % "the flux capacitor is empty", False, True),
    ],
    ids=["other software", "nobody knows", "claude"],
)  # fmt: skip
def test_a_gap_of_other_software_becomes_no_rule(said, raises, says, tmp_path):
    [gap] = find_gaps([Submission(1, datetime.now(UTC), said, None, "v1")])
    write_rule(tmp_path, "refused", "[[when]]\nstatus = [400]\nseen = ['bare']")
    (tmp_path / "refused" / "examples" / "bare.txt").write_text(f"#= refused likely\n{OTHER}\n")
    if raises:
        with pytest.raises(DraftError, match="other software"):
            draft_rule(gap, "flux", tmp_path)
        assert not (tmp_path / "flux").exists()
    else:
        assert draft_rule(gap, "flux", tmp_path).has_evidence is says


def test_checking_a_cause_that_does_not_exist_says_so(capsys):
    assert main(["rules", "check", "no-such-cause"]) == 2
    assert "unknown cause 'no-such-cause'" in capsys.readouterr().err


def test_many_gaps_are_not_each_compared_with_all_others(monkeypatch):
    compared = []
    monkeypatch.setattr(gaps, "_are_similar", lambda one, other: compared.append(1) or one == other)
    words = ["".join(pair) for pair in product("abcdefghijklmnop", repeat=3)]
    sent = [
        Submission(
            at, datetime.now(UTC), f"error: {' '.join(words[at * 8 : at * 8 + 8])} happened", None, "v1"
        )
        for at in range(200)
    ]
    assert len(find_gaps(sent)) == 200
    assert len(compared) < 400


def test_gaps_are_those_that_comparing_all_with_all_gives():
    chance, pool = Random(7), "abc def ghi jkl mno".split()
    said = ["oh " + " ".join(chance.choices(pool, k=at % 7)) for at in range(120)]
    sent = [Submission(at, datetime.now(UTC), text, None, "v") for at, text in enumerate(said)]
    expected: list[tuple[frozenset, list[int]]] = []
    for one in sent:
        words = gaps._words(gaps.error_sentence(one.text))
        home = next((ids for known, ids in expected if gaps._are_similar(words, known)), None)
        if home is None:
            expected.append((words, [one.id]))
        else:
            home.append(one.id)
    found = [[one.id for one in gap.submissions] for gap in find_gaps(sent)]
    assert sorted(found) == sorted(ids for _, ids in expected)


def test_what_the_server_still_keeps_is_listed(store, url, capsys, monkeypatch):
    with store._engine.begin() as connection:
        then = datetime.now(UTC) - timedelta(days=120)
        connection.execute(update(submissions).values(sent_at=then))
    assert main(["gaps", "--database", url]) == 0
    assert "No gaps" in capsys.readouterr().out
    monkeypatch.setenv("DIAGNOSTIC_INTAKE_DAYS", "365")
    assert main(["gaps", "--database", url]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_the_gaps_are_listed_shown_and_dropped(store, url, capsys):
    assert main(["gaps", "--database", url]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[1].split()[:2] == ["1", "3"]
    assert main(["gaps", "1", "--database", url]) == 0
    assert "sent 3 times" in capsys.readouterr().out
    assert main(["gaps", "--database", url, "--format", "json"]) == 0
    assert [gap["count"] for gap in json.loads(capsys.readouterr().out)] == [3, 1]
    assert main(["gaps", "1", "--drop", "--database", url]) == 0
    assert [gap.number for gap in find_gaps(store.read())] == [2]


@pytest.mark.parametrize(
    "args, says",
    [
        ([], "no database: pass --database"),
        (["--database", "sqlite:////proc/x/y.db"], "--database"),
        (["7", "--database", "URL"], "there is no gap 7; there are: 1, 2"),
        (["--drop", "--database", "URL"], "needs the NUMBER"),
        (["--database", "sqlite:///misspelt.db"], "there is no file misspelt.db"),
        (["--database", "nonsense"], "it must be like sqlite:"),
    ],
)
def test_a_wrong_call_says_what_to_do(args, says, store, url, capsys, monkeypatch):
    monkeypatch.delenv("DIAGNOSTIC_INTAKE_DATABASE_URL", raising=False)
    assert main(["gaps", *(url if arg == "URL" else arg for arg in args)]) != 0
    assert says in capsys.readouterr().err


def test_a_gap_becomes_a_rule_that_passes_its_check(store, url, tmp_path):
    neighbour = write_rule(tmp_path, "refused", "[[when]]\nstatus = [400]\nseen = ['bare']")
    (neighbour / "examples" / "bare.txt").write_text(f"#= refused likely\n{OTHER}\n")
    drafted = _run(
        "rules", "new", "splines-missing", "--from-gap", "1", "--folder", str(tmp_path), "--database", url
    )  # fmt: skip
    assert "Distinctive phrase: quantum_flux: reticulate splines before calling, got" in drafted
    assert "    refused likely -> splines-missing certain\n" in drafted
    result = check_rules(load_rules(tmp_path))
    assert (result.causes, result.examples, result.problems) == (2, 4, [])


def test_an_id_that_is_taken_changes_nothing(store, url, tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "diagnostic",
            "rules",
            "new",
            "overloaded",
            "--from-gap",
            "1",
            "--database",
            url,
        ],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 1
    assert "is there already" in done.stderr


def _run(*args):
    done = subprocess.run(
        [sys.executable, "-m", "diagnostic", *args], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
