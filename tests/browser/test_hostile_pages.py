"""Hostile text in every place that a page shows: none of it executes or loads anything, and it stays
readable.
"""

import re

import pytest
from visits import OVERLOAD, submit

from diagnostic.paths import RULES
from diagnostic.rules import read_example
from diagnostic.world.clients import clients

pytestmark = pytest.mark.slow

PAYLOADS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1><a href=javascript:window.hit=1>x</a></svg>",
    "\"><iframe srcdoc='<script>parent.hit=1</script>'>",
    "' onmouseover=window.hit=1 autofocus onfocus=window.hit=1 x='",
    "</textarea></pre></code><script>window.hit=1</script>",
    "![x](https://evil.example/x.png) [y](javascript:window.hit=1) <https://evil.example>",
    "{{constructor.constructor('window.hit=1')()}} {% raw %} ${window.hit=1} {{ 7*7 }}",
    "\u202eevil\u202c\u2066x\u2069 \u200bzero\u200d\ufeff width",
    "\x1b]8;;javascript:window.hit=1\x07link\x1b]8;;\x07 \x1b[31mred\x1b[0m",
    "````\n# owned\n````",
)
ALL = " ".join(PAYLOADS).replace("\n", " ")
MARKED = sorted(
    {
        path.parent.parent.name: path
        for path in sorted(RULES.glob("*/examples/*.txt"))
        if "‹" in read_example(path).marked
    }.values()
)
# The addresses at which programs explain where their messages are: ours, shown if no cause matches.
_OWN = {action.source for client in clients().values() for action in client.actions.values()}
# What of a paste could act: a foreign element, an attribute that runs, an address that is no page of the
# site's.
_ACTING = """() => [...document.querySelectorAll("main *")].filter((one) =>
    ["SCRIPT", "IMG", "IFRAME", "OBJECT", "EMBED", "STYLE", "LINK", "BASE", "VIDEO", \
"AUDIO"].includes(one.tagName)
    || [...one.attributes].some(({ name, value }) => name.startsWith("on") || name === "style" || \
/^\\s*(javascript|data):/i.test(value))
    || (one.tagName === "A" && one.closest(".lines, .hand, .verdict") && \
!/^[#/]/.test(one.getAttribute("href")))
).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(name="watched")
def _watched(page, base):
    """A page that notes what it asks for and what it opens."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.on("popup", lambda popup: asked.append("popup"))
    yield page
    assert [
        url
        for url in asked
        if not re.fullmatch(re.escape(base) + r"(/|/\?error=.*|/diagnose|/static/[0-9a-f]+/[\w.-]+)", url)
    ] == []


def _check(page):
    assert page.evaluate("window.hit") is None
    acting = [
        html for html in page.evaluate(_ACTING) if not _OWN.intersection(re.findall('href="([^"]+)"', html))
    ]
    assert acting == []
    # Nothing that turns the order of reading or cannot be seen is left.
    assert not set(page.inner_text("main")) & set("\u202e\u202c\u2066\u2069\u200b\ufeff\x1b\x07")


@pytest.mark.parametrize("text", PAYLOADS)
def test_in_a_link(watched, base, text):
    from urllib.parse import quote

    watched.goto(f"{base}/?error={quote(f'{OVERLOAD} {text}')}")
    _check(watched)
    if text.isprintable():
        assert text in watched.inner_text(".lines").replace("\n", "")


def test_in_every_place_that_a_headline_reads_a_value_from(watched, base):
    for path in MARKED:
        submit(watched, base, re.sub("‹[^›]*›", lambda _: ALL, read_example(path).marked))
        _check(watched)
        # Of a long line, what is far from the evidence is left out.
        seen = "window.hit=1" in watched.text_content(".lines") or watched.locator(".lines .cut").count()
        assert seen, path


def test_in_what_is_searched_and_in_a_short_link(page, base):
    from urllib.parse import quote

    for text in PAYLOADS:
        page.goto(f"{base}/causes/?q={quote(text)}")
        assert page.evaluate(_ACTING) == [] and page.evaluate("window.hit") is None
        page.goto(f"{base}/e/{quote(text, safe='')}")
        assert page.evaluate(_ACTING) == [] and page.evaluate("window.hit") is None
    page.errors.clear()  # an unknown name is a 404, which the browser notes
