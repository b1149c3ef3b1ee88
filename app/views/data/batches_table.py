"""The list of imports with what can be done to the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget

from app.bridge.data_batches import BATCH_ROLE, HASH_ROLE, Batch, BatchesModel
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.views.data.layouts import column, named, row
from app.widgets.parts import button, label

_ROWS_FOR_WIDTHS = 24


class BatchesTable(QWidget):
    """Removing is only asked for here; the page confirms it and offers to undo it."""

    removal_asked = Signal(object)  # Batch
    report_asked = Signal(str)  # id of a batch

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.batches = BatchesModel(desk.texts)
        self.tree = named(QTreeView(), "batches")
        self._report, self._remove = button("", "openReport"), button("danger", "removeBatch")
        self._copy = button("", "copyHash")
        self._build()
        self._connect()
        self._show_actions()

    @property
    def chosen(self) -> Batch | None:
        """The import that is looked at."""
        index = self.tree.currentIndex()
        return self.batches.batch(index.data(BATCH_ROLE)) if index.isValid() else None

    def refresh(self) -> None:
        """Show what the store holds now."""
        chosen = self.chosen
        self.batches.show(self._desk.session.manifest.segments)
        row_number = self.batches.row_of(chosen.id) if chosen else 0
        self.tree.setCurrentIndex(self.batches.index(max(row_number, 0), 0))
        self._show_actions()

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        whole = column(theme, self, gap=2)
        line = row(theme)
        title = label("heading")
        texts.bind(title.setText, "data.batches_title")
        texts.bind(self._report.setText, "data.batch_report")
        texts.bind(self._copy.setText, "data.batch_copy_hash")
        texts.bind(self._remove.setText, "data.batch_remove")
        line.addWidget(title)
        line.addStretch(1)
        for action in (self._report, self._copy, self._remove):
            line.addWidget(action)
        whole.addLayout(line)
        whole.addWidget(self.tree, 1)
        texts.bind(self.tree.setAccessibleName, "data.batches_title")
        self.batches.setParent(self)
        self.tree.setModel(self.batches)
        self.tree.setUniformRowHeights(True)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
        # Looking at every row for the widths of columns takes longer than the page may
        header.setResizeContentsPrecision(_ROWS_FOR_WIDTHS)

    def _connect(self) -> None:
        self.tree.selectionModel().currentChanged.connect(self._show_actions)
        self.tree.doubleClicked.connect(self._on_report)
        self._report.clicked.connect(self._on_report)
        self._remove.clicked.connect(self._on_remove)
        self._copy.clicked.connect(self._on_copy)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.tree)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove)

    def _show_actions(self) -> None:
        for action in (self._report, self._remove, self._copy):
            action.setEnabled(self.chosen is not None)

    def _on_report(self) -> None:
        if self.chosen is not None:
            self.report_asked.emit(self.chosen.id)

    def _on_remove(self) -> None:
        if self.chosen is not None:
            self.removal_asked.emit(self.chosen)

    def _on_copy(self) -> None:
        hashes = self.tree.currentIndex().data(HASH_ROLE)
        if hashes:
            QGuiApplication.clipboard().setText(hashes)
            self._desk.notices.post(Level.SUCCESS, "data.batch_hash_copied")
