"""What is beside the point in a paste, which is blanked before its facts are read."""
