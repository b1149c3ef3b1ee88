"""Which mapping file was used for a table with given columns, so that it is offered for the next one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.engine.store.desk_file import DeskFile


@dataclass(frozen=True, slots=True)
class RememberedMappings:
    """The mapping files that the user made, by the columns of the tables that they were made for."""

    file: DeskFile

    def remember(self, columns: Iterable[str], mapping: Path) -> None:
        """Offer `mapping` from now on for tables of these columns, in whatever order."""
        with self.file.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO remembered_mapping (columns, path) VALUES (?, ?)",
                (_key(columns), str(mapping.absolute())),
            )

    def find(self, columns: Iterable[str]) -> Path | None:
        """The mapping file for these columns; None where there is none or it was deleted."""
        with self.file.reading() as connection:
            row = connection.execute(
                "SELECT path FROM remembered_mapping WHERE columns = ?", (_key(columns),)
            ).fetchone()
        return Path(row[0]) if row and Path(row[0]).is_file() else None


def _key(columns: Iterable[str]) -> str:
    """The names as tables spell them one way or another, in one order."""
    return json.dumps(sorted(" ".join(name.split()).casefold() for name in columns), ensure_ascii=False)
