"""Keeping views under a name and returning to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.bridge.dashboard_board import DashboardBoard
from app.bridge.dashboard_state import read_state, state_document
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.saved_views import selection_of, state_of
from app.engine.errors import EngineError
from app.views.dashboard.views_popup import ViewsPopup
from app.widgets.question import Question

if TYPE_CHECKING:
    from app.engine.store.saved_views import SavedView

_PAGE = "dashboard"
_TAKEN = "views.name_taken"


class Viewing(QObject):
    """Saves what the board shows, and shows what was saved."""

    def __init__(self, desk: Desk, board: DashboardBoard, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._board, self._parent = desk, board, parent

    def open_popup(self, below: QWidget) -> ViewsPopup:
        """List the views under a button."""
        popup = ViewsPopup(self._desk, self._parent)
        popup.opened.connect(self.show_view)
        popup.save_requested.connect(lambda name: self._save_from(popup, name))
        popup.open_below(below)
        return popup

    def save(self, name: str, *, replaces: bool = False) -> bool:
        """Keep the selection and how it is shown; False where it was not kept."""
        try:
            self._desk.saved_views.save(
                name,
                page=_PAGE,
                selection=self._board.selection,
                state=state_document(self._board.state),
                replaces=replaces,
            )
        except EngineError as error:
            if error.code == _TAKEN and not replaces:
                self._ask_to_replace(name)
            else:
                self._desk.notices.post_error(error)
            return False
        self._desk.notices.post(Level.SUCCESS, "dashboard.view_saved", name=" ".join(name.split()))
        return True

    def show_view(self, view: SavedView) -> None:
        """Show what was saved, and leave a comparison."""
        try:
            selection = selection_of(view)
        except EngineError as error:
            self._desk.notices.post_error(error)
            return
        if self._board.state.comparison.is_on:
            self._board.stop_comparing()
        self._board.show_as(read_state(state_of(view)))
        self._board.select(selection)

    def _save_from(self, popup: ViewsPopup, name: str) -> None:
        popup.close()
        self.save(name)

    def _ask_to_replace(self, name: str) -> None:
        question = Question(self._desk, self._parent, "dashboard.overwrite", name=" ".join(name.split()))
        question.accepted.connect(lambda: self.save(name, replaces=True))
        question.finished.connect(question.deleteLater)
        question.open()
