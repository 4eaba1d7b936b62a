"""Markdown that a model wrote -> HTML that leads nowhere: no links, no images, no raw HTML, and
nothing of it in an attribute.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# A reference is a link's other half.
_LEADS_AWAY = ("link", "image", "autolink", "reference", "html_inline", "html_block")


@cache
def _renderer() -> MarkdownIt:
    # Loaded when the first answer is shown.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(_LEADS_AWAY)


def render_untrusted(markdown: str) -> Markup:
    """The text with its paragraphs, lists and code; what would be a link is shown as it was written."""
    renderer = _renderer()
    tokens = renderer.parse(markdown)
    for token in tokens:
        token.info = ""  # would become a class
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"
    html = renderer.renderer.render(tokens, renderer.options, {})
    # Code that is wider than the page can be scrolled by keyboard; no text of the model's can be this tag.
    return Markup(html.replace("<pre>", '<pre tabindex="0">'))  # noqa: S704 - escaped by the renderer
