"""Public URLs are permanent: each line of public_urls.txt answers, and none may be removed."""

from pathlib import Path

import pytest

from diagnostic import create_app

URLS = (Path(__file__).parent / "public_urls.txt").read_text().split()


@pytest.fixture(name="client", scope="module")
def _client():
    return create_app({"TESTING": True}).test_client()


@pytest.mark.slow
@pytest.mark.parametrize("url", [url for url in URLS if not url.startswith("/causes/") or url.count("/") < 3])
def test_a_public_address_answers(client, url):
    assert client.get(url).status_code in (200, 301, 302, 308), url


def test_every_cause_ever_published_answers(client):
    for url in URLS:
        if url.startswith("/causes/"):
            assert client.get(url).status_code in (200, 301), url


def test_every_cause_is_in_the_list(rules):
    assert {f"/causes/{id}" for id in rules.causes} <= set(URLS)
