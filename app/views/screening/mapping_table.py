"""Columns of a declaration file, each with the field that it means, chosen from a list below its cell."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_mapping import COLUMN, MEANING, PHOTO, SAMPLES, MappingDraft, PartsModel, part_name
from app.engine.screening.columns import Part

_ROW_HEIGHT, _FIELD_WIDTH, _NAME_WIDTH = 32, 200, 220
_Index = QModelIndex | QPersistentModelIndex


class MappingTable(QTableView):
    """Edits one draft."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("partsTable")
        self._desk = desk
        self._draft: MappingDraft | None = None
        desk.texts.bind(self.setAccessibleName, "data.mapping_table")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setItemDelegateForColumn(MEANING, _MeaningDelegate(desk, self))
        self.clicked.connect(self._on_clicked)
        for keys in ("Return", "Enter", "Space", "F2"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self.offer_meanings(self.currentIndex()))

    def edit_draft(self, draft: MappingDraft) -> None:
        """Show the columns of another file."""
        self._draft = draft
        self.setModel(PartsModel(draft, self._desk.texts, self))
        header = self.horizontalHeader()
        header.setSectionResizeMode(SAMPLES, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(COLUMN, _NAME_WIDTH)
        self.setColumnWidth(MEANING, _FIELD_WIDTH)

    def offer_meanings(self, index: QModelIndex) -> None:
        """All fields of the form, in its order."""
        draft = self._draft
        if draft is None or not index.isValid():
            return
        column = draft.head.columns[index.row()]
        menu = QMenu(self)
        menu.setObjectName("meaningMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for meaning in (None, *Part, PHOTO):
            action = menu.addAction(part_name(self._desk.texts, meaning))
            action.setObjectName(meaning.value if isinstance(meaning, Part) else str(meaning))
            action.setCheckable(True)
            action.setChecked(draft.meaning_of(column) == meaning)
            action.triggered.connect(partial(draft.put, column, meaning))
            if action.isChecked():
                menu.setActiveAction(action)
        cell = index.siblingAtColumn(MEANING)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(cell).bottomLeft()))

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == MEANING:
            self.offer_meanings(index)


class _MeaningDelegate(QStyledItemDelegate):
    """Marks that there is a list to choose from."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802  # Qt's name
        """An arrow at the right."""
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = self._desk.icons.icon("chevron-down", "muted")
        option.decorationPosition = QStyleOptionViewItem.Position.Right
