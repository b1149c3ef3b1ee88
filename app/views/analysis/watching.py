"""The tab of the watch list: what is watched and how it stands, and below what crossed its thresholds before."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.watch_model import history_table, watch_table
from app.engine.errors import EngineError
from app.engine.store.watch_list import Thresholds, Watch
from app.views.analysis.watch_dialog import WatchDialog
from app.widgets.invitation import Invitation
from app.widgets.parts import button, label
from app.widgets.report_table import ReportTable

_STATE, _WHAT = 3, 2  # the columns that take the room which others leave


class WatchTab(QWidget):
    """A double click on an entry shows its selection; Delete removes it, which can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._watches: list[Watch] = []
        self.add, self.check = button("primary", "addWatch"), button("", "checkWatches")
        self.open, self.change, self.remove = (
            button("", "openWatch"),
            button("", "changeWatch"),
            button("danger", "removeWatch"),
        )
        self.hint, self.history_hint = Invitation(desk, "eye", "noWatches"), label("muted", "noHistory", wraps=True)
        self.hint.say("watch.hint_heading", "watch.hint")
        language = desk.texts.language
        self.entries = ReportTable(watch_table([], (), language))
        self.history = ReportTable(history_table([], language))
        self.dialog: WatchDialog | None = None
        self._build()
        self._connect()
        self.refresh()

    @property
    def chosen(self) -> Watch | None:
        """The entry that is looked at."""
        index = self.entries.currentIndex()
        if not index.isValid() or index.row() >= self.entries.content.rowCount():
            return None
        name = self.entries.content.rows[index.row()][0]
        return next((watch for watch in self._watches if watch.name == name), None)

    def refresh(self) -> None:
        """Show the list and its history as they are kept now."""
        watches, language = self._desk.watches, self._desk.texts.language
        try:
            self._watches, crossings = watches.all(), watches.history()
        except EngineError as error:
            self._desk.notices.post_error(error)
            return
        self.entries.show_table(watch_table(self._watches, watches.states, language))
        self.history.show_table(history_table(crossings, language))
        for table, widest in ((self.entries, _STATE), (self.history, _WHAT)):
            table.horizontalHeader().setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        self.hint.setVisible(not self._watches)
        self.entries.setVisible(bool(self._watches))
        self.history_hint.setVisible(not crossings)
        self.history.setVisible(bool(crossings))
        self._past.setVisible(bool(self._watches or crossings))
        self._show_actions()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """What another window changed; entries that were not checked since the start are checked."""
        super().showEvent(event)
        self.refresh()
        if self._watches and not self._desk.watches.states:
            self._desk.watches.check()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        for made, code in (
            (self.add, "watch.add"),
            (self.check, "watch.check"),
            (self.open, "watch.open"),
            (self.change, "watch.change"),
            (self.remove, "watch.remove"),
            (self.history_hint, "watch.no_history"),
        ):
            texts.bind(made.setText, code)
        title = label("heading")
        texts.bind(title.setText, "watch.history")
        texts.bind(self.entries.setAccessibleName, "watch.list")
        texts.bind(self.history.setAccessibleName, "watch.history")
        head = QHBoxLayout()
        head.setSpacing(space(2))
        for action in (self.add, self.check):
            head.addWidget(action)
        head.addStretch(1)
        for action in (self.open, self.change, self.remove):
            head.addWidget(action)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._half(None, self.entries, self.hint))
        self._past = self._half(title, self.history, self.history_hint)
        splitter.addWidget(self._past)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        column.addLayout(head)
        column.addWidget(splitter, 1)

    def _half(self, title: QWidget | None, table: ReportTable, hint: QWidget) -> QWidget:
        half = QWidget()
        column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        if title is not None:
            column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(table, 1)
        return half

    def _connect(self) -> None:
        watches, desk = self._desk.watches, self._desk
        self.add.clicked.connect(lambda: self._ask(None))
        self.change.clicked.connect(lambda: self._ask(self.chosen))
        self.check.clicked.connect(watches.check)
        self.open.clicked.connect(self._open)
        self.remove.clicked.connect(self._remove)
        self.entries.doubleClicked.connect(self._on_double_clicked)
        self.entries.selectionModel().currentChanged.connect(self._show_actions)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.entries)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        watches.changed.connect(self.refresh)
        watches.checked.connect(self.refresh)
        watches.busy_changed.connect(self._show_actions)
        desk.texts.language_changed.connect(self.refresh)
        desk.session.data_changed.connect(self._show_actions)

    def _show_actions(self, *_told: object) -> None:
        for action in (self.open, self.change, self.remove):
            action.setEnabled(self.chosen is not None)
        can_check = self._desk.session.has_data and bool(self._watches) and not self._desk.watches.is_busy
        self.check.setEnabled(can_check)

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self._open()

    def _open(self) -> None:
        if self.chosen is not None:
            self._desk.session.select(self.chosen.selection)

    def _remove(self) -> None:
        if self.chosen is not None:
            self._desk.watches.remove(self.chosen)

    def _ask(self, watch: Watch | None) -> None:
        """A new entry watches what is selected now; one that is changed keeps its selection."""
        selection = watch.selection if watch else self._desk.session.selection
        name, thresholds = (watch.name, watch.thresholds) if watch else ("", None)
        self.dialog = WatchDialog(self._desk, self, selection, name=name, thresholds=thresholds)
        self.dialog.accepted_entry.connect(partial(self._keep, watch))
        self.dialog.open()

    def _keep(self, watch: Watch | None, name: str, thresholds: Thresholds) -> None:
        dialog, watches = self.dialog, self._desk.watches
        try:
            if watch is None:
                watches.add(name, self._desk.session.selection, thresholds)
            else:
                watches.change(watch, name, watch.selection, thresholds)
        except EngineError as error:
            if dialog is not None:
                dialog.refuse(error)
            return
        if dialog is not None:
            dialog.accept()
        watches.check()
