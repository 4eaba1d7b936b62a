"""Error Diagnostic: the text of a Claude API error -> cause, who must act, whether to retry, and a fix."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostic.diagnosis import Diagnosis, diagnose
    from diagnostic.hooks import DiagnosticFilter, install
    from diagnostic.scan.counting import classify
    from diagnostic.scan.frames import scan_frame
    from diagnostic.web import create_app

# Imported on demand, so that only users of the web app pay for Flask.
_HOMES = {
    "Diagnosis": "diagnostic.diagnosis",
    "DiagnosticFilter": "diagnostic.hooks",
    "classify": "diagnostic.scan.counting",
    "create_app": "diagnostic.web",
    "diagnose": "diagnostic.diagnosis",
    "install": "diagnostic.hooks",
    "scan_frame": "diagnostic.scan.frames",
}
__all__ = ["Diagnosis", "DiagnosticFilter", "classify", "create_app", "diagnose", "install", "scan_frame"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'diagnostic' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
