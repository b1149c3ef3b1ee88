"""The dated rates of exchange that conversions use: typed, pasted, and kept as soon as every line is sound."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_rates import DAY, RatesModel, pasted_lines
from app.widgets.parts import button, label

_WIDTH, _HEIGHT = 560, 520


class RatesDialog(QDialog):
    """Tells `kept` when it is closed, so that whoever screens can do so anew."""

    kept = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ratesDialog")
        self.resize(_WIDTH, _HEIGHT)
        self._desk = desk
        self.model = RatesModel(desk.settings.folder, desk.texts, desk.theme, self)
        self.table = QTableView()
        self.verdict = label("caption", "ratesVerdict", wraps=True)
        self.add, self.paste, self.remove = button("", "addRate"), button("", "pasteRates"), button("", "removeRates")
        self.leave = button("primary", "closeRates")
        self._build()
        self._connect()
        self.model.load()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, about = label("heading"), label("muted", wraps=True)
        for setter, code in (
            (self.setWindowTitle, "rates"),
            (heading.setText, "rates"),
            (about.setText, "rates_about"),
            (self.table.setAccessibleName, "rates"),
            (self.add.setText, "rates_add"),
            (self.paste.setText, "rates_paste"),
            (self.remove.setText, "rates_remove"),
            (self.leave.setText, "close"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        for each in (self.add, self.paste, self.remove):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        for widget in (heading, about):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.verdict)
        column.addLayout(row)

    def _connect(self) -> None:
        self.add.clicked.connect(self._on_add)
        self.paste.clicked.connect(self._on_paste)
        self.remove.clicked.connect(self._on_remove)
        self.leave.clicked.connect(self.accept)
        self.finished.connect(self.kept)
        self.model.verdict_changed.connect(self._show_verdict)
        self.model.failed.connect(self._desk.notices.post_error)
        for keys, act in ((QKeySequence.StandardKey.Paste, self._on_paste), ("Delete", self._on_remove)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _on_add(self) -> None:
        index = self.model.index(self.model.add_line(), DAY)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def _on_paste(self) -> None:
        self.model.take(pasted_lines(QGuiApplication.clipboard().text()))

    def _on_remove(self) -> None:
        self.model.remove_lines([index.row() for index in self.table.selectionModel().selectedRows()])

    def _show_verdict(self) -> None:
        unsound, texts = self.model.unsound, self._desk.texts
        if unsound:
            line = texts.say("screening_desk.rates_unsound", line=unsound[0] + 1)
        else:
            line = texts.say("screening_desk.rates_sound", rates=len(self.model.rates), path=self.model.path)
        self.verdict.setText(line)
        self.verdict.setProperty("role", "danger" if unsound else "caption")
        self.verdict.style().polish(self.verdict)
