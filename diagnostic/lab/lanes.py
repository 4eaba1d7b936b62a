"""Runs jobs under several SDKs: more at once than there are processors, because programs mostly wait."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence

from diagnostic.lab.run import Runner
from diagnostic.lab.sdks import Sdk

AT_ONCE = 2 * (os.cpu_count() or 1)
_SDKS = 2  # the second is ready when the first has only its longest programs left
Job = tuple[Sdk, Callable[[Runner], Awaitable[None]]]


async def run_jobs(jobs: Sequence[Job], at_once: int = AT_ONCE) -> None:
    """Runs all jobs, those of one SDK after those of another."""
    gate, lanes = asyncio.Semaphore(_SDKS), asyncio.Semaphore(at_once)

    async def run_all(sdk: Sdk) -> None:
        async with gate, Runner(sdk) as runner:

            async def run_one(work: Callable[[Runner], Awaitable[None]]) -> None:
                async with lanes:
                    await work(runner)

            await asyncio.gather(*(run_one(work) for its, work in jobs if its == sdk))

    await asyncio.gather(*map(run_all, dict.fromkeys(sdk for sdk, _ in jobs)))
