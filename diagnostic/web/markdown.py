"""The project's own Markdown and code -> HTML, rendered on first use; never used for pasted text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from diagnostic.diagnosis import rulebook
from diagnostic.render.languages import LANGUAGES, Language
from diagnostic.web.packed import pack, unpack

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer

# What documents write on a fence, besides the names of languages.
_SHORT_NAMES = {"py": "python", "ts": "typescript", "sh": "shell", "bash": "shell"}
_LANGUAGES = LANGUAGES | {"json": Language("JSON", "json", "json"), "html": Language("HTML", "html", "html")}
_NAME_LENGTH = 40
_BREAKS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=\.)(?=\w)")


@cache
def _markdown() -> MarkdownIt:
    # Imported when the first prose is shown.
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    markdown.add_render_rule("fence", _render_fence)
    markdown.add_render_rule("code_block", _render_fence)
    markdown.add_render_rule("table_open", _render_table)
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    markdown.add_render_rule("heading_open", _render_heading)
    return markdown


def _render_fence(_: object, tokens: Sequence[Token], index: int, __: object, env: dict[str, Any]) -> str:
    written, text = tokens[index].info.strip(), tokens[index].content
    language = _SHORT_NAMES.get(written, written)
    is_known = language in _LANGUAGES
    highlighted = highlight(text, language) if is_known else escape(text)
    name = _LANGUAGES[language].label if is_known else "Text"
    label = _unique_name(env, text.strip().split("\n", 1)[0][:_NAME_LENGTH])
    return (
        f'<div class="code"><div class="codebar"><span>{name}</span>'
        f'<button type="button" class="copy js" data-copy aria-label="Copy {label}">Copy</button></div>'
        f'<pre tabindex="0" role="group" aria-label="{name}: {label}">'
        f"<code>{highlighted}</code></pre></div>\n"
    )


def _unique_name(env: dict[str, Any], name: str) -> str:
    """A name that is unique in this document."""
    seen = env.setdefault("names", {})
    seen[name] = seen.get(name, 0) + 1
    return escape(name if seen[name] == 1 else f"{name} ({seen[name]})")


def _render_table(_: object, tokens: Sequence[Token], index: int, __: object, env: dict[str, Any]) -> str:
    """A scrollable table, labelled with its header row."""
    heads = [tokens[at + 1].content for at in range(index, len(tokens)) if tokens[at].type == "th_open"]
    name = _unique_name(env, f"Table: {', '.join(heads[:3])}")
    return f'<div class="wide" tabindex="0" role="group" aria-label="{name}"><table>\n'


def _render_heading(_: object, tokens: Sequence[Token], index: int, __: object, env: dict[str, Any]) -> str:
    """A heading with an anchor made of its words."""
    words = re.sub(r"[^a-z0-9]+", "-", tokens[index + 1].content.lower()).strip("-")
    seen = env.setdefault("headings", {})
    seen[words] = seen.get(words, 0) + 1
    return f'<{tokens[index].tag} id="{words}{"" if seen[words] == 1 else f"-{seen[words]}"}">'


@cache
def render_prose(markdown: str) -> Markup:
    """Paragraphs, lists, links and code as HTML; raw HTML stays text."""
    return Markup(_markdown().render(link_causes(markdown)))  # noqa: S704 - made from our own prose, with raw HTML off


@cache
def render_inline(markdown: str) -> Markup:
    """One line of prose without a paragraph around it."""
    return Markup(_markdown().renderInline(markdown))  # noqa: S704


@cache
def _cause_id_pattern() -> re.Pattern[str]:
    # An id of several words becomes a link anywhere, one of a single word only in parentheses.
    names = sorted(rulebook().causes, key=len, reverse=True)
    several, single = (
        ("|".join(map(re.escape, names_of)))
        for names_of in ([n for n in names if "-" in n], [n for n in names if "-" not in n])
    )
    return re.compile(
        rf"(?P<skip>`[^`]*`|```.*?```|\[[^\]]*\]\([^)]*\)|<[^>]*>|https?://\S+)|(?<![\w/.-])(?P<id>{several})"
        rf"(?![\w/-]|\.\w)|(?<=\()(?P<one>{single})(?=\))",
        re.S,
    )


def link_causes(markdown: str) -> str:
    """Turns ids of causes in prose into links to their pages."""

    def link(found: re.Match[str]) -> str:
        id = found["id"] or found["one"]
        return f"[{id}](/causes/{id})" if id else found[0]

    return _cause_id_pattern().sub(link, markdown)


def highlight(code: str, language: str) -> Markup:
    """The project's own code as highlighted HTML."""
    return unpack(_highlight(code, language))


@cache
def _highlight(code: str, language: str) -> bytes:
    from pygments import highlight as pygments_highlight

    return pack(pygments_highlight(code, *_highlighter(language)))


@cache
def _highlighter(language: str) -> tuple[Lexer, Formatter]:
    """Lexer and HTML formatter of a language, cached because creating them takes longer than using them."""
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    lexer = get_lexer_by_name(_LANGUAGES[language].lexer, stripnl=False)
    return lexer, HtmlFormatter(nowrap=True, classprefix="h-")


@cache
def breakable(name: str) -> Markup:
    """A class name with break opportunities between its words."""
    return Markup("<wbr>").join(_BREAKS.split(name))
