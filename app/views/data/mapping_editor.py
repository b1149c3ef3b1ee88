"""Mapping the columns of an unknown table: fields, statements for all rows, and saving under a name."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.bridge import data_words
from app.bridge.data_columns import FIELD, FIELD_ROLE, SAMPLES, ColumnsModel
from app.bridge.data_mapping import FIELDS, MappingDraft
from app.bridge.desk import Desk
from app.engine.errors import EngineError
from app.engine.records.mapping import read_mapping
from app.engine.records.preview_cells import UnknownTable
from app.views.data.layouts import column, named, row
from app.views.data.mapping_constants import MappingConstants
from app.widgets.parts import button, label

_ROW_HEIGHT, _FIELD_WIDTH, _NAME_WIDTH, _LEAST_HEIGHT = 34, 170, 240, 220
_CHECK_AFTER_MS = 150
_Index = QModelIndex | QPersistentModelIndex


class MappingEditor(QWidget):
    """Edits one draft at a time; says at once what is still missing."""

    save_asked = Signal(object)  # ColumnMapping
    drafted = Signal(object)  # ColumnMapping that could be saved, to be shown as it would be read

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: MappingDraft | None = None
        self.columns = ColumnsModel(desk.texts)
        self.table = named(QTableView(), "mappingTable")
        self.constants = MappingConstants(desk)
        self._name, self._verdict = named(QLineEdit(), "mappingName"), label("", "mappingVerdict", wraps=True)
        self._save = button("primary", "saveMapping")
        self._check = QTimer(self, singleShot=True, interval=_CHECK_AFTER_MS)
        self._build()
        self._check.timeout.connect(self._on_check)
        self._name.textEdited.connect(self._on_named)
        self._save.clicked.connect(self._on_save)
        desk.texts.language_changed.connect(self._show_verdict)

    def edit(self, table: UnknownTable, name: str) -> None:
        """Begin with the engine's first guess."""
        if self._draft is not None:
            self._draft.deleteLater()
        draft = MappingDraft(table, name)
        draft.setParent(self)
        self._draft = draft
        self.columns.show(draft)
        self.constants.edit(draft)
        with QSignalBlocker(self._name):
            self._name.setText(name)
        draft.changed.connect(self._on_draft_changed)
        self._show_verdict()

    def continue_with(self, path: Path) -> None:
        """Begin with a saved mapping."""
        if self._draft is None:
            return
        try:
            self._draft.take_over(read_mapping(path))
        except EngineError as error:
            self._desk.notices.post_error(error)
            return
        with QSignalBlocker(self._name):
            self._name.setText(self._draft.name)

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        whole = column(theme, self, gap=3)
        lead = label("muted", wraps=True)
        texts.bind(lead.setText, "data.mapping_lead")
        whole.addWidget(lead)
        self._build_table()
        whole.addWidget(self.table, 1)
        whole.addWidget(self.constants)
        whole.addWidget(self._verdict)
        saving = row(theme)
        words = label()
        texts.bind(words.setText, "data.mapping_name")
        words.setBuddy(self._name)
        texts.bind(self._name.setAccessibleName, "data.mapping_name")
        self._name.setMaximumWidth(_NAME_WIDTH)
        texts.bind(self._save.setText, "data.mapping_save")
        for widget in (words, self._name, self._save):
            saving.addWidget(widget)
        saving.addStretch(1)
        whole.addLayout(saving)

    def _build_table(self) -> None:
        self._desk.texts.bind(self.table.setAccessibleName, "data.mapping_table")
        self.columns.setParent(self)
        self.table.setModel(self.columns)
        self.table.setItemDelegateForColumn(FIELD, _FieldDelegate(self._desk, self.table))
        self.table.clicked.connect(self._on_clicked)
        for keys in ("Return", "Enter", "Space", "F2"):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._offer_fields(self.table.currentIndex()))
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(_LEAST_HEIGHT)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(SAMPLES, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(FIELD, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(FIELD, _FIELD_WIDTH)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _on_draft_changed(self) -> None:
        self._show_verdict()
        self._check.start()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == FIELD:
            self._offer_fields(index)

    def _offer_fields(self, index: QModelIndex) -> None:
        """A list of all fields below the cell of the column's field."""
        draft = self._draft
        if draft is None or not index.isValid():
            return
        cell = index.siblingAtColumn(FIELD)
        column_name = draft.table.sample.columns[index.row()]
        menu = named(QMenu(self.table), "fieldMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field in (None, *FIELDS):
            texts = self._desk.texts
            action = menu.addAction(data_words.field_name(texts, field) if field else texts.say("data.mapping_unused"))
            action.setData(field)
            action.setCheckable(True)
            action.setChecked(cell.data(FIELD_ROLE) is field)
            action.triggered.connect(partial(draft.put_field, column_name, field))
            if action.isChecked():
                menu.setActiveAction(action)
        menu.popup(self.table.viewport().mapToGlobal(self.table.visualRect(cell).bottomLeft()))

    def _on_named(self, text: str) -> None:
        if self._draft is not None:
            self._draft.put_name(text)

    def _show_verdict(self) -> None:
        if self._draft is None:
            return
        problem = self._draft.problem()
        is_named = bool(self._draft.name)
        self._save.setEnabled(problem is None and is_named)
        texts = self._desk.texts
        if problem is not None:
            text, role = data_words.sentence(texts, problem), "warning"
        else:
            text, role = texts.say("data.mapping_sound" if is_named else "data.mapping_nameless"), "success"
        self._verdict.setText(text)
        self._verdict.setProperty("role", role)
        self._verdict.style().polish(self._verdict)

    def _on_check(self) -> None:
        if self._draft is not None and self._draft.problem() is None:
            self.drafted.emit(self._draft.mapping())

    def _on_save(self) -> None:
        if self._draft is not None:
            self.save_asked.emit(self._draft.mapping())


class _FieldDelegate(QStyledItemDelegate):
    """Marks that there is a list to choose from."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802 - Qt's name
        """An arrow at the right."""
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = self._desk.icons.icon("chevron-down", "muted")
        option.decorationPosition = QStyleOptionViewItem.Position.Right
