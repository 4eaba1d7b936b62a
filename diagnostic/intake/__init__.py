"""How the catalogue learns: what people chose to send about errors that no rule fits, and drafts of rules
from it. Needs the `intake` extra.
"""

from diagnostic.intake.store import LONGEST, Full, Store, Submission

__all__ = ["LONGEST", "Full", "Store", "Submission"]
