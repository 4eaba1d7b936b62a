"""Diagnosis -> JSON Answer, Markdown or terminal text."""
