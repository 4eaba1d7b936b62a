"""All faults by name, and in the groups that `diagnostic lab --list` shows."""

from __future__ import annotations

from diagnostic.lab import bedrock, cloud, defects, network, statuses, streams
from diagnostic.lab.fault import Fault

GROUPS: dict[str, tuple[Fault, ...]] = {
    "before or instead of the response": streams.CALL_FAULTS,
    "in the stream": streams.STREAM_FAULTS,
    "error responses": statuses.FAULTS,
    "refused requests": defects.FAULTS,
    "Amazon Bedrock": bedrock.FAULTS,
    "Vertex AI and Microsoft Foundry": cloud.FAULTS,
    "below HTTP": network.FAULTS,
}
FAULTS: dict[str, Fault] = {fault.name: fault for group in GROUPS.values() for fault in group}
STREAM_FAULTS = frozenset(fault.name for fault in streams.STREAM_FAULTS)
