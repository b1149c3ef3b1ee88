"""The first rows of a file as a table: what each cell is read as, with the original beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.bridge import data_words
from app.bridge.texts import Texts
from app.engine.messages import Language
from app.engine.records.layout import Field
from app.engine.records.preview_cells import CellState, PreviewCell, TablePreview
from app.engine.records.rules import rule_book
from app.engine.reference import units
from app.engine.store.dimensions import Dimension
from app.engine.store.members import member_name

CELL_STATE_ROLE = Qt.ItemDataRole.UserRole
_DIMENSIONS = {
    Field.PARTNER: Dimension.COUNTRY,
    Field.PROVINCE: Dimension.PROVINCE,
    Field.MODE: Dimension.MODE,
    Field.DIRECTION: Dimension.DIRECTION,
}
_RIGHT = {Field.QUANTITY, Field.QUANTITY_2, Field.VALUE}
_Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Column 0 says what becomes of the row; the others are the canonical fields in their order."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._shown: TablePreview | None = None
        texts.language_changed.connect(self._on_language_changed)

    @property
    def shown(self) -> TablePreview | None:
        """What is shown now."""
        return self._shown

    def show(self, preview: TablePreview | None) -> None:
        """Show another preview, or none."""
        self.beginResetModel()
        self._shown = preview
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Rows of the preview."""
        return 0 if parent.isValid() or self._shown is None else len(self._shown.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """What becomes of the row, and its fields."""
        return 0 if parent.isValid() or self._shown is None else len(self._shown.fields) + 1

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # what Qt asks for
        """The field over the column of the file that it is read from."""
        if self._shown is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        if section == 0:
            return self._texts.say("data.preview_fate")
        source = self._shown.columns[section - 1] or self._texts.say("data.preview_stated")
        return f"{data_words.field_name(self._texts, self._shown.fields[section - 1])}\n{source}"

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Any: what Qt asks for
        """A cell as it will be read."""
        if self._shown is None or not index.isValid():
            return None
        row = self._shown.rows[index.row()]
        if index.column() == 0:
            return self._fate(row.rule, role)
        field, cell = self._shown.fields[index.column() - 1], row.cells[index.column() - 1]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._read_as(field, cell)
            case Qt.ItemDataRole.ToolTipRole:
                return self._texts.say("data.preview_tip", text=cell.text or "–", meaning=self._read_as(field, cell))
            case Qt.ItemDataRole.TextAlignmentRole if field in _RIGHT:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ if role == CELL_STATE_ROLE:
                return cell.state
        return None

    def _fate(self, rule: str | None, role: int) -> object:
        if role == CELL_STATE_ROLE:
            return CellState.UNKNOWN if rule else CellState.AS_WRITTEN
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            if rule is None:
                return self._texts.say("data.preview_kept")
            return self._texts.say("data.preview_rejected", reason=rule_sentence(rule, self._texts.language))
        return None

    def _read_as(self, field: Field, cell: PreviewCell) -> str:
        if cell.state is CellState.NOT_STATED:
            return self._texts.say("data.preview_not_stated")
        if cell.state is CellState.UNKNOWN:
            return self._texts.say("data.preview_unknown", text=cell.text or "–")
        meaning = self._meaning(field, cell)
        is_same = not cell.text or cell.text == meaning or isinstance(cell.value, Decimal)
        return meaning if is_same or not meaning else f"{cell.text} → {meaning}"

    def _meaning(self, field: Field, cell: PreviewCell) -> str:
        value = cell.value
        match value:
            case None | 0:
                return self._texts.say("data.preview_none") if value == 0 else ""
            case Decimal():
                return f"{value.normalize():,f}"
            case (year, month):
                return f"{year}-{month:02}" if month else str(year)
            case int() if field in _DIMENSIONS:
                return member_name(_DIMENSIONS[field], value, self._texts.language)
            case int():
                unit = units.table().by_id(value)
                return unit.name_zh if self._texts.language is Language.ZH else unit.name_en
        return str(value)

    def _on_language_changed(self) -> None:
        self.show(self._shown)


def rule_sentence(rule: str, language: Language) -> str:
    """What a shipped rule says of the rows that it takes; its id where this version ships no such rule."""
    found = next((one for one in rule_book().rules if one.id == rule), None)
    return rule if found is None else found.zh if language is Language.ZH else found.en
