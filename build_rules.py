"""Build hook: a wheel carries the rules in compiled form too, made and checked here."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface):
    """Puts rules/compiled.msgpack into the wheel; an editable install reads the folders."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Compiles the rules; a faulty one stops the build."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from diagnostic.rules import compiled, rulebook

        place = Path(tempfile.mkdtemp()) / compiled.NAME
        place.write_bytes(compiled.encode(rulebook.read_rules(Path(self.root) / "rules")))
        build_data["force_include"][str(place)] = f"diagnostic/_data/rules/{compiled.NAME}"
