"""An excepthook and a logging filter that add a one-line verdict to Claude API errors."""

from __future__ import annotations

import logging
import sys
from types import TracebackType

_CLAUDE_PACKAGES = ("anthropic", "httpx", "httpx2", "claude_agent_sdk")


def verdict(error: BaseException | None) -> str | None:
    """One line about an error of the Claude API; None for any other. Never raises."""
    try:
        if error is None or not _is_claude_error(error):
            return None
        from diagnostic.diagnosis import diagnose
        from diagnostic.render.phrases import retry_advice, who_acts

        found = diagnose(error).findings
        if not found or found[0].confidence == "possible":
            return None
        cause = found[0].cause
        return (
            f"{found[0].headline.rstrip('.')}. Who acts: {who_acts(cause)}. Retry: {retry_advice(found[0])}."
            f" See /causes/{cause.id} or `diagnostic causes {cause.id}`"
        )
    except Exception:  # a failing diagnosis must never hide the program's own error
        return None


def _is_claude_error(error: BaseException) -> bool:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        if type(link).__module__.split(".")[0] in _CLAUDE_PACKAGES:
            return True
        seen.add(id(link))
        link = link.__cause__ or link.__context__
    return False


def install() -> None:
    """Prints the verdict under the traceback of an uncaught Claude API error."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        if text := verdict(error):
            print(f"\nError Diagnostic: {text}", file=sys.stderr)

    sys.excepthook = hook


class DiagnosticFilter(logging.Filter):
    """Adds the verdict to log records that carry a Claude API error; every record passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if text := verdict(error):
            record.msg = f"{record.msg} [{text.replace('%', '%%') if record.args else text}]"
        return True
