"""Patterns are compiled when a paste needs them, so a bad one would be found by a user; here all are compiled."""

import gc

import re2

from diagnostic import create_app, diagnose
from diagnostic.patterns import Pattern, PatternSet


def test_every_pattern_is_one_that_re2_reads(rules):
    create_app()
    patterns = [thing for thing in gc.get_objects() if isinstance(thing, Pattern)]
    assert len(patterns) > 100
    for pattern in patterns:
        re2.compile(pattern.source)


def test_every_set_holds_all_its_patterns(rules):
    diagnose("529")
    detectors = [thing for thing in gc.get_objects() if isinstance(thing, PatternSet)]
    assert len(detectors) > 3
    for detector in detectors:
        detector.find(b"")  # raises where its memory ended
        for source in detector._sources.values():
            re2.compile(source.encode())
