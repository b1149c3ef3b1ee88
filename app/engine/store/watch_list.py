"""The watch list: selections with thresholds, and the history of what crossed them."""

from __future__ import annotations

import enum
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from app.engine.errors import UsageError
from app.engine.store.desk_file import DeskFile
from app.engine.store.selection import Selection
from app.engine.store.selection_codec import read_selection, selection_document

_WATCH = "id, name, selection, thresholds, added_at"
_CROSSING = "id, watch, name, store, kind, member, year, earlier, later, threshold, found_at, ended_at"


class Kind(enum.Enum):
    """What crossed a threshold."""

    VALUE_UP = "value_up"
    VALUE_DOWN = "value_down"
    PRICE_UP = "price_up"
    PRICE_DOWN = "price_down"
    NEW_PARTNER = "new_partner"
    CONCENTRATION = "concentration"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Fractions of one, None for what is not watched; falls are given as positive numbers.

    `new_partner` is the least share of the selection that makes one worth telling; `concentration` an HHI of 0 to 1.
    """

    value_up: float | None = None
    value_down: float | None = None
    price_up: float | None = None
    price_down: float | None = None
    new_partner: float | None = None
    concentration: float | None = None

    def of(self, kind: Kind) -> float | None:
        """The threshold of one kind."""
        threshold: float | None = getattr(self, kind.value)
        return threshold


@dataclass(frozen=True, slots=True)
class Watch:
    """One entry of the list."""

    id: int
    name: str
    selection: Selection
    thresholds: Thresholds
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What is beyond a threshold now: figures of the year and of the one before, None where there was none."""

    kind: Kind
    year: int
    earlier: float | None
    later: float
    threshold: float
    member: int | None = None  # the partner, where it is about one


@dataclass(frozen=True, slots=True)
class Crossing:
    """A finding that was told once; it has ended when a later check no longer found it."""

    id: int
    watch_id: int
    name: str
    finding: Finding
    found_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class WatchList:
    """The list of a desk; a call takes about a millisecond and may come from any thread."""

    file: DeskFile

    def all(self) -> list[Watch]:
        """Every entry, the oldest first."""
        with self.file.reading() as connection:
            return [_watch(row) for row in connection.execute(f"SELECT {_WATCH} FROM watch ORDER BY id")]

    def add(self, name: str, selection: Selection, thresholds: Thresholds) -> Watch:
        """Watch a selection; UsageError for a name in use or without any threshold that can be crossed."""
        values = _values(name, selection, thresholds)
        with self.file.writing() as connection:
            _refuse_taken(connection, values[0], own_id=None)
            number = connection.execute(
                "INSERT INTO watch (name, selection, thresholds, added_at) VALUES (?, ?, ?, ?)",
                (*values, datetime.now(tz=UTC).isoformat()),
            ).lastrowid
            return _require(connection, int(number or 0))

    def change(self, watch_id: int, name: str, selection: Selection, thresholds: Thresholds) -> Watch:
        """Watch something else under this entry; refuses as `add` does."""
        values = _values(name, selection, thresholds)
        with self.file.writing() as connection:
            _require(connection, watch_id)
            _refuse_taken(connection, values[0], own_id=watch_id)
            connection.execute(
                "UPDATE watch SET name = ?, selection = ?, thresholds = ? WHERE id = ?", (*values, watch_id)
            )
            return _require(connection, watch_id)

    def remove(self, watch_id: int) -> Watch:
        """Take an entry off the list and hand it back for `put_back`; its history stays."""
        with self.file.writing() as connection:
            watch = _require(connection, watch_id)
            connection.execute("DELETE FROM watch WHERE id = ?", (watch_id,))
        return watch

    def put_back(self, watch: Watch) -> None:
        """Undo `remove`; UsageError if the name was given to another meanwhile."""
        values = _values(watch.name, watch.selection, watch.thresholds)
        with self.file.writing() as connection:
            _refuse_taken(connection, values[0], own_id=watch.id)
            connection.execute(
                f"INSERT OR REPLACE INTO watch ({_WATCH}) VALUES (?, ?, ?, ?, ?)",
                (watch.id, *values, watch.added_at.isoformat()),
            )

    def record(self, watch: Watch, findings: Sequence[Finding], *, store: str) -> list[Crossing]:
        """Keep what a check of this store found; returns what the check before it had not found."""
        now = datetime.now(tz=UTC).isoformat()
        with self.file.writing() as connection:
            open_ones = {
                (kind, year, member): number
                for number, kind, year, member in connection.execute(
                    "SELECT id, kind, year, member FROM crossing WHERE watch = ? AND store = ? AND ended_at IS NULL",
                    (watch.id, store),
                )
            }
            fresh = [each for each in findings if open_ones.pop(_key(each), None) is None]
            for number in open_ones.values():
                connection.execute("UPDATE crossing SET ended_at = ? WHERE id = ?", (now, number))
            return [_insert(connection, watch, each, store=store, now=now) for each in fresh]

    def history(self, *, limit: int) -> list[Crossing]:
        """What crossed thresholds, the newest first."""
        with self.file.reading() as connection:
            rows = connection.execute(f"SELECT {_CROSSING} FROM crossing ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return [_crossing(row) for row in rows]


def _insert(connection: sqlite3.Connection, watch: Watch, finding: Finding, *, store: str, now: str) -> Crossing:
    figures = (finding.member, finding.year, finding.earlier, finding.later, finding.threshold)
    row = (watch.id, watch.name, store, finding.kind.value, *figures, now, None)
    marks = ", ".join("?" for _ in row)
    cursor = connection.execute(f"INSERT INTO crossing ({_CROSSING.removeprefix('id, ')}) VALUES ({marks})", row)
    return _crossing((cursor.lastrowid, *row))


def _key(finding: Finding) -> tuple[str, int, int | None]:
    return finding.kind.value, finding.year, finding.member


def _values(name: str, selection: Selection, thresholds: Thresholds) -> tuple[str, str, str]:
    stripped = " ".join(name.split())
    if not stripped:
        raise UsageError("watch.name_empty")
    given = [threshold for kind in Kind if (threshold := thresholds.of(kind)) is not None]
    if not given:
        raise UsageError("watch.no_threshold")
    if min(given) < 0 or (thresholds.concentration or 0) > 1 or (thresholds.new_partner or 0) > 1:
        raise UsageError("watch.threshold_unusable")
    if thresholds.concentration is not None and len(selection.countries) == 1:
        raise UsageError("watch.one_partner")
    return stripped, json.dumps(selection_document(selection)), json.dumps(asdict(thresholds))


def _refuse_taken(connection: sqlite3.Connection, name: str, *, own_id: int | None) -> None:
    row = connection.execute("SELECT id FROM watch WHERE name = ?", (name,)).fetchone()
    if row is not None and row[0] != own_id:
        raise UsageError("watch.name_taken", name=name)


def _require(connection: sqlite3.Connection, watch_id: int) -> Watch:
    row = connection.execute(f"SELECT {_WATCH} FROM watch WHERE id = ?", (watch_id,)).fetchone()
    if row is None:
        raise UsageError("watch.gone")
    return _watch(row)


def _watch(row: tuple[int, str, str, str, str]) -> Watch:
    number, name, selection, thresholds, added_at = row
    known = {field.name for field in fields(Thresholds)}
    kept = {name: value for name, value in json.loads(thresholds).items() if name in known}
    return Watch(
        number, name, read_selection(json.loads(selection)), Thresholds(**kept), datetime.fromisoformat(added_at)
    )


def _crossing(row: tuple[object, ...]) -> Crossing:
    number, watch, name, _store, kind, member, year, earlier, later, threshold, found_at, ended_at = row
    finding = Finding(
        kind=Kind(kind),
        year=int(str(year)),
        earlier=None if earlier is None else float(str(earlier)),
        later=float(str(later)),
        threshold=float(str(threshold)),
        member=None if member is None else int(str(member)),
    )
    ended = None if ended_at is None else datetime.fromisoformat(str(ended_at))
    found = datetime.fromisoformat(str(found_at))
    return Crossing(int(str(number)), int(str(watch)), str(name), finding, found, ended)
