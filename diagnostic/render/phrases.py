"""The words of a verdict: who acts, whether to retry, how sure; said once, used by every renderer."""

from __future__ import annotations

from diagnostic.diagnosis import Diagnosis, Finding
from diagnostic.rules import Cause, Verified

WHO = {
    "you": "you",
    "network": "your network or gateway",
    "account": "your account owner",
    "anthropic": "Anthropic",
    "cloud": "your cloud platform",
    "gateway": "the gateway's operator",
}
RETRY = {
    "backoff": "Yes, with back-off",
    "once": "Yes, once",
    "after-wait": "Only after the wait it names",
    "after-change": "Only after a change",
    "no": "No",
}
SDK_RETRIES = {
    True: "The SDK has already retried this by itself.",
    False: "The SDK does not retry this by itself.",
    "depends": "Whether the SDK retries this by itself depends on the case.",
}
CONFIDENCE = {"certain": "Certain", "likely": "Likely", "possible": "Possible"}


def who_acts(cause: Cause) -> str:
    """Who must act, first one first: "your network or gateway, then you"."""
    return ", then ".join(WHO[who] for who in cause.who)


def first_sentence(markdown: str) -> str:
    """The first sentence of a prose field."""
    line = markdown.strip().split("\n", 1)[0]
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]


def say_verdict(finding: Finding) -> str:
    """One paragraph that stands alone in a chat message; no word of it comes from the paste but checked values."""
    cause = finding.cause
    sure = {"certain": "This is", "likely": "This is likely", "possible": "This may be"}[
        finding.match.confidence
    ]
    parts = [
        f"{sure}: {finding.headline}".rstrip(".") + ".",
        first_sentence(cause.explanation.what),
        f"Who acts: {who_acts(cause)}.",
        f"Retry: {RETRY[cause.retry][:1].lower()}{RETRY[cause.retry][1:]}.",
        SDK_RETRIES[cause.sdk_retries],
        f"First step: {cause.steps[0].title.rstrip('.')}.",
    ]
    return " ".join(parts)


def summarize(diagnosis: Diagnosis) -> str:
    """The whole answer in one paragraph."""
    if not diagnosis.findings:
        nearest = "the nearest causes and " if diagnosis.unmatched and diagnosis.unmatched.nearest else ""
        return (
            "No known cause fits this text. It shows no error of the Claude API that is in the catalogue; "
            f"{nearest}the commands that would tell more are listed."
        )
    best, *others = diagnosis.findings
    said = say_verdict(best)
    if others:
        said += f" Also found: {'; '.join(other.cause.title for other in others[:3])}."
    return said


def say_proof(cause: Cause) -> str | None:
    """What was run, and what it shows."""
    if not cause.met:
        return None
    if not cause.verified:
        return f"Reproduced on a fault server with {_say_versions(cause.met)}. Whether the fix holds cannot be shown there."
    # A version on which only the fault was met is not named: the sentence claims both.
    versions = _say_versions(cause.verified)
    if cause.fix == "survives":
        return f"Reproduced on a fault server, and the fix met that fault and survived it, with {versions}."
    return (
        f"Reproduced on a fault server with {versions}. "
        "Under the fault the program ends with a clear message; once what is wrong has been put right, it answers."
    )


def _say_versions(shown: Verified) -> str:
    packages = (("anthropic", shown.python), ("@anthropic-ai/sdk", shown.typescript))
    return " and ".join(f"{package} {', '.join(versions)}" for package, versions in packages if versions)
