"""Fixtures for the tests of all bots."""

import pytest
from vendor import running_vendor


@pytest.fixture(name="vendor_of_module", scope="module")
def _vendor_of_module():
    with running_vendor() as vendor:
        yield vendor


@pytest.fixture(name="vendor")
def _vendor(vendor_of_module):
    """A vendor that was not called yet and answers nothing."""
    vendor_of_module.calls.clear()
    vendor_of_module.routes.clear()
    return vendor_of_module
