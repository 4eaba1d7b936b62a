"""No planted secret survives; what the diagnosis needs does; and text without secrets stays unchanged."""

from pathlib import Path

import pytest
from secret_corpus import find_leaks, find_needless, plant
from secret_corpus.formats import FORMATS
from secret_corpus.shapes import GRAMMARS, MASK, find_seen, hide_parts, make_shapes

from diagnostic.rules import load_rules
from diagnostic.text import MASKS, MaskingError, clean, masking, views

HERE = Path(__file__).parent
INNOCENT = {
    **{example.path: example.text for cause in load_rules().causes.values() for example in cause.examples()},
    **{path: path.read_text() for path in (HERE / "unmatched").glob("*.txt")},
}
# `make secrets` tries them all; a part, which another part follows with each format, is enough to see a mask
# break.
_EVERY = 4


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_of_shapes_written_apart_from_the_masks_none_survives(grammar):
    """With these secrets; of those that `make secrets` draws, one in a thousand may."""
    survive = [shape.name for shape in make_shapes(grammar, 1) if find_seen(shape, _shown(shape.text))]
    assert survive == []


# In so many texts what is masked is not just the secret: also its scheme, the user before it, a whole key.
_WIDER = {
    "first": 141,
    "second": 77,
    "third": 30,
    "fourth": 246,
    "fifth": 9,
    "sixth": 27,
    "seventh": 6,
    "eighth": 33,
    "ninth": 33,
}


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_what_stands_beside_a_secret_stays(grammar):
    wider = [
        shape.name
        for shape in make_shapes(grammar, 1)
        if MASK.sub("‹›", clean(shape.text).masked) != hide_parts(shape)
    ]
    assert len(wider) <= _WIDER[grammar], wider


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_masking_what_is_masked_changes_nothing(grammar):
    for shape in make_shapes(grammar, 2, times=1):
        once = clean(shape.text).masked
        assert clean(once).masked == once, shape.name


def _shown(text):
    cleaned = clean(text)
    return f"{cleaned.masked}\n{cleaned.text}"


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_no_planted_secret_survives(form):
    texts = list(plant(form))[list(FORMATS).index(form) % _EVERY :: _EVERY]
    found = {planted.name: found for planted in texts if any(found := find_leaks(planted))}
    assert found == {}


def test_nothing_is_masked_in_a_text_without_a_secret():
    needless = {path: found for path, text in INNOCENT.items() if (found := find_needless(text))}
    assert needless == {}


def test_every_kind_of_the_list_is_planted():
    texts = [*plant("as it is"), *make_shapes("first", 1, times=1)]
    kinds = {redaction.kind for planted in texts for redaction in clean(planted.text).redactions}
    assert kinds == {mask.kind for mask in MASKS}


@pytest.mark.parametrize(
    "module, broken",
    [
        (views, "remove_noise"),
        (views, "undo_escapes"),
        (views, "find_names"),
        (masking, "find_crowds"),
        (masking, "unwrap_lines"),
        (masking, "_find_secrets"),
        (masking, "_merge"),
    ],
)
def test_masking_fails_closed(monkeypatch, module, broken):
    def fail(*args):
        raise RuntimeError("a bug")

    monkeypatch.setattr(module, broken, fail)
    with pytest.raises(MaskingError):
        clean("x-api-key: sk-ant-api03-Qm3xT9vLk2ZpW8yRb5Nc7Hd4Jf6Gs1Aa\n" + "joined " * 10 + "\nlines")


def _refuse(text, seconds):
    raise MaskingError("secrets could not be masked")


def test_no_door_answers_when_masking_fails(monkeypatch, client, capsys, tmp_path):
    from diagnostic import text
    from diagnostic.cli import main

    monkeypatch.setattr(text, "mask_secrets", _refuse)
    secret = "sk-ant-api03-Qm3xT9vLk2ZpW8yRb5Nc7Hd4Jf6Gs1Aa"
    answers = [
        client.post("/diagnose", data={"text": secret}),
        client.get("/", query_string={"error": secret}),
        client.post("/api/v1/diagnose", json={"text": secret}),
        client.get("/api/v1/diagnose", query_string={"text": secret}),
    ]
    file = tmp_path / "error.txt"
    file.write_text(secret)
    assert main(["explain", str(file)]) == 2
    said = capsys.readouterr()
    assert "could not be redacted" in said.err
    for shown in (*(answer.text for answer in answers), said.out, said.err):
        assert "Qm3xT9" not in shown
    assert [answer.status_code for answer in answers] == [500] * 4


def test_the_list_people_read_is_the_list_the_code_uses(client):
    page = client.get("/docs/privacy.md").text
    for mask in MASKS:
        assert f"[masked-{mask.kind}]" in page
        assert mask.covers in page
