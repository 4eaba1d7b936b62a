"""A text -> the text in a format that people paste: escaped, prefixed, wrapped,
coloured; each is a function.
"""

import html
import json
import textwrap
from urllib.parse import quote


def _each_line(prefix: str):
    return lambda text: "\n".join(prefix + line for line in text.split("\n"))


def _json_line(text: str) -> str:
    return json.dumps({"level": "error", "msg": text, "model": "claude-sonnet-4-5"})


def _wrapped(width: int):
    def wrap(text: str) -> str:
        lines = [
            line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width)
        ]
        return "\n".join(lines)

    return wrap


def _boxed(text: str) -> str:
    lines = [line[at : at + 76] for line in text.split("\n") for at in range(0, max(len(line), 1), 76)]
    return "\n".join(f"│ {line:<76} │" for line in lines)


def _coloured(text: str) -> str:
    # As grep --color and syntax highlighters do it: codes in the middle of words.
    return (
        text.replace("sk-ant-", "\x1b[01;31m\x1b[Ksk-ant-\x1b[m\x1b[K")
        .replace("=", "\x1b[0m=\x1b[36m")
        .replace(": ", "\x1b[39m: \x1b[33m")
    )


FORMATS = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "JSON string": _json_line,
    "JSON in JSON": lambda text: _json_line(_json_line(text)),
    "JSON in JSON in JSON": lambda text: _json_line(_json_line(_json_line(text))),
    "Python repr": lambda text: repr(text),
    "Python bytes": lambda text: repr(text.encode()),
    "HTML": lambda text: f"<pre>{html.escape(text)}</pre>",
    "HTML twice": lambda text: html.escape(html.escape(text)),
    "percent-encoded": lambda text: "https://app.example/?error=" + quote(text, safe=""),
    "percent-encoded twice": lambda text: (
        "https://app.example/?error=" + quote(quote(text, safe=""), safe="")
    ),
    "wrapped at 80": _wrapped(80),
    "wrapped at 120": _wrapped(120),
    "boxed": _boxed,
    "docker": _each_line("api-1  | "),
    "GitHub Actions": _each_line("2025-11-19T07:41:02.1234567Z "),
    "journald": _each_line("Nov 19 07:41:02 host app[123]: "),
    "quoted mail": _each_line("> > "),
    "exception group": _each_line("  | "),
    "pytest": _each_line("E   "),
    "comment": _each_line("# "),
    "indented": lambda text: textwrap.indent(text, "        "),
    "coloured": _coloured,
    "curly quotes": lambda text: text.replace('"', "”").replace("'", "’"),
    "zero-width marks": lambda text: text.replace("-", "-\u200b").replace("_", "_\u200b"),
    "soft dashes": lambda text: text.replace("sk-ant-", "sk\u2011ant\u2011"),
    "spaces of the web": lambda text: text.replace(": ", ":\u00a0").replace("= ", "=\u00a0"),
    "bold in Markdown": lambda text: text.replace("key", "**key**"),
    "upper-case names": lambda text: text.replace("key", "KEY").replace("token", "TOKEN"),
}
