"""A mapping of a declaration file while a person makes it: its columns as rows, and what no column says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.bridge.tasks import Call
from app.bridge.texts import Texts
from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress
from app.engine.records.whole_tables import WholeTable
from app.engine.screening.columns import Part
from app.engine.screening.mapping import (
    FOLDER,
    DeclarationMapping,
    fitting_mapping,
    mapping_problem,
    proposed_mapping,
    write_mapping,
)

COLUMN, SAMPLES, MEANING = range(3)
PHOTO = "photo"
_TITLES = ("data.mapping_column", "data.mapping_samples", "data.mapping_field")
_SAMPLES = 4
_HEAD_ROWS = 300
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The head of a file of declarations, and the mapping to begin with; `is_kept` for one that was saved before."""

    path: Path
    head: WholeTable
    mapping: DeclarationMapping
    is_kept: bool


def open_call(path: Path, home: Path) -> Call:
    """Look into a file."""

    def call(_progress: Progress, token: CancelToken) -> OpenedFile:
        from app.engine.records.whole_tables import read_whole_table  # noqa: PLC0415  # readers take long to import

        head = read_whole_table(path, token=token, most=_HEAD_ROWS)
        kept = fitting_mapping(home / FOLDER, head)
        return OpenedFile(path, head, kept or proposed_mapping(head, path.stem), kept is not None)

    return call


def keep_call(home: Path, mapping: DeclarationMapping) -> Call:
    """Remember a mapping; the disk may let one wait for half a second."""

    def call(_progress: Progress, _token: CancelToken) -> None:
        write_mapping(home / FOLDER, mapping)

    return call


def part_name(texts: Texts, meaning: Part | str | None) -> str:
    """What a field of the form, or the column of photos, is called; that it is not used for None."""
    if meaning is None:
        return texts.say("data.mapping_unused")
    return texts.say(f"screening_desk.part_{meaning.value if isinstance(meaning, Part) else meaning}")


def mapping_sentence(texts: Texts, problem: InputError) -> str:
    """The sentence of a problem with the field under its own name."""
    params = dict(problem.params)
    if "field" in params:
        params["field"] = part_name(texts, Part(str(params["field"])))
    return texts.say(problem.code, **params)


class MappingDraft(QObject):
    """One mapping being edited."""

    changed = Signal()

    def __init__(self, opened: OpenedFile, parent: QObject) -> None:
        super().__init__(parent)
        self.head = opened.head
        self.name = opened.mapping.name
        self._meanings: dict[str, Part | str] = {name: part for part, name in opened.mapping.columns.items()}
        if opened.mapping.photo:
            self._meanings[opened.mapping.photo] = PHOTO
        self._constants = dict(opened.mapping.constants)

    @property
    def constants(self) -> Mapping[Part, str]:
        """What no column says."""
        return self._constants

    @property
    def mapping(self) -> DeclarationMapping:
        """What the draft says now, sound or not."""
        columns = {part: name for name, part in self._meanings.items() if isinstance(part, Part)}
        constants = {part: text for part, text in self._constants.items() if part not in columns}
        photo = next((name for name, meaning in self._meanings.items() if meaning == PHOTO), "")
        return DeclarationMapping(self.name, MappingProxyType(columns), MappingProxyType(constants), photo)

    @property
    def problem(self) -> InputError | None:
        """The first thing that is missing or wrong."""
        return mapping_problem(self.mapping)

    def meaning_of(self, column: str) -> Part | str | None:
        """The field that a column serves, PHOTO for names of photos."""
        return self._meanings.get(column)

    def has_column_for(self, part: Part) -> bool:
        """Whether a column says it, so that nothing has to be stated."""
        return part in self._meanings.values()

    def samples(self, column: str) -> list[str]:
        """Distinct cells in the order in which they stand."""
        place = self.head.columns.index(column)
        return list(dict.fromkeys(row.cells[place] for row in self.head.rows if row.cells[place].strip()))[:_SAMPLES]

    def put(self, column: str, meaning: Part | str | None) -> None:
        """Let a column serve a field, of which it is then the only one; None takes its field away."""
        self._meanings = {name: one for name, one in self._meanings.items() if name != column and one != meaning}
        if meaning is not None:
            self._meanings[column] = meaning
        self.changed.emit()

    def state(self, part: Part, text: str) -> None:
        """State a field for all rows; an empty text takes it back."""
        self._constants.pop(part, None)
        if text.strip():
            self._constants[part] = text.strip()
        self.changed.emit()


class PartsModel(QAbstractTableModel):
    """Columns of the file as rows: name, samples, what it means."""

    def __init__(self, draft: MappingDraft, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._draft, self._texts = draft, texts
        draft.changed.connect(self._on_changed)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Columns of the file."""
        return 0 if parent is not None and parent.isValid() else len(self._draft.head.columns)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """What is said of each."""
        return 0 if parent is not None and parent.isValid() else len(_TITLES)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        column = self._draft.head.columns[index.row()]
        if index.column() == COLUMN:
            return column
        if index.column() == SAMPLES:
            return " · ".join(self._draft.samples(column))
        return part_name(self._texts, self._draft.meaning_of(column))

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._texts.say(_TITLES[section])
        return None

    def _on_changed(self) -> None:
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, MEANING), self.index(rows - 1, MEANING))
