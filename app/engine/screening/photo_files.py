"""Which photo belongs to which line: by a column of the file, or by the name of the photo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.records.sample import name_key
from app.engine.screening.mapping import DeclarationMapping

_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif"})


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """Photos of a folder by their names without ending; `place` is the column that names them, if there is one."""

    folder: Path
    by_name: Mapping[str, Path]
    place: int | None

    @property
    def is_any(self) -> bool:
        """Whether any line can have one."""
        return bool(self.by_name) or self.place is not None

    def of(self, number: str, row: int, cells: Sequence[str]) -> Path | None:
        """What the column names, else a file called as the declaration, with or without the row, or as the row."""
        if self.place is not None and (named := cells[self.place].strip()):
            return self.folder / named
        names = (f"{number}-{row}", number, str(row))
        return next((self.by_name[name] for name in names if name in self.by_name), None)


def find_photos(
    source: Path, columns: Sequence[str], mapping: DeclarationMapping | None, folder: Path | None
) -> PhotoFiles:
    """Photos of the folder that was given; those that a column names lie there, or beside the file of declarations."""
    keys = [name_key(column) for column in columns]
    named = name_key(mapping.photo) if mapping is not None and mapping.photo else None
    place = keys.index(named) if named in keys else None
    found: dict[str, Path] = {}
    if folder is not None and folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _ENDINGS:
                found.setdefault(path.stem, path)
    return PhotoFiles(folder or source.parent, found, place)
