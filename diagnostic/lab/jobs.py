"""Runs jobs under several SDKs, more of them at once than there are processors, because they mostly wait."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence

from diagnostic.lab.run import Runner
from diagnostic.lab.sdks import Sdk

MAX_CONCURRENT = 2 * (os.cpu_count() or 1)
_MAX_SDKS = 2  # so that the next SDK is ready when the previous one has only its slowest programs left
Job = tuple[Sdk, Callable[[Runner], Awaitable[None]]]


async def run_and_repeat(
    number: int, job: Callable[[int, str], Job], is_wrong: Callable[[int], bool]
) -> None:
    """Runs `number` jobs; then again, alone, each that went wrong, because a loaded machine can delay a run.
    A job gets its position, and "r" when it is repeated.
    """
    await run_jobs([job(at, "") for at in range(number)])
    await run_jobs([job(at, "r") for at in range(number) if is_wrong(at)], at_once=1)


async def run_jobs(jobs: Sequence[Job], at_once: int = MAX_CONCURRENT) -> None:
    """Runs all jobs, SDK by SDK."""
    sdk_slots, slots = asyncio.Semaphore(_MAX_SDKS), asyncio.Semaphore(at_once)

    async def run_all(sdk: Sdk) -> None:
        async with sdk_slots, Runner(sdk) as runner:

            async def run_one(work: Callable[[Runner], Awaitable[None]]) -> None:
                async with slots:
                    await work(runner)

            await asyncio.gather(*(run_one(work) for its, work in jobs if its == sdk))

    await asyncio.gather(*map(run_all, dict.fromkeys(sdk for sdk, _ in jobs)))
