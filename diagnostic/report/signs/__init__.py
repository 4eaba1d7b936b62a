"""Patterns of lines, words and source code that several readers share."""
