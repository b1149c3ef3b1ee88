"""Concordance tables between two HS editions that the user imported: pairs of subheadings, kept as CSV."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.engine.whole_files import written_whole

_FOLDER = "concordances"
_HEADER = ("earlier_code", "later_code")


@dataclass(frozen=True, slots=True)
class Concordance:
    """Which subheading of the earlier edition goes, wholly or in part, into which of the later one."""

    earlier: int
    later: int
    pairs: tuple[tuple[str, str], ...]

    @property
    def file_name(self) -> str:
        """Its name in the folder of the user's tables."""
        return f"hs{self.earlier}-hs{self.later}.csv"


@dataclass(frozen=True, slots=True)
class Concordances:
    """All tables by their earlier edition and the later one."""

    tables: Mapping[tuple[int, int], Concordance]

    def sources_of(self, codes: Iterable[str], earlier: int, later: int) -> tuple[str, ...] | None:
        """The earlier codes that wholly make up these later ones; None where a part goes elsewhere or came from none.

        KeyError where there is no such table.
        """
        table = self.tables[earlier, later]
        wanted, sources, targets = set(codes), defaultdict(set), defaultdict(set)
        for old, new in table.pairs:
            sources[new].add(old)
            targets[old].add(new)
        found = {old for code in wanted for old in sources.get(code, set())}
        if any(code not in sources for code in wanted) or any(not targets[old] <= wanted for old in found):
            return None
        return tuple(sorted(found))


def read_concordances(home: Path) -> Concordances:
    """The tables in the user's data folder; a file that is none of ours is passed over."""
    tables = {}
    for path in sorted((home / _FOLDER).glob("hs????-hs????.csv")):
        earlier, later = (int(part) for part in path.stem.replace("hs", "").split("-"))
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        if rows and tuple(rows[0]) == _HEADER:
            tables[earlier, later] = Concordance(earlier, later, tuple((old, new) for old, new in rows[1:]))
    return Concordances(tables)


def keep_concordance(home: Path, table: Concordance) -> Path:
    """Put the table into the user's data folder, in the place of an earlier one for the same editions."""
    folder = home / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / table.file_name
    with written_whole(path) as partial, partial.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([_HEADER, *table.pairs])
    return path


def drop_concordance(home: Path, earlier: int, later: int) -> None:
    """Forget a table; nothing happens where there is none."""
    (home / _FOLDER / Concordance(earlier, later, ()).file_name).unlink(missing_ok=True)
