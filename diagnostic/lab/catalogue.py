"""All faults by name."""

from __future__ import annotations

from diagnostic.lab import defects, network, statuses, streams
from diagnostic.lab.fault import Fault

FAULTS: dict[str, Fault] = {
    fault.name: fault for fault in (*streams.FAULTS, *statuses.FAULTS, *defects.FAULTS, *network.FAULTS)
}
