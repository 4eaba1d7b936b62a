"""A diagnosis without a cause -> what Claude thinks of it: only when asked, only from the masked text,
never verified.
"""

from __future__ import annotations

MODEL = "claude-sonnet-4-6"
# For the whole answer, with everything that is tried again.
SECONDS = 90
NOT_VERIFIED = "Not verified: Claude wrote this from the masked text, and nobody has run it. It may be wrong."
