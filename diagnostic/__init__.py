"""Error Diagnostic: the text of a Claude API error -> cause, who must act, whether to retry, and a fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostic.diagnosis import Diagnosis, diagnose
    from diagnostic.hooks import DiagnosticFilter, install
    from diagnostic.scan.counting import classify
    from diagnostic.scan.frames import scan_frame
    from diagnostic.web import create_app

__all__ = ["Diagnosis", "DiagnosticFilter", "classify", "create_app", "diagnose", "install", "scan_frame"]


def __getattr__(name: str) -> object:
    # Imported on demand, so that only users of the web app pay for Flask.
    if name == "create_app":
        from diagnostic.web import create_app

        return create_app
    if name in ("diagnose", "Diagnosis"):
        from diagnostic import diagnosis

        return getattr(diagnosis, name)
    if name in ("DiagnosticFilter", "install"):
        from diagnostic import hooks

        return getattr(hooks, name)
    if name == "classify":
        from diagnostic.scan.counting import classify

        return classify
    if name == "scan_frame":
        from diagnostic.scan.frames import scan_frame

        return scan_frame
    raise AttributeError(f"module 'diagnostic' has no attribute {name!r}")
