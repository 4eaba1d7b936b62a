"""The record of the SDKs' behaviour, and what the page states about their versions."""

import pytest

from diagnostic.lab.changes import version_changes
from diagnostic.lab.record import behaviour_rows, order_of, without_async
from diagnostic.lab.sdks import MEASURED, SDKS
from diagnostic.web import create_app


@pytest.fixture(scope="module")
def client():
    return create_app().test_client()


def test_every_version_of_sdks_toml_is_measured_under_every_fault():
    by_sdk = {}
    for row in behaviour_rows():
        by_sdk.setdefault(row.sdk, set()).add((row.fault, row.program.removeprefix("async_")))
    assert set(by_sdk) == {sdk.name for sdk in (*MEASURED, *SDKS)}
    for sdk in (*MEASURED, *SDKS):
        newest = max(
            (one for one in SDKS if one.language == sdk.language), key=lambda one: order_of(one.version)
        )
        assert by_sdk[sdk.name] == by_sdk[newest.name]


def test_asynchronous_calls_end_like_synchronous_ones_so_that_old_versions_need_only_these():
    ends = {
        (row.sdk, row.fault, row.program): (row.exception, row.status, row.text, row.silent, row.requests)
        for row in behaviour_rows()
    }
    for (sdk, fault, program), end in ends.items():
        if program.startswith("async_"):
            assert end == ends[sdk, fault, program.removeprefix("async_")], (sdk, fault, program)
    assert without_async() == [sdk.version for sdk in MEASURED]


def test_a_change_between_versions_is_named_once_and_nothing_else_is():
    rows = behaviour_rows()
    for change in version_changes():
        assert len({(one.outcome, one.requests) for one in change.endings}) > 1
        versions = [version for one in change.endings for version in one.versions]
        assert versions == sorted(versions, key=order_of)
        measured = {
            row.sdk.rpartition(" ")[2]
            for row in rows
            if row.fault == change.fault and row.sdk.startswith(f"{change.package} ")
        }
        assert set(versions) == measured
    named = {(change.fault, change.package, call) for change in version_changes() for call in change.calls}
    ends = {}
    for row in rows:
        package = row.sdk.rpartition(" ")[0]
        place = row.fault, package, row.program.removeprefix("async_")
        ends.setdefault(place, set()).add((row.exception, row.text, row.silent, row.requests))
    assert {place for place, seen in ends.items() if len(seen) > 1} == named


def test_the_page_says_where_versions_differ(client):
    page, text = client.get("/behaviour").text, client.get("/behaviour.md").text
    overloaded = next(
        change
        for change in version_changes()
        if (change.fault, change.package) == ("overloaded", "anthropic")
    )
    assert [one.versions[0] for one in overloaded.endings][:2] == ["0.34.2", "0.60.0"]
    assert "Where versions of one SDK differ" in page and "0.34.2" in page
    assert "For 0.34.2, 0.60.0, 0.88.0, only synchronous calls were measured" in page
    assert "| overloaded | anthropic | create, helper, stream | 0.34.2: anthropic.InternalServerError" in text
