"""Facts of the world that stand as data in rules/: the clients that print errors, and other vendors."""
