"""Diagnosis -> its forms: the JSON Answer, Markdown, terminal text."""
