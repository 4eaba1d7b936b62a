"""Log text -> entries with times, and their tally by cause; used by `scan` and for pasted logs."""
