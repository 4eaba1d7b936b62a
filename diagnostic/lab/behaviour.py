"""Measures what each SDK does under each fault: one probe program, one row for each kind of call.

python -m diagnostic.lab.behaviour             fails on any difference from behaviour.json
python -m diagnostic.lab.behaviour --update    writes it
python -m diagnostic.lab.behaviour --fault F   only this fault
python -m diagnostic.lab.behaviour --sdk 0.88.0  only this version
python -m diagnostic.lab.behaviour --latest    only the latest SDK of each language
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable

import msgspec

from diagnostic.lab import healthy
from diagnostic.lab.catalogue import FAULTS, STREAM_FAULTS
from diagnostic.lab.jobs import MAX_CONCURRENT, Job, run_jobs
from diagnostic.lab.record import BEHAVIOUR, Row, encode_rows
from diagnostic.lab.run import PROBE, PYTHON_CALLS, Runner, without_run_specific_details
from diagnostic.lab.sdks import LATEST, MEASURED, SDKS, Sdk
from diagnostic.lab.server import Lab

_STREAMED = ("stream", "helper")
_CALLS = {"python": PYTHON_CALLS, "typescript": ("create", "stream", "helper")}
# The response is complete, so no error is the right outcome. A proxy variable that Node does not read causes
# no failure either.
_NO_FAILURE = frozenset(
    "ok proxy-socks slow max-tokens pause-turn refusal thinking-first no-content"
    " drop-after-message-stop".split()
)
# A stream that pings forever ends in neither SDK, by design. A response that is late only under the shortened
# clock of the proofs, or contains tool calls, is not a fault. Relays and packet boundaries change the end of
# a stream only for readers that leave it early. Odd parts of an answer are left to those who read it.
_NOT_MEASURED = frozenset(
    "pings-only late-answer two-tools early-stop-reason end-with-last-event cut-with-last-event"
    " drop-with-last-event stall-after-message-stop odd-parts null-text-cut server-call-cut"
    " content-list".split()
)


def calls(sdk: Sdk, fault: str) -> tuple[str, ...]:
    """The kinds of call that a fault can affect."""
    every = _CALLS[sdk.language]
    if sdk in MEASURED:  # asynchronous clients end like synchronous ones in every version
        every = tuple(call for call in every if not call.startswith("async_"))
    return (
        tuple(call for call in every if call.removeprefix("async_") in _STREAMED)
        if fault in STREAM_FAULTS
        else every
    )


def plan(sdks: Iterable[Sdk] = (*MEASURED, *SDKS), only: Iterable[str] = ()) -> list[tuple[Sdk, str, str]]:
    """Every measurement: SDK, fault, call."""
    # Conditional faults depend on the request and belong to the rules; here the request is always valid.
    faults = [
        name
        for name, fault in FAULTS.items()
        if fault.check is None
        and fault.target not in ("bedrock", "vertex", "foundry")
        and name not in _NOT_MEASURED
        and (not only or name in only)
    ]
    return [(sdk, fault, call) for sdk in sdks for fault in faults for call in calls(sdk, fault)]


async def measure(wanted: list[tuple[Sdk, str, str]], at_once: int = MAX_CONCURRENT) -> list[Row]:
    """Runs these measurements."""
    rows: list[Row] = []
    async with Lab() as lab:

        def job(number: int, sdk: Sdk, fault: str, call: str) -> Job:
            async def work(runner: Runner) -> None:
                name = f"{sdk.language[0]}{sdk.version}-{number}"
                rows.append(await _measure_one(lab, runner, fault, call, name))

            return sdk, work

        await run_jobs([job(number, *one) for number, one in enumerate(wanted)], at_once)
    return sorted(rows)


async def _measure_one(lab: Lab, runner: Runner, fault: str, call: str, run: str) -> Row:
    environment = {**lab.environment(fault, run=run), "CALL": call}
    program = PROBE / f"probe{runner.sdk.suffix}"
    outcome = await runner.run(program, environment)
    requests = lab.count_requests(run)
    if outcome.status is None:
        return Row(fault, runner.sdk.name, call, "never ends", None, None, [], "none", False, requests)
    if outcome.status != 0:
        raise RuntimeError(
            f"the probe itself failed under {runner.sdk.name}, {fault}, {call}: {outcome.stderr[-400:]}"
        )
    seen = json.loads(outcome.stdout)
    exception, text = seen["exception"], seen["text"]
    message = without_run_specific_details(seen["message"].strip().partition("\n")[0])[:160]
    return Row(
        fault=fault,
        sdk=runner.sdk.name,
        program=call,
        raised=f"{exception}: {message}" if exception and message else exception,
        exception=exception,
        status=seen["status"],
        caught_by=seen["caught_by"],
        text=_received_text(text, seen["stop_reason"]),
        silent=exception is None and fault not in _NO_FAILURE,
        requests=requests,
    )


def _received_text(text: str, stop_reason: str | None) -> str:
    if stop_reason == "not a Message":
        return "other"
    return "whole" if healthy.TEXT in text else "part" if text else "none"


def _retry_late_measurements(
    rows: list[Row], before: list[Row], wanted: list[tuple[Sdk, str, str]]
) -> list[Row]:
    """Repeats late measurements once, one at a time, because a loaded machine can delay a run."""
    late = {(row.sdk, row.fault, row.program) for row in rows if row not in before}
    if not late:
        return rows
    again = [one for one in wanted if (one[0].name, one[1], one[2]) in late]
    second = asyncio.run(measure(again, at_once=1))
    return sorted([*(row for row in rows if (row.sdk, row.fault, row.program) not in late), *second])


def _rows_of(rows: list[Row], wanted: list[tuple[Sdk, str, str]]) -> list[Row]:
    """The rows that belong to these measurements."""
    keys = {(sdk.name, fault, call) for sdk, fault, call in wanted}
    return [row for row in rows if (row.sdk, row.fault, row.program) in keys]


def main(argv: list[str] | None = None) -> int:
    """Returns 0 if everything is as recorded."""
    parser = argparse.ArgumentParser(
        prog="python -m diagnostic.lab.behaviour", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--update", action="store_true", help="write the record")
    parser.add_argument("--fault", action="append", default=[], help="only this fault")
    parser.add_argument("--sdk", action="append", default=[], help="only this version, as in sdks.toml")
    parser.add_argument("--latest", action="store_true", help="only the latest SDK of each language")
    options = parser.parse_args(argv)
    sdks = tuple(LATEST.values()) if options.latest else (*MEASURED, *SDKS)
    sdks = tuple(sdk for sdk in sdks if not options.sdk or sdk.version in options.sdk)
    wanted = plan(sdks, options.fault)
    rows = asyncio.run(measure(wanted))
    recorded = msgspec.json.decode(BEHAVIOUR.read_bytes(), type=list[Row]) if BEHAVIOUR.is_file() else []
    before = _rows_of(recorded, wanted)
    if options.update:
        # Rows that were not measured now are kept if they are still part of the plan.
        kept = [row for row in _rows_of(recorded, plan()) if row not in before]
        BEHAVIOUR.write_bytes(encode_rows([*rows, *kept]))
    else:
        rows = _retry_late_measurements(rows, before, wanted)
    different = [row for row in rows if row not in before] + [row for row in before if row not in rows]
    for row in different:
        print(("now      " if row in rows else "recorded ") + msgspec.json.encode(row).decode())
    print(f"{len(rows)} measurements, {len(different)} differ from the record")
    return 1 if different and not options.update else 0


if __name__ == "__main__":
    sys.exit(main())
