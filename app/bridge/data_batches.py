"""The imports that a store holds, newest first, each with its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from app.bridge import data_words
from app.bridge.texts import Texts
from app.engine.store.manifest import Segment

BATCH_ROLE = Qt.ItemDataRole.UserRole
HASH_ROLE = Qt.ItemDataRole.UserRole + 1
_TITLES = (
    "data.column_name",
    "data.column_period",
    "data.column_direction",
    "data.column_format",
    "data.column_profile",
    "data.column_kept",
    "data.column_rejected",
    "data.column_hash",
    "data.column_imported",
)
KEPT, REJECTED, HASH = 5, 6, 7
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Batch:
    """One import; `files` has a segment for each table that it brought."""

    id: str
    files: tuple[Segment, ...]

    @property
    def is_demo(self) -> bool:
        """True for demonstration data."""
        return any(segment.is_demo for segment in self.files)


def batches(segments: Sequence[Segment]) -> list[Batch]:
    """Segments by import, newest first."""
    groups: dict[str, list[Segment]] = {}
    for segment in sorted(segments, key=lambda segment: segment.imported_at):
        groups.setdefault(segment.batch, []).append(segment)
    by_name = {name: sorted(files, key=lambda segment: segment.source_name) for name, files in groups.items()}
    return [Batch(name, tuple(files)) for name, files in by_name.items()][::-1]


class BatchesModel(QAbstractItemModel):
    """Imports on the first level, their files on the second."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._batches: list[Batch] = []
        texts.language_changed.connect(lambda: self._show(self._batches))

    def show(self, segments: Sequence[Segment]) -> None:
        """Show what a store holds."""
        self._show(batches(segments))

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The internal id is 0 for an import, else one more than the row of the import that a file belongs to."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008  # Qt has two
        """The import of a file."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Imports, or the files of one."""
        if not parent.isValid():
            return len(self._batches)
        is_batch = parent.internalId() == 0 and parent.column() == 0
        return len(self._batches[parent.row()].files) if is_batch else 0

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """What is said of each."""
        return len(_TITLES)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # what Qt asks for
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return self._texts.say(_TITLES[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Any: what Qt asks for
        """One cell."""
        if not index.isValid():
            return None
        batch, segments = self._at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(batch, segments, index.column(), is_batch=index.internalId() == 0)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case Qt.ItemDataRole.ToolTipRole if index.column() == HASH and len(segments) == 1:
                return segments[0].source_sha256
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(segment.source_name for segment in segments[:20])
            case _ if role == BATCH_ROLE:
                return batch.id
            case _ if role == HASH_ROLE:
                return "\n".join(segment.source_sha256 for segment in segments)
        return None

    def batch(self, batch_id: str) -> Batch | None:
        """The import of that id."""
        return next((batch for batch in self._batches if batch.id == batch_id), None)

    def row_of(self, batch_id: str) -> int:
        """The row of an import, -1 where it has gone."""
        return next((row for row, batch in enumerate(self._batches) if batch.id == batch_id), -1)

    def _at(self, index: _Index) -> tuple[Batch, tuple[Segment, ...]]:
        if index.internalId() == 0:
            batch = self._batches[index.row()]
            return batch, batch.files
        batch = self._batches[index.internalId() - 1]
        return batch, (batch.files[index.row()],)

    def _text(self, batch: Batch, segments: Sequence[Segment], column: int, *, is_batch: bool) -> str:
        match column:
            case 0:
                return self._name(batch, segments, is_batch=is_batch)
            case 1:
                return data_words.span([year for segment in segments for year in segment.years])
            case 2:
                return data_words.directions(self._texts, sorted({d for s in segments for d in s.directions})[::-1])
            case 3:
                return self._each(data_words.format_name(self._texts, segment.format) for segment in segments)
            case 4:
                return self._each(data_words.profile_name(self._texts, segment.profile) for segment in segments)
            case _ if column == KEPT:
                return data_words.count(sum(segment.kept for segment in segments))
            case _ if column == REJECTED:
                return data_words.count(sum(segment.rejected for segment in segments))
            case _ if column == HASH:
                return data_words.short_hash(segments[0]) if len(segments) == 1 else ""
        return data_words.moment(segments[0].imported_at)

    def _name(self, batch: Batch, segments: Sequence[Segment], *, is_batch: bool) -> str:
        if not is_batch or len(segments) == 1:
            name = segments[0].source_name
        else:
            name = self._texts.say("data.batch_files", first=segments[0].source_name, count=len(segments))
        return self._texts.say("data.batch_demo", name=name) if batch.is_demo else name

    def _each(self, names: Iterable[str]) -> str:
        return self._texts.say("data.comma").join(dict.fromkeys(names))

    def _show(self, shown: list[Batch]) -> None:
        self.beginResetModel()
        self._batches = shown
        self.endResetModel()


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in {KEPT, REJECTED} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
