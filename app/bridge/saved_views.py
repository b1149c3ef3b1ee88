"""Views that the user gave a name, while the window runs: kept for all windows, told when they change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.engine.store.selection import Selection
from app.engine.store.selection_codec import read_selection, selection_document

if TYPE_CHECKING:
    from app.engine.store.saved_views import SavedView
    from app.engine.store.saved_views import SavedViews as Shelf


class SavedViews(QObject):
    """The shelf of this user; every call takes about a millisecond."""

    changed = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._opened: Shelf | None = None

    def all(self) -> list[SavedView]:
        """Every view, the newest first."""
        return self._shelf().all()

    def save(
        self, name: str, *, page: str, selection: Selection, state: Mapping[str, object], replaces: bool = False
    ) -> SavedView:
        """Keep a view; UsageError `views.name_taken` for a name in use, unless it `replaces` the one that has it."""
        chosen = json.dumps(selection_document(selection))
        view = self._shelf().save(name, page=page, selection=chosen, state=json.dumps(state), replaces=replaces)
        self.changed.emit()
        return view

    def rename(self, view: SavedView, name: str) -> SavedView:
        """Give a view another name; UsageError for one in use."""
        renamed = self._shelf().rename(view.id, name)
        self.changed.emit()
        return renamed

    def delete(self, view: SavedView) -> None:
        """Remove a view; `undelete` takes it back."""
        self._shelf().delete(view.id)
        self.changed.emit()

    def undelete(self, view: SavedView) -> None:
        """Put a deleted view back."""
        self._shelf().undelete(view)
        self.changed.emit()

    def _shelf(self) -> Shelf:
        # Imported when first needed: the window is there before SQLite is.
        from app.engine.store.desk_file import FILE_NAME, DeskFile
        from app.engine.store.saved_views import SavedViews as Opened

        if self._opened is None:
            self._opened = Opened(DeskFile(self._folder / FILE_NAME))
        return self._opened


def selection_of(view: SavedView) -> Selection:
    """What the view shows; InputError for one that another version wrote."""
    return read_selection(json.loads(view.selection))


def state_of(view: SavedView) -> dict[str, object]:
    """What the view's page kept of itself."""
    state: dict[str, object] = json.loads(view.state)
    return state
