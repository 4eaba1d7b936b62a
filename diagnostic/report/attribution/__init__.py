"""Whose error it is: the Claude API's, another vendor's, or unknown."""
