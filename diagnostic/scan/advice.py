"""Tally -> advice, each sentence with the number that it is based on."""

from __future__ import annotations

from diagnostic.diagnosis import rulebook
from diagnostic.log.tally import CauseCounts, Tally
from diagnostic.render.phrases import who_acts

_CAPPED = "spend-cap-reached"
_OVERLOADED = ("overloaded", "stream-overloaded")
_LOST_STREAMS = (
    "stream-disconnected",
    "stream-missing-message-stop",
    "stream-idle-timeout",
    "claude-code-response-incomplete",
)
# errors of one cause in an hour that count as a wave: about one in ten minutes
_WAVE = 6


def advise(tally: Tally) -> list[str]:
    """One sentence per finding, most frequent cause first; empty if the log shows nothing."""
    advice = _advise_on_overloads(tally)
    limits = {id: cause for id, cause in tally.causes.items() if id.startswith("rate-limit")}
    for id, cause in sorted(limits.items(), key=lambda item: (-item[1].count, item[0])):
        advice.append(f"{cause.count} × {id}: {_LIMIT_ADVICE.get(id, _LIMIT_ADVICE['rate-limit'])}")
    if _CAPPED in tally.causes:
        advice.append(
            f"{tally.causes[_CAPPED].count} requests reached the monthly cap: stop retrying,"
            " because they fail until the date in the message."
        )
    lost = _sum(tally, _LOST_STREAMS)
    if lost.count:
        advice.append(
            f"{lost.count} streams were cut or went silent: check the idle and response limits of every"
            " proxy on the way, and treat an answer without message_stop as failed."
        )
    if timeouts := tally.causes.get("request-timeout"):
        advice.append(
            f"{timeouts.count} requests timed out before a response: stream long answers instead of raising"
            " the timeout."
        )
    return advice + _advise_on_final(tally)


def _advise_on_final(tally: Tally) -> list[str]:
    """Rare or not, an error that no retry ends stays until somebody acts."""
    causes = rulebook().causes
    final = {
        id: found
        for id, found in tally.causes.items()
        if causes[id].retry == "no" and not causes[id].harmless and id != _CAPPED
    }
    return [
        f"{found.count} × {id}: retries do not help. Who needs to act: {who_acts(causes[id])}. First step:"
        f" {next(step.title for step in causes[id].steps if not step.shown_by)}."
        for id, found in sorted(final.items(), key=lambda item: (-item[1].count, item[0]))
    ]


def _advise_on_overloads(tally: Tally) -> list[str]:
    overloaded = _sum(tally, _OVERLOADED)
    if not overloaded.count:
        return []
    busiest, peak = _busiest(overloaded)
    if peak >= _WAVE:
        advice = [
            f"Overloads (529) came in waves, {peak} in the hour of {busiest}: lower your concurrency or"
            " put a queue in front, retry with jittered back-off, and move work that can wait to the"
            " Message Batches API."
        ]
    else:
        advice = [
            f"{overloaded.count} overloads (529) are spread out: jittered back-off with a few more"
            " retries is enough."
        ]
    if in_stream := tally.causes.get("stream-overloaded"):
        advice.append(
            f"{in_stream.count} of them arrived inside a stream, where the SDKs do not retry and the"
            " status code is 200: catch them around the iteration and test the error type."
        )
    return advice


_LIMIT_ADVICE = {
    "rate-limit": (
        "print the anthropic-ratelimit headers to see which limit it is, honour retry-after, share one"
        " limiter."
    ),
    "rate-limit-input-tokens": (
        "cache the stable prefix of your prompts (cached reads do not count for most models) and spread"
        " requests."
    ),
    "rate-limit-output-tokens": "run fewer long answers at once, or move them to the Message Batches API.",
    "rate-limit-requests": "pace requests evenly with one limiter for all workers; combine small requests.",
    "rate-limit-concurrency": "put a semaphore around calls and close streams that nobody reads.",
    "rate-limit-acceleration": "raise traffic over several minutes instead of all at once.",
}


def _sum(tally: Tally, ids: tuple[str, ...]) -> CauseCounts:
    total = CauseCounts()
    for id in ids:
        if id in tally.causes:
            total.merge(tally.causes[id])
    return total


def _busiest(cause: CauseCounts) -> tuple[str, int]:
    return max(
        cause.times.by_hour().items(), key=lambda item: (item[1], item[0]), default=("an unknown time", 0)
    )
