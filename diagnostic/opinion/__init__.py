"""A diagnosis without a cause -> Claude's opinion: only on request, based on the
redacted text, not verified.
"""

from __future__ import annotations

MODEL = "claude-sonnet-4-6"
# For the whole answer including retries.
SECONDS = 90
NOT_VERIFIED = (
    "Not verified: Claude wrote this from the redacted text, and nobody has tested it. It may be wrong."
)
