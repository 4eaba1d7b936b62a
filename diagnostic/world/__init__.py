"""Data in rules/ about other software: the clients that print errors, and other vendors."""
