"""Environment variables -> the lines that set them, as a shell reads them."""

from __future__ import annotations

import os
import shlex


def bash_line(name: str, value: str) -> str:
    """The line that sets a variable in bash and its like."""
    return f"export {name}={shlex.quote(value)}"


def powershell_line(name: str, value: str) -> str:
    """The line that sets a variable in PowerShell, whose strings double the only character that ends them."""
    doubled = value.replace("'", "''")
    return f"$env:{name} = '{doubled}'"


def line_here(name: str, value: str) -> str:
    """The line for the shell that this system begins with."""
    return (powershell_line if os.name == "nt" else bash_line)(name, value)
