"""What codes said before: searched, copied, exported, forgotten."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from app.bridge.code_board import CodeBoard
from app.bridge.code_words import scans_table
from app.bridge.desk import Desk
from app.engine.errors import EngineError
from app.engine.reports.tables import Table
from app.engine.store.answers import Basis
from app.engine.store.selection import Selection
from app.views.recognise.history_layout import lay_out_history
from app.widgets.invitation import Invitation
from app.widgets.parts import button
from app.widgets.question import Question
from app.widgets.report_table import ReportTable
from app.widgets.table_export import TableExport

_SEARCH_AFTER_MS = 150
_MOST_ROWS = 1_000
_NO_CODES = ("codes.empty_history", "codes.empty_history_about")
_NO_MATCH = ("codes.no_history", "codes.no_history_about")


class CodeHistory(QWidget):
    """Asked again whenever something was recorded while it is shown."""

    def __init__(self, desk: Desk, board: CodeBoard) -> None:
        super().__init__()
        self._desk, self._board = desk, board
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setObjectName("codeSearch")
        self.table = ReportTable(Table("", (), ()))
        self.nothing = Invitation(desk, "scan-barcode", "noCodes")
        self.forget = button("danger", "forgetCodes")
        self.saves = {kind: button("", f"{kind}Codes") for kind in ("csv", "xlsx")}
        self.files = TableExport(desk, self)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._build()
        self._timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.forget.clicked.connect(self._on_forget)
        for kind, save in self.saves.items():
            save.clicked.connect(lambda _checked=False, kind=kind: self._save(kind))
        board.recorded.connect(self.refresh)
        desk.texts.language_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read it again: about a millisecond."""
        try:
            scans = self._board.history().find(self.search.text(), limit=_MOST_ROWS)
        except EngineError as error:
            self._desk.notices.post_error(error)
            return
        self.table.show_table(scans_table(scans, self._desk.texts.language))
        self.table.setVisible(bool(scans))
        self.nothing.setVisible(not scans)
        self.nothing.say(*(_NO_MATCH if self.search.text() else _NO_CODES))
        for each in (*self.saves.values(), self.forget):
            each.setEnabled(bool(scans))

    def _build(self) -> None:
        texts = self._desk.texts
        texts.bind(self.search.setPlaceholderText, "codes.search")
        texts.bind(self.search.setAccessibleName, "codes.search")
        texts.bind(self.table.setAccessibleName, "codes.history")
        texts.bind(self.forget.setText, "codes.forget")
        lay_out_history(
            self,
            self._desk,
            search=self.search,
            saves=self.saves,
            others=(self.forget,),
            nothing=self.nothing,
            table=self.table,
        )

    def _save(self, kind: str) -> None:
        table = self.table.content.table
        self.files.save(kind, table.name, [table], Basis(Selection(), None, ()))

    def _on_forget(self) -> None:
        question = Question(self._desk, self, "codes.forget")
        question.accepted.connect(self._forget)
        question.open()

    def _forget(self) -> None:
        try:
            self._board.history().forget()
        except EngineError as error:
            self._desk.notices.post_error(error)
        self.refresh()
