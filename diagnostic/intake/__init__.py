"""Errors that people sent because no rule matches, and rule drafts from them. Needs the `intake` extra."""

from diagnostic.intake.store import LONGEST, Full, Store, Submission

__all__ = ["LONGEST", "Full", "Store", "Submission"]
