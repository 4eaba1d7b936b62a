"""Log text -> entries with times, and their tally by cause; shared by `scan` and the diagnosis of a pasted
log.
"""
