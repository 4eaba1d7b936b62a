"""Texts leave nothing in memory: it stays flat over many texts that are all different."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

MOST_GROWTH_MIB = 16


@pytest.mark.slow
def test_memory_is_flat_over_twenty_thousand_texts_with_versions_models_and_captures_of_their_own():
    """From the second tenth on: the first one fills the caches, which are bounded."""
    program = Path(__file__).with_name("memory.py")
    done = subprocess.run([sys.executable, program, "20000"], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found[-1] - found[1] <= MOST_GROWTH_MIB, found
