"""Every link of every page works: internal addresses answer, and anchors name an element of their page."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from screenshots import TEXTS

from diagnostic import create_app
from diagnostic.web.docs import PAGES
from diagnostic.web.problems import TYPES

pytestmark = pytest.mark.slow

_START = (
    "/",
    "/causes/",
    "/causes/?q=vpn",
    "/e/nobody-knows-this",
    "/behaviour",
    "/proofs",
    "/docs",
    "/nothing",
)


class _Links(HTMLParser):
    """The addresses and the ids of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.named_by: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.links.append(value)
            elif name == "id" and value:
                self.ids.append(value)
            elif name in ("for", "form", "aria-labelledby", "aria-describedby", "data-copy") and value:
                self.named_by += value.split()


@pytest.fixture(name="site", scope="module")
def _site():
    client = create_app().test_client()

    @cache
    def open_page(path: str):
        return client.get(path, follow_redirects=True)

    return client, open_page


@pytest.fixture(name="pages", scope="module")
def _pages(site, rules):
    """Address or name of a state -> its page, the answers included."""
    client, open_page = site
    paths = [*_START, *(f"/docs/{name}" for name in PAGES), *(f"/causes/{id}" for id in rules.causes)]
    paths += [f"/problems/{name}" for name in TYPES]
    pages = {path: open_page(path).text for path in paths}
    for name, text in TEXTS.items():
        pages[f"/diagnose ({name})"] = client.post("/diagnose", data={"text": text}).text
    return {path: _Links(page) for path, page in pages.items()}


def test_every_link_and_anchor_of_every_page_leads_somewhere(site, pages):
    _, open_page = site
    broken = set()
    for path, page in pages.items():
        own = path.partition(" ")[0]
        for link in page.links:
            if urlsplit(link).scheme:
                continue
            target, anchor = urldefrag(urljoin(own, link))
            if urldefrag(link)[0]:
                answer = (
                    open_page(target) if target != "/diagnose" and not target.startswith("/opinion") else None
                )
                if answer is not None and answer.status_code != 200 and path != "/nothing":
                    broken.add((path, link, answer.status_code))
                    continue
                ids = _Links(answer.text).ids if anchor and answer is not None else []
            else:
                ids = page.ids
            if anchor and anchor not in ids:
                broken.add((path, link, "anchor"))
    print(*sorted(broken, key=str), sep="\n")
    assert sorted(broken, key=str) == []


def test_ids_are_unique_and_what_names_one_finds_it(pages):
    twice = {path: sorted({id for id in page.ids if page.ids.count(id) > 1}) for path, page in pages.items()}
    missing = {
        path: sorted({id for id in page.named_by if id not in page.ids}) for path, page in pages.items()
    }
    assert {path: ids for path, ids in twice.items() if ids} == {}
    assert {path: ids for path, ids in missing.items() if ids} == {}


def test_every_link_between_the_markdown_twins_leads_somewhere(site, rules):
    import re

    _, open_page = site
    broken = set()
    for path in (
        "/llms.txt",
        "/docs/index.md",
        "/causes/index.md",
        *(f"/docs/{name}.md" for name in PAGES),
        *(f"/causes/{id}.md" for id in rules.causes),
    ):
        for link in re.findall(r"\]\((/[^)\s]*|http://localhost[^)\s]*)\)", open_page(path).text):
            if open_page(urldefrag(link.removeprefix("http://localhost"))[0]).status_code != 200:
                broken.add((path, link))
    assert sorted(broken) == []
