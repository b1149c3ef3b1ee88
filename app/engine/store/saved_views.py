"""Views that the user gave a name: page, selection and state of the page, to return to with one click."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from app.engine.errors import UsageError
from app.engine.store.desk_file import DeskFile

_COLUMNS = "id, name, page, selection, state, saved_at"
_UPSERT = """
    INSERT INTO saved_view (name, page, selection, state, saved_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET name = excluded.name, page = excluded.page,
        selection = excluded.selection, state = excluded.state, saved_at = excluded.saved_at
"""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One named view; `selection` is JSON as selection_codec writes it, `state` JSON that its page alone reads."""

    id: int
    name: str
    page: str
    selection: str
    state: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SavedViews:
    """The saved views of a desk; a call takes about a millisecond and may come from any thread."""

    file: DeskFile

    def all(self) -> list[SavedView]:
        """Every view, the newest first."""
        with self.file.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM saved_view ORDER BY saved_at DESC, id DESC").fetchall()
        return [_view(row) for row in rows]

    def save(self, name: str, *, page: str, selection: str, state: str, replaces: bool = False) -> SavedView:
        """Keep a view; UsageError `views.name_taken` for a name in use, unless it `replaces` the one that has it."""
        values = (_checked(name), page, selection, state, datetime.now(tz=UTC).isoformat())
        with self.file.writing() as connection:
            if not replaces:
                _refuse_taken(connection, values[0], own_id=None)
            connection.execute(_UPSERT, values)
            row = connection.execute(f"SELECT {_COLUMNS} FROM saved_view WHERE name = ?", values[:1]).fetchone()
        return _view(row)

    def rename(self, view_id: int, name: str) -> SavedView:
        """Give a view another name; UsageError for one in use."""
        with self.file.writing() as connection:
            _require(connection, view_id)
            _refuse_taken(connection, _checked(name), own_id=view_id)
            connection.execute("UPDATE saved_view SET name = ? WHERE id = ?", (_checked(name), view_id))
            return _require(connection, view_id)

    def delete(self, view_id: int) -> SavedView:
        """Remove a view and hand it back, so that `undelete` can take it."""
        with self.file.writing() as connection:
            view = _require(connection, view_id)
            connection.execute("DELETE FROM saved_view WHERE id = ?", (view_id,))
        return view

    def undelete(self, view: SavedView) -> None:
        """Put a deleted view back as it was; UsageError if its name was given to another meanwhile."""
        with self.file.writing() as connection:
            _refuse_taken(connection, view.name, own_id=view.id)
            connection.execute(
                f"INSERT OR REPLACE INTO saved_view ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
                (view.id, view.name, view.page, view.selection, view.state, view.saved_at.isoformat()),
            )


def _checked(name: str) -> str:
    stripped = " ".join(name.split())
    if not stripped:
        raise UsageError("views.name_empty")
    return stripped


def _refuse_taken(connection: sqlite3.Connection, name: str, *, own_id: int | None) -> None:
    row = connection.execute("SELECT id FROM saved_view WHERE name = ?", (name,)).fetchone()
    if row is not None and row[0] != own_id:
        raise UsageError("views.name_taken", name=name)


def _require(connection: sqlite3.Connection, view_id: int) -> SavedView:
    row = connection.execute(f"SELECT {_COLUMNS} FROM saved_view WHERE id = ?", (view_id,)).fetchone()
    if row is None:
        raise UsageError("views.gone")
    return _view(row)


def _view(row: tuple[int, str, str, str, str, str]) -> SavedView:
    number, name, page, selection, state, saved_at = row
    return SavedView(number, name, page, selection, state, datetime.fromisoformat(saved_at))
