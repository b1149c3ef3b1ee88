"""Where fitted and measured things of a store lie between two starts, and how many of them may lie there."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import app
from app.engine.store.manifest import Manifest
from app.engine.store.selection import Selection

_MOST_SETS = 4
_MOST_BYTES = 600_000_000
_LEFT_BEHIND_S = 3_600.0


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The files of one generation of a store in one of its contexts.

    Names say where the store lies and what it holds, so that those of older generations are found and removed.
    """

    folder: Path
    store: str
    generation: str
    choices: str

    @property
    def data(self) -> str:
        """What the content belongs to."""
        return f"{self.generation} {self.choices}"

    @property
    def calibration(self) -> Path:
        """Of the model that was measured last."""
        return self.folder / f"{self._stem}.calibration"

    def history(self, year: int | None) -> Path:
        """Of what was known before a year; None for the year after the newest."""
        return self.folder / f"{self._stem}{'' if year is None else f'-{year}'}.history"

    def tidy(self) -> None:
        """Mark the own files as used; remove those of other generations of the store, and what is too much."""
        with contextlib.suppress(OSError):
            sets: dict[str, list[Path]] = {}
            for path in self.folder.iterdir():
                if path.suffix in {".calibration", ".history"}:
                    sets.setdefault(path.stem[: len(self._stem)], []).append(path)
                elif path.suffix == ".part" and time.time() - path.stat().st_mtime > _LEFT_BEHIND_S:
                    path.unlink(missing_ok=True)
            for path in sets.get(self._stem, []):
                path.touch()
            self._remove(sorted(sets.items(), key=lambda entry: (entry[0] == self._stem, _used(entry[1]))))

    def _remove(self, oldest_first: Sequence[tuple[str, Sequence[Path]]]) -> None:
        held = sum(path.stat().st_size for _, paths in oldest_first for path in paths)
        left = len(oldest_first)
        for stem, paths in oldest_first[:-1]:
            is_outdated = stem.startswith(self._of_store) and not stem.startswith(self._of_generation)
            if is_outdated or left > _MOST_SETS or held > _MOST_BYTES:
                left, held = left - 1, held - sum(path.stat().st_size for path in paths)
                for path in paths:
                    path.unlink(missing_ok=True)

    @property
    def _stem(self) -> str:
        return f"{self._of_generation}{self.choices[:8]}"

    @property
    def _of_generation(self) -> str:
        return f"{self._of_store}{self.generation[:16]}-"

    @property
    def _of_store(self) -> str:
        return f"{self.store[:8]}-"


def _used(paths: Sequence[Path]) -> float:
    return max(path.stat().st_mtime for path in paths)


def kept_files(folder: Path, store: Path, manifest: Manifest, choices: Selection) -> KeptFiles:
    """The files of a generation; those of another version of the program, which may sum up otherwise, are others."""
    generation = _hash([app.__version__, *sorted(segment.sha256 for segment in manifest.segments)])
    return KeptFiles(folder, _hash([str(store.resolve())]), generation, _hash([repr(choices)]))


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
