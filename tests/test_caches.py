"""Nothing that a paste says is kept: caches are bounded by the rules and the clients, not by what texts
name.
"""

import gc

from diagnostic import diagnose
from diagnostic.render import json as render_json
from diagnostic.rules import Cause

_TEXT = (
    'File "/x/site-packages/anthropic/lib/bedrock/_stream_decoder.py"\n'
    "ValueError: Bad response code, expected 200: {{'status_code': 400}}\nanthropic=={}"
)


def _kept():
    """How many causes are alive, and how many entries the caches of the renderer hold."""
    gc.collect()
    caches = [part for part in vars(render_json).values() if hasattr(part, "cache_info")]
    return (
        sum(isinstance(thing, Cause) for thing in gc.get_objects()),
        sum(cache.cache_info().currsize for cache in caches),
    )


def _answer(version):
    return render_json.encode_answer(diagnose(_TEXT.format(version)))


def test_five_hundred_sdk_versions_make_no_cache_grow():
    for version in ("0.40.0", "1.2.0", "2.12.0"):  # each order of the steps once
        assert b"bedrock" in _answer(version)
    before = _kept()
    for number in range(500):
        _answer(f"{number % 3}.{number}.{number % 7}")
    causes, entries = _kept()
    assert causes == before[0]
    assert entries <= before[1] + 3
