"""On the path of a server under test, makes the app fail for texts with these words, with the whole text in
the exception.
"""

import diagnostic.web.api
import diagnostic.web.pages
from diagnostic.diagnosis import diagnose


def fail_where_told(text, *args, **kwargs):
    """Diagnoses, or breaks as a bug would."""
    if "BREAK-VALUE" in text:
        raise ValueError(f"cannot read {text}") from KeyError(text)
    if "BREAK-MEMORY" in text:
        raise MemoryError(text)
    if "BREAK-DEPTH" in text:
        raise RecursionError(text)
    return diagnose(text, *args, **kwargs)


diagnostic.web.api.diagnose = fail_where_told
diagnostic.web.pages.diagnose = fail_where_told
