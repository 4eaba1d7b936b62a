"""Nothing in a paste is kept: the rules and the clients bound the caches, not the names in texts."""

import gc
import os
import sys
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest

from diagnostic import diagnose
from diagnostic.pattern_sets import compile_sets
from diagnostic.render import json as render_json
from diagnostic.rules import Cause

_TEXT = (
    'File "/x/site-packages/anthropic/lib/bedrock/_stream_decoder.py"\n'
    "ValueError: Bad response code, expected 200: {{'status_code': 400}}\nanthropic=={}"
)
_STATM = Path("/proc/self/statm")


def _answer(version):
    return render_json.encode_answer(diagnose(_TEXT.format(version)))


def _unlimited_caches():
    """Every cache of the project without a limit -> how many entries it holds."""
    return {
        f"{module.__name__}.{name}": part.cache_info().currsize
        for module in [module for name, module in sys.modules.items() if name.startswith("diagnostic")]
        for name, part in vars(module).items()
        if isinstance(part, _lru_cache_wrapper) and part.cache_info().maxsize is None
    }


def _causes():
    gc.collect()
    return sum(isinstance(thing, Cause) for thing in gc.get_objects())


@pytest.fixture(name="versions", scope="module")
def _versions():
    """500 versions that no release has, after each order of the steps was made once.

    The sets of patterns are compiled first: a thread would do it meanwhile, which takes memory.
    """
    for version in ("0.40.0", "1.2.0", "2.12.0", *(f"{number % 3}.900.{number}" for number in range(30))):
        assert b"bedrock" in _answer(version)
    compile_sets()
    return [f"{number % 3}.{number}.{number % 7}" for number in range(500)]


def test_five_hundred_sdk_versions_make_no_cache_grow(versions):
    caches, causes = _unlimited_caches(), _causes()
    limited = render_json._encoded_body.cache_info().currsize
    for version in versions:
        _answer(version)
    assert _unlimited_caches() == caches
    assert _causes() == causes
    assert render_json._encoded_body.cache_info().currsize <= limited + 3


@pytest.mark.skipif(not _STATM.is_file(), reason="resident memory is read from /proc")
def test_five_hundred_sdk_versions_leave_resident_memory_flat(versions):
    def resident():
        gc.collect()
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    before = resident()
    for version in versions:
        _answer(version)
    assert resident() - before < 8 * 2**20
