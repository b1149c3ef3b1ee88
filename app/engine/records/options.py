"""What a user states about the files of an import."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from app.engine.records.layout import SourceFormat
from app.engine.records.rules import Profile


class OnConflict(enum.Enum):
    """What to do when a period and its products are in the store already, from another file."""

    ASK = "ask"
    REPLACE = "replace"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user states about the files; None leaves it to their content."""

    format: SourceFormat | None = None
    mapping: Path | None = None
    direction: str | None = None
    year: int | None = None
    profile: Profile | None = None
    on_conflict: OnConflict = OnConflict.ASK
    drops_duplicates: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """What is stated about all files of an import, and in its place about single ones."""

    common: ImportOptions
    own: Mapping[Path, ImportOptions] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, path: Path) -> ImportOptions:
        """What is stated about one file."""
        return self.own.get(path, self.common)
