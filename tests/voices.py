"""What tests of reported, printed and described errors share."""

from diagnostic.diagnosis import diagnose

BODY = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
# What short texts with the words of errors may be; a long one is a log.
LONG_LOG = "".join(f"INFO step {number} of the run is through\n" for number in range(200))


def first_cause(text):
    """The id of the first cause of a text, or None."""
    findings = diagnose(text).findings
    return findings[0].cause.id if findings else None
