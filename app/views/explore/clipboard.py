"""Copying what is selected in the table, headings included."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.bridge.notices import Level
from app.bridge.pivot_copy import Block, tab_separated
from app.bridge.pivot_model import PivotModel
from app.engine.jobs import CancelToken, Progress
from app.widgets.pivot_table import PivotTable


class TableClipboard(QObject):
    """A million cells take seconds to write down, so it is done off the main thread."""

    def __init__(self, desk: Desk, table: PivotTable, model: PivotModel) -> None:
        super().__init__(table)
        self._desk = desk
        self._table = table
        self._model = model
        self._latest = Latest(desk.runner, self)

    def copy(self) -> None:
        """Put the selected cells, or the current one, on the clipboard."""
        block = self._block()
        if block is None:
            return

        def call(_progress: Progress, token: CancelToken) -> str:
            return tab_separated(self._model, block, token)

        self._latest.ask(call, lambda text: self._put(text, block), self._desk.notices.post_error)

    def _put(self, text: str, block: Block) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.notices.post(Level.INFO, "explore.copied", rows=block.rows, columns=block.columns)

    def _block(self) -> Block | None:
        ranges = self._table.selectionModel().selection()
        if ranges.isEmpty():
            return None
        chosen = ranges.first()
        return Block(chosen.top(), chosen.bottom(), chosen.left(), chosen.right())
