"""All faults by name."""

from __future__ import annotations

from diagnostic.lab import bedrock, cloud, defects, network, statuses, streams
from diagnostic.lab.fault import Fault

GROUPS: tuple[tuple[Fault, ...], ...] = (
    streams.CALL_FAULTS,
    streams.STREAM_FAULTS,
    statuses.FAULTS,
    defects.FAULTS,
    bedrock.FAULTS,
    cloud.FAULTS,
    network.FAULTS,
)
FAULTS: dict[str, Fault] = {fault.name: fault for group in GROUPS for fault in group}
STREAM_FAULTS = frozenset(fault.name for fault in streams.STREAM_FAULTS)
