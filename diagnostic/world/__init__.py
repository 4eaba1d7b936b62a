"""Facts of the world that are data in rules/: the clients that print errors, and other vendors."""
