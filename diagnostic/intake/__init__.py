"""Errors that people sent, and rule drafts from them. Needs the `intake` extra."""

from diagnostic.intake.store import MAX_CHARACTERS, Full, Store, Submission

__all__ = ["MAX_CHARACTERS", "Full", "Store", "Submission"]
