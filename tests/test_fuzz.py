"""What the fuzzer found once stays fixed."""

from pathlib import Path

import pytest
from fuzz.promises import check_promises

FOUND = sorted((Path(__file__).parent / "fuzz" / "found").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_every_promise_holds_for_what_was_found(path):
    check_promises(path.read_bytes())
