"""Every message that the packages can print is mapped, and as printed by its package
leads to its cause only.
"""

import pytest
from sentence_forms import print_sentence

from diagnostic.diagnosis import diagnose
from diagnostic.world.sentences import INTERNAL, load_sentences

SENTENCES = load_sentences()
INSIDE = [sentence for sentence in SENTENCES if sentence.cause == INTERNAL]
MET = [sentence for sentence in SENTENCES if sentence.cause != INTERNAL]
BAR = 0.98


def _answer(sentence):
    found = diagnose(print_sentence(sentence)).findings
    return (found[0].cause.id, found[0].confidence) if found else (None, None)


def test_a_message_of_the_inside_is_never_claimed_for_certain():
    claimed = [(sentence, *_answer(sentence)) for sentence in INSIDE]
    assert [claim for claim in claimed if claim[2] == "certain"] == []


def test_a_message_is_internal_only_for_a_reason():
    assert [sentence for sentence in INSIDE if not sentence.reason] == []


def test_no_message_waits_for_somebody_to_read_it(rules):
    assert [sentence for sentence in MET if sentence.cause not in rules.causes] == []


def test_the_file_holds_each_message_once():
    assert len({(sentence.package, sentence.sentence) for sentence in SENTENCES}) == len(SENTENCES)


def test_a_message_alone_leads_to_its_cause():
    """What does not, says why in its `reason`; a reason that no longer holds has to go."""
    wrong = {sentence for sentence in MET if _answer(sentence)[0] != sentence.cause}
    assert {sentence for sentence in MET if sentence.reason} == wrong
    assert len(wrong) <= (1 - BAR) * len(MET)


@pytest.mark.parametrize("package", sorted({sentence.package for sentence in SENTENCES}))
def test_each_package_has_messages_that_people_meet(package):
    assert [sentence for sentence in MET if sentence.package == package] != []
