"""Markdown written by a model -> safe HTML: no links, images or raw HTML, and none of
its text in attributes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# A reference is one half of a link.
_LEADS_AWAY = ("link", "image", "autolink", "reference", "html_inline", "html_block")


@cache
def _renderer() -> MarkdownIt:
    # Imported when the first answer is shown.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(_LEADS_AWAY)


def render_untrusted(markdown: str) -> Markup:
    """The text with its paragraphs, lists and code; links stay as plain text."""
    renderer = _renderer()
    tokens = renderer.parse(markdown)
    for token in tokens:
        token.info = ""  # would become a class
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"
    html = renderer.renderer.render(tokens, renderer.options, {})
    # Wide code blocks get keyboard scrolling. The replacement is safe: the model's text is escaped.
    return Markup(html.replace("<pre>", '<pre tabindex="0">'))  # noqa: S704 - escaped by the renderer
