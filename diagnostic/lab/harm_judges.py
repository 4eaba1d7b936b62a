"""A harm trial and how the block ended -> what the block breaks, or None."""

from __future__ import annotations

from diagnostic.lab.defects import KEY
from diagnostic.lab.harm_trials import HarmTrial
from diagnostic.lab.run import Outcome
from diagnostic.proof.record import End

_MAX_REQUESTS = 2_000  # a batch may be asked for once a minute, for a day and an hour
# An error that ends the process, or is only printed: of a promise or a coroutine that nobody awaits.
_HEARD_BY_NOBODY = ("LAB-UNHANDLED", "was never retrieved", "was never awaited")
# A block that does not expect what came fails with these.
_MISTAKES = frozenset(
    "TypeError AttributeError KeyError IndexError NameError UnboundLocalError ReferenceError RangeError"
    " UnicodeEncodeError UnicodeDecodeError".split()
)


def find_harm(
    trial: HarmTrial, naive: End, fix: End, outcome: Outcome, naive_waits: float, extra: int
) -> str | None:
    """What a block breaks, or None."""
    if fix.ends == "stopped":
        return "does not end"
    seen = outcome.stdout + outcome.stderr
    if mistake := find_mistake(trial, naive, fix, seen):
        return mistake
    if trial.wants in ("once", "kept"):
        return _find_repetition(trial, fix, seen, extra)
    if trial.wants in ("answer", "error"):
        return _find_difference(trial, naive, fix, outcome, naive_waits, extra)
    problem = _find_broken_promise(trial, naive, fix)
    return f"{problem}: {seen[-200:]}" if problem else None


def _find_broken_promise(trial: HarmTrial, naive: End, fix: End) -> str | None:
    raises, says = fix.ends == "raised", fix.says or ""
    match trial.wants:
        case "own" if not raises or trial.says not in says or fix.requests > 1:
            return f"hides {trial.says!r}, or asks again: {fix.requests} requests, {fix.says}"
        case "ends" if not raises or trial.says not in says:
            return f"does not stop: {fix.says}"
        case "accepted" if fix.ends != "answered":
            return f"does not put right {trial.says}"
        case "taken" if raises:
            return f"sends {trial.says}, which the API refuses"
        case "refused" if not raises or fix.requests or "nothing is asked" not in says:
            return f"does not refuse {trial.says}"
        case "loud" if not raises:
            return "passes a cut answer on as whole"
        case "same error" if class_of(fix) != class_of(naive):
            return f"raises {class_of(fix)} for {class_of(naive)}"
    return None


def _find_repetition(trial: HarmTrial, fix: End, seen: str, extra: int) -> str | None:
    if fix.requests > 1 + extra:
        return f"sends {fix.requests} requests where one is enough"
    loud = trial.wants == "kept" and fix.ends == "raised"
    return None if loud or trial.says in seen else f"hides {trial.says!r}"


def find_mistake(trial: HarmTrial, naive: End, fix: End, seen: str) -> str | None:
    """What a block breaks in any trial, or None."""
    if any(words in seen for words in _HEARD_BY_NOBODY):
        return f"fails where no code can catch it: {seen[-200:]}"
    if KEY in seen:
        return "shows the key"
    if fix.requests > _MAX_REQUESTS:
        return f"sends {fix.requests} requests: nothing bounds it"
    if class_of(fix) in _MISTAKES and class_of(fix) != class_of(naive):
        return f"fails itself: {fix.says}"
    if trial.left and trial.left not in seen.partition("LAB-LEFT")[2].partition("\n")[0]:
        return f"loses {trial.left!r}, which was paid for"
    return None


def _find_difference(
    trial: HarmTrial, naive: End, fix: End, outcome: Outcome, naive_waits: float, extra: int
) -> str | None:
    """What a block does worse than the plain client, or None."""
    seen = outcome.stdout + outcome.stderr
    if fix.requests > max(naive.requests, 1) + extra:
        return f"sends {fix.requests} requests where the plain client sends {naive.requests}"
    if trial.wants == "error":
        if fix.ends != "raised":
            return f"{fix.ends} where an error is due"
        return None if trial.says in seen else f"hides the real error: {seen[-200:]}"
    if fix.ends != "answered":
        return f"{fix.ends} where the plain client answers: {seen[-200:]}"
    if sum(outcome.waits) < 0.5 * naive_waits:
        return f"waits {sum(outcome.waits):.0f} s where the plain client waits {naive_waits:.0f} s"
    return None


def find_harm_of_check(trial: HarmTrial, naive: End, fix: End, outcome: Outcome, extra: int) -> str | None:
    """What a check breaks, or None. It may print text instead of raising the plain program's error."""
    if fix.ends == "stopped":
        return "does not end"
    max_requests = 1 if trial.wants in ("once", "kept") else max(naive.requests, 1)
    if fix.requests > max_requests + extra:
        return f"sends {fix.requests} requests where {max_requests} are enough"
    seen = outcome.stdout + outcome.stderr
    if mistake := find_mistake(trial, naive, fix, seen):
        return mistake
    if trial.wants == "loud" and fix.ends != "raised":
        return "passes a cut answer on as whole"
    if trial.wants == "error" and trial.says not in seen:
        return f"hides the real error: {seen[-200:]}"
    if trial.wants == "answer" and fix.ends == "raised":
        return f"raises where the plain client answers: {seen[-200:]}"
    return None


def class_of(end: End) -> str:
    return (end.says or "").partition(":")[0]
