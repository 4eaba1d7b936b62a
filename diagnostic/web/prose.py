"""Our own Markdown and code -> HTML, rendered when first asked for; pasted text never comes here."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

_LEXERS = {"python": "python", "typescript": "typescript", "shell": "bash", "settings": "nginx"}


@cache
def _markdown():  # noqa: ANN202 - loaded when the first prose is shown
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@cache
def render_prose(markdown: str) -> Markup:
    """Paragraphs, lists, links and code as HTML; raw HTML stays text."""
    return Markup(_markdown().render(markdown))  # noqa: S704 - made from our own prose, with raw HTML off


@cache
def render_inline(markdown: str) -> Markup:
    """One line of prose without a paragraph around it."""
    return Markup(_markdown().renderInline(markdown))  # noqa: S704


@cache
def highlight(code: str, language: str) -> Markup:
    """Code of our own as highlighted HTML."""
    from pygments import highlight as paint
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    lexer = get_lexer_by_name(_LEXERS[language], stripnl=False)
    return Markup(paint(code, lexer, HtmlFormatter(nowrap=True, classprefix="h-")))  # noqa: S704
