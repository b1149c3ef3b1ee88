"""The files on the desk: two lines for each, with a mark for how far it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.bridge.data_files import PATH_ROLE, STATE_ROLE, SUMMARY_ROLE, FilesModel
from app.bridge.data_intake import CandidateState, Intake
from app.bridge.desk import Desk

_MARKS = {
    CandidateState.LOOKING: ("loader-circle", "muted"),
    CandidateState.READY: ("circle-check", "success"),
    CandidateState.ASKING: ("circle-help", "warning"),
    CandidateState.UNMAPPED: ("table-2", "warning"),
    CandidateState.REFUSED: ("circle-alert", "danger"),
    CandidateState.CONFLICT: ("git-compare", "warning"),
}
_ICON, _HEIGHT, _PAD = 20, 52, 10


class FileList(QListView):
    """Tells which file is looked at; Delete puts the selected ones off the desk."""

    file_chosen = Signal(object)  # path or None

    def __init__(self, desk: Desk, intake: Intake) -> None:
        super().__init__()
        self.setObjectName("fileList")
        self._intake = intake
        self.files = FilesModel(intake, desk.texts)
        self.files.setParent(self)
        self.setModel(self.files)
        self.setItemDelegate(_FileDelegate(desk, self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        desk.texts.bind(self.setAccessibleName, "data.files_name")
        self._chosen: Path | None = None
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.files.modelReset.connect(self._keep_choice)

    @property
    def chosen(self) -> Path | None:
        """The file that is looked at."""
        return self._chosen

    def choose(self, path: Path) -> None:
        """Look at a file."""
        row = self.files.row_of(path)
        if row >= 0:
            self._select(row)

    def drop_selected(self) -> None:
        """Put the selected files off the desk."""
        self._intake.drop([index.data(PATH_ROLE) for index in self.selectionModel().selectedIndexes()])

    def _select(self, row: int) -> None:
        """This one alone, even while a key is held that adds to what is selected."""
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.files.index(row), only)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        path = current.data(PATH_ROLE) if current.isValid() else None
        if path != self._chosen and path is not None:
            self._chosen = path
            self.file_chosen.emit(path)

    def _keep_choice(self) -> None:
        """After files came or went: the same file, or else the first."""
        row = self.files.row_of(self._chosen) if self._chosen is not None else -1
        if row < 0 and self.files.rowCount():
            row = 0
        if row >= 0:
            self._select(row)
        elif self._chosen is not None:
            self._chosen = None
            self.file_chosen.emit(None)


class _FileDelegate(QStyledItemDelegate):
    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def sizeHint(  # noqa: N802 - Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines."""
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The mark, the name, and what is known below it."""
        tokens = self._desk.theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.colour("accent_soft")))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.colour("raised")))
        icon, colour = _MARKS[index.data(STATE_ROLE)]
        mark = self._desk.icons.pixmap(icon, _ICON, colour)
        painter.drawPixmap(rect.left() + _PAD, rect.top() + (rect.height() - _ICON) // 2, mark)
        lines = rect.adjusted(_PAD * 2 + _ICON, 6, -_PAD, -6)
        self._line(painter, lines, index.data(Qt.ItemDataRole.DisplayRole), "text", "body", is_first=True)
        is_attention = colour in {"warning", "danger"}
        self._line(painter, lines, index.data(SUMMARY_ROLE), colour if is_attention else "muted", "caption")
        painter.restore()

    def _line(
        self, painter: QPainter, rect: QRect, text: str, colour: str, size: str, *, is_first: bool = False
    ) -> None:
        tokens = self._desk.theme.tokens
        font = painter.font()
        font.setPixelSize(tokens.sizes[size])
        painter.setFont(font)
        painter.setPen(QColor(tokens.colour(colour)))
        side = Qt.AlignmentFlag.AlignTop if is_first else Qt.AlignmentFlag.AlignBottom
        elide = Qt.TextElideMode.ElideMiddle if is_first else Qt.TextElideMode.ElideRight
        painter.drawText(rect, side, painter.fontMetrics().elidedText(text, elide, rect.width()))
