"""Bytes -> nothing, or an AssertionError: what must hold for any text."""

import time

from diagnostic.diagnosis import diagnose
from diagnostic.render.json import encode_answer
from diagnostic.render.terminal import plain
from diagnostic.text import clean

CANARY = "sk-ant-api03-Qm3xT9vLk2ZpW8yRb5Nc7Hd4Jf6Gs1AaXe0Uo"
# CPU seconds: far more than a text of some kilobytes takes, even with the fuzzer's instrumentation.
_LONGEST = 2.0


def check_promises(data: bytes) -> None:
    """Cleans and diagnoses a text, and checks all that is promised of it."""
    text = data.decode("utf-8", "replace")
    begun = time.thread_time()
    diagnosis = diagnose(text)
    cleaned = diagnosis.clean
    check_source_map(cleaned)
    again = clean(cleaned.masked)
    assert (again.masked, again.text) == (cleaned.masked, cleaned.text), "cleaning a cleaned text changes it"
    for finding in diagnosis.findings:
        assert all(
            cleaned.masked.split("\n")[span.line - 1][span.column - 1 :].startswith(span.text)
            for span in finding.evidence
        )
    encode_answer(diagnosis)
    assert "\x1b" not in plain(cleaned.masked)
    for planted in (f"{text}\n{CANARY}\n", f"x-api-key: {CANARY}\n{text}", f"{text} {CANARY}"):
        found = clean(planted)
        assert CANARY[13:] not in found.masked and CANARY[13:] not in found.text, "a planted key survives"
    assert time.thread_time() - begun < _LONGEST, "too slow"


def check_source_map(cleaned) -> None:
    """Each run is the same in both texts but for marks made plain; runs ascend and overlap nowhere."""
    position = source = 0
    for start, at, length in cleaned.runs:
        assert start >= position and at >= source and length > 0
        kept, shown = cleaned.text[start : start + length], cleaned.masked[at : at + length]
        assert len(kept) == len(shown) == length
        assert all(
            one == other or not other.isascii() or other.isspace()
            for one, other in zip(kept, shown, strict=True)
        )
        position, source = start + length, at + length
    for start in range(0, len(cleaned.text), max(1, len(cleaned.text) // 20)):
        for span in cleaned.locate(start, min(start + 9, len(cleaned.text))):
            line = cleaned.masked.split("\n")[span.line - 1]
            assert line[span.column - 1 : span.column - 1 + span.length] == span.text
