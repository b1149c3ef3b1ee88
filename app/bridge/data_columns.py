"""The columns of an unknown table as rows: name, samples, the field that each serves, and how sure the guess is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.bridge import data_words
from app.bridge.data_mapping import MappingDraft
from app.bridge.texts import Texts

COLUMN, SAMPLES, FIELD, CONFIDENCE = range(4)
FIELD_ROLE = Qt.ItemDataRole.UserRole
_TITLES = ("data.mapping_column", "data.mapping_samples", "data.mapping_field", "data.mapping_confidence")
_SAMPLES = 5
_Index = QModelIndex | QPersistentModelIndex


class ColumnsModel(QAbstractTableModel):
    """The `Field` of a column, or None, is under FIELD_ROLE."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._draft: MappingDraft | None = None
        texts.language_changed.connect(lambda: self.show(self._draft))

    def show(self, draft: MappingDraft | None) -> None:
        """Edit another draft."""
        self.beginResetModel()
        if self._draft is not None:
            self._draft.changed.disconnect(self._on_draft_changed)
        self._draft = draft
        if draft is not None:
            draft.changed.connect(self._on_draft_changed)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Columns of the table."""
        return 0 if parent.isValid() or self._draft is None else len(self._draft.table.sample.columns)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """What is said of each."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # what Qt asks for
        """Titles."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._texts.say(_TITLES[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Any: what Qt asks for
        """One cell."""
        if self._draft is None or not index.isValid():
            return None
        column = self._draft.table.sample.columns[index.row()]
        if role == FIELD_ROLE:
            return self._draft.field_of(column)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._text(self._draft, column, index.column())
        return None

    def _text(self, draft: MappingDraft, column: str, section: int) -> str:
        match section:
            case _ if section == COLUMN:
                return column
            case _ if section == SAMPLES:
                return " · ".join(draft.samples(column, _SAMPLES))
            case _ if section == FIELD:
                field = draft.field_of(column)
                unused = self._texts.say("data.mapping_unused")
                return data_words.field_name(self._texts, field) if field else unused
        proposed = draft.proposals.get(column)
        if proposed is None:
            return ""
        name = data_words.field_name(self._texts, proposed[0])
        return self._texts.say("data.mapping_guess", field=name, percent=round(100 * proposed[1]))

    def _on_draft_changed(self) -> None:
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, FIELD), self.index(rows - 1, FIELD))
