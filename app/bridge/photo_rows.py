"""Photos with their answers as a table: thumbnails, chapters, how sure, and what a person said."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.bridge.goods_words import chapter_name
from app.engine.errors import EngineError
from app.engine.messages import Language, sentence, text
from app.engine.reports.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from app.bridge.photo_items import PhotoItem
    from app.engine.store.recognitions import Seen

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
THUMBNAIL = QSize(72, 54)
_NOT_COVERED = "not_covered"
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
SORT_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One photo; before its answer it has neither `seen` nor `problem`. `label` is the chapter that a person gave."""

    name: str
    item: PhotoItem | None = None
    seen: Seen | None = None
    problem: EngineError | None = None
    label: str = ""
    taken_ms: float | None = None

    def state(self, threshold: float) -> str:
        """waiting, failed, sure, must_look or not_covered."""
        if self.problem is not None:
            return "failed"
        if self.seen is None:
            return "waiting"
        if self.seen.verdict == _NOT_COVERED:
            return _NOT_COVERED
        return "sure" if self.seen.probability >= threshold else "must_look"


COLUMNS = ("photo", "chapter", "probability", "others", "state", "label", "seen_at", "taken", "model")


class PhotoTable(QAbstractTableModel):
    """Rows are replaced as answers arrive; `columns` are those of `COLUMNS` that are shown."""

    def __init__(self, language: Callable[[], Language], columns: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.columns = tuple(columns)
        self.rows: list[PhotoRow] = []
        self.threshold = 0.6

    def show_rows(self, rows: Sequence[PhotoRow]) -> None:
        """All of them anew."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[PhotoRow]) -> None:
        """More of them at the end."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def put_row(self, place: int, row: PhotoRow) -> None:
        """The answer of one."""
        self.rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def put_label(self, digest: str, chapter: str) -> None:
        """A person said what a photo shows."""
        for place, row in enumerate(self.rows):
            if row.seen is not None and row.seen.key.digest == digest:
                self.put_row(place, replace(row, label=chapter))

    def say_again(self) -> None:
        """In another language, or with another threshold."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """How many photos there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """How many columns are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, thumbnail, state and what a column is sorted by."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in {_Role.DisplayRole, _Role.ToolTipRole}:
            return cell_text(row, column, self.threshold, self._language())
        if role == _Role.DecorationRole and column == "photo" and row.seen is not None:
            return _pixmap(row.seen.thumbnail)
        if role == STATE_ROLE:
            return row.state(self.threshold)
        if role == SORT_ROLE:
            return _sorted_by(row, column, self.threshold, self._language())
        return None

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles of columns; rows have none."""
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return text(f"recognise.column_{self.columns[section]}", self._language())
        return None


def cell_text(row: PhotoRow, column: str, threshold: float, language: Language) -> str:
    """One cell in words; empty for what is not known yet."""
    seen = row.seen
    match column:
        case "photo":
            return row.name
        case "state":
            return (
                sentence(row.problem, language)
                if row.problem
                else text(f"recognise.state_{row.state(threshold)}", language)
            )
        case "label":
            return _named(row.label, language)
        case "taken":
            return "" if row.taken_ms is None else f"{row.taken_ms:.0f} ms"
    if seen is None:
        return ""
    told = {
        "chapter": _named(seen.chapter, language),
        "probability": f"{seen.probability:.1%}",
        "others": "  ".join(f"{chapter} {share:.0%}" for chapter, share in seen.guesses[1:]),
        "seen_at": f"{seen.seen_at.astimezone():%Y-%m-%d %H:%M}",
        "model": f"{seen.model} {seen.version}",
    }
    return told[column]


def photos_table(rows: Sequence[PhotoRow], threshold: float, language: Language) -> Table:
    """All that is known of the photos, for a file."""
    words = (
        "photo",
        "path",
        "state",
        "chapter",
        "title",
        "probability",
        "second",
        "third",
        "label",
        "model",
        "seen_at",
    )
    numbers = {"probability": Kind.SHARE}
    columns = tuple(Column(text(f"recognise.column_{name}", language), numbers.get(name, Kind.TEXT)) for name in words)
    return Table(text("recognise.photos", language), columns, [_cells(row, threshold, language) for row in rows])


def _cells(row: PhotoRow, threshold: float, language: Language) -> list[Cell]:
    seen, state = row.seen, cell_text(row, "state", threshold, language)
    path = str(row.item.path) if row.item is not None and row.item.path is not None else seen.path if seen else ""
    if seen is None:
        return [row.name, path, state, None, None, None, None, None, row.label, None, None]
    further = [f"{chapter} {share:.1%}" for chapter, share in seen.guesses[1:]]
    second, third = (*further, "", "")[:2]
    return [
        row.name,
        path,
        state,
        seen.chapter,
        chapter_name(seen.chapter, language),
        seen.probability,
        second,
        third,
        row.label,
        f"{seen.model} {seen.version}",
        seen.seen_at.astimezone().isoformat(timespec="seconds"),
    ]


def _sorted_by(row: PhotoRow, column: str, threshold: float, language: Language) -> object:
    if column == "probability":
        return row.seen.probability if row.seen is not None else -1.0
    if column == "taken":
        return row.taken_ms if row.taken_ms is not None else -1.0
    return cell_text(row, column, threshold, language)


def _named(chapter: str, language: Language) -> str:
    return f"{chapter} {chapter_name(chapter, language)}" if chapter else ""


@functools.lru_cache(maxsize=512)
def _pixmap(content: bytes) -> QPixmap:
    """The thumbnail in the middle of a place that is the same for all, so that names stand in line."""
    photo = QPixmap()
    photo.loadFromData(content)
    fitted = photo.scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    placed = QPixmap(THUMBNAIL)
    placed.fill(Qt.GlobalColor.transparent)
    with QPainter(placed) as painter:
        painter.drawPixmap(
            (THUMBNAIL.width() - fitted.width()) // 2, (THUMBNAIL.height() - fitted.height()) // 2, fitted
        )
    return placed
