"""The files on the desk as a list: each with what it was recognised as and how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.bridge import data_words
from app.bridge.data_intake import Candidate, CandidateState, Intake
from app.bridge.texts import Texts

SUMMARY_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
PATH_ROLE = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex


class FilesModel(QAbstractListModel):
    """One row for each candidate of an intake."""

    def __init__(self, intake: Intake, texts: Texts) -> None:
        super().__init__()
        self._intake, self._texts = intake, texts
        self._shown = intake.candidates
        intake.listed.connect(self._on_listed)
        intake.changed.connect(self._on_changed)
        texts.language_changed.connect(self._on_listed)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many files there are."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Any: what Qt asks for
        """Name, summary, state and path of a file."""
        if not index.isValid():
            return None
        candidate = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return candidate.path.name
            case Qt.ItemDataRole.ToolTipRole:
                return f"{candidate.path}\n{summary(candidate, self._texts)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._texts.say(
                    "data.file_accessible", name=candidate.path.name, summary=summary(candidate, self._texts)
                )
            case _ if role == SUMMARY_ROLE:
                return summary(candidate, self._texts)
            case _ if role == STATE_ROLE:
                return candidate.state
            case _ if role == PATH_ROLE:
                return candidate.path
        return None

    def row_of(self, path: Path) -> int:
        """The row of a file, -1 without it."""
        return next((row for row, shown in enumerate(self._shown) if shown.path == path), -1)

    def _on_listed(self) -> None:
        self.beginResetModel()
        self._shown = self._intake.candidates
        self.endResetModel()

    def _on_changed(self, path: Path) -> None:
        row = self.row_of(path)
        if row >= 0 and (candidate := self._intake.candidate(path)) is not None:
            self._shown = (*self._shown[:row], candidate, *self._shown[row + 1 :])
            self.dataChanged.emit(self.index(row), self.index(row))


def summary(candidate: Candidate, texts: Texts) -> str:
    """One line: what stands in the way, or what the file is."""
    match candidate.state:
        case CandidateState.LOOKING:
            return texts.say("data.state_looking")
        case CandidateState.UNMAPPED:
            return texts.say("data.state_unmapped")
        case CandidateState.CONFLICT:
            return texts.say("data.state_conflict")
        case CandidateState.REFUSED:
            return texts.say("data.state_refused")
        case CandidateState.ASKING:
            names = texts.say("data.comma").join(data_words.field_name(texts, field) for field in candidate.unstated)
            return texts.say("data.state_asking", fields=names)
    found = candidate.look.found if candidate.look else None
    if found is None or found.format is None:
        return ""
    kind = data_words.format_name(texts, found.format.value)
    direction = data_words.direction_name(texts, found.direction) if found.direction else texts.say("data.by_column")
    return " · ".join((kind, data_words.span(found.years), direction))
