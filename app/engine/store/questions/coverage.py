"""What a store holds, by year and direction and by batch; told by the cube and the manifest without reading records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.engine.store.answers import Figures
from app.engine.store.contexts import Context
from app.engine.store.generation_cube import DEMO
from app.engine.store.manifest import Manifest, Segment
from app.engine.store.open_store import Generation, Store
from app.engine.store.selection import Direction


@dataclass(frozen=True, slots=True)
class Held:
    """What one context holds in one year and direction."""

    context: Context
    figures: Figures


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One year and direction: the contexts with most records first, which are never added, and where they are from."""

    year: int
    direction: Direction
    held: tuple[Held, ...]
    files: int
    batches: int

    @property
    def records(self) -> int:
        """Records of all contexts; values of different contexts have no sum."""
        return sum(one.figures.records for one in self.held)

    @property
    def is_demo(self) -> bool:
        """Whether any of it is demonstration data."""
        return any(one.context.source == DEMO for one in self.held)


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """The cells that hold anything; `years` spans from the first to the last, so that gaps show."""

    years: range
    cells: tuple[CoverageCell, ...]

    def cell(self, year: int, direction: Direction) -> CoverageCell | None:
        """The cell, None for a gap."""
        return next((cell for cell in self.cells if (cell.year, cell.direction) == (year, direction)), None)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was imported at once; each file with its source, period, rows and hash is a segment."""

    id: str
    imported_at: datetime
    files: tuple[Segment, ...]

    @property
    def rows(self) -> int:
        """Rows read, kept or rejected."""
        return sum(file.rows for file in self.files)

    @property
    def kept(self) -> int:
        """Rows that questions count."""
        return sum(file.kept for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that rules took out."""
        return sum(file.rejected for file in self.files)

    @property
    def years(self) -> tuple[int, ...]:
        """All years of its files, in order."""
        return tuple(sorted({year for file in self.files for year in file.years}))

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The directions of its files."""
        named = {name for file in self.files for name in file.directions}
        return tuple(direction for direction in Direction if direction.value in named)

    @property
    def is_demo(self) -> bool:
        """Whether it is demonstration data."""
        return any(file.is_demo for file in self.files)


def coverage(store: Store) -> CoverageAnswer:
    """Which years and directions the store has data for."""
    return store.ask(_coverage)


def batches(manifest: Manifest) -> list[Batch]:
    """All batches, the latest first; needs no open store."""
    files: dict[str, list[Segment]] = {}
    for segment in manifest.segments:
        files.setdefault(segment.batch, []).append(segment)
    found = [
        Batch(batch, min(datetime.fromisoformat(segment.imported_at) for segment in segments), tuple(segments))
        for batch, segments in files.items()
    ]
    # Two imports of one second are in the order of the manifest
    return sorted(found, key=lambda batch: batch.imported_at)[::-1]


def _coverage(generation: Generation) -> CoverageAnswer:
    contexts = {context.id: context for context in generation.facts.contexts}
    held: dict[tuple[int, Direction], list[Held]] = {}
    for period in generation.facts.periods:
        found = Held(contexts[period.context], Figures(period.value, period.records))
        held.setdefault((period.year, period.direction), []).append(found)
    cells = [
        _cell(year, direction, found, generation.manifest.segments)
        for (year, direction), found in sorted(held.items(), key=lambda entry: (entry[0][0], entry[0][1].id))
    ]
    years = [cell.year for cell in cells]
    return CoverageAnswer(range(min(years), max(years) + 1) if years else range(0), tuple(cells))


def _cell(year: int, direction: Direction, held: Iterable[Held], segments: Iterable[Segment]) -> CoverageCell:
    """A file that holds several years and directions is taken to hold each of them in each other."""
    files = [one for one in segments if year in one.years and direction.value in one.directions]
    return CoverageCell(
        year=year,
        direction=direction,
        held=tuple(sorted(held, key=lambda one: (-one.figures.records, one.context.id))),
        files=len(files),
        batches=len({file.batch for file in files}),
    )
