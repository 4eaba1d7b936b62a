"""Log text -> entries with their times, and a tally of them by cause: what `scan` and an answer to a
pasted log share.
"""
