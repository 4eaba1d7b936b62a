"""Environment variables -> the shell lines that set them."""

from __future__ import annotations

import os
import shlex


def bash_line(name: str, value: str) -> str:
    """The line that sets a variable in bash and similar shells."""
    return f"export {name}={shlex.quote(value)}"


def powershell_line(name: str, value: str) -> str:
    """The line that sets a variable in PowerShell, where a quote in a string is doubled."""
    doubled = value.replace("'", "''")
    return f"$env:{name} = '{doubled}'"


def line_here(name: str, value: str) -> str:
    """The line for this system's default shell."""
    return (powershell_line if os.name == "nt" else bash_line)(name, value)
