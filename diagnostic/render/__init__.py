"""Diagnosis -> what a door hands out: the JSON Answer, Markdown, terminal text."""
