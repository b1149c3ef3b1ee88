"""Before a file is screened: which column is which field, what holds for all rows, and where the photos are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_mapping import MappingDraft, OpenedFile, keep_call, mapping_sentence
from app.bridge.screening_request import ScreeningRequest
from app.bridge.tasks import Lane, Task
from app.views.screening.constants_row import ConstantsRow
from app.views.screening.mapping_table import MappingTable
from app.widgets.parts import button, label

_WIDTH, _HEIGHT = 860, 620
FolderChooser = Callable[[QWidget, str], Path | None]


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """The folder of the photos."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
    return Path(chosen) if chosen else None


class OpenDialog(QDialog):
    """Can be started once the mapping says what no price can be compared without."""

    started = Signal(object)  # ScreeningRequest

    def __init__(
        self, desk: Desk, opened: OpenedFile, parent: QWidget, *, chooser: FolderChooser = choose_folder
    ) -> None:
        super().__init__(parent)
        self.setObjectName("openDeclarations")
        self.setAcceptDrops(True)
        self.resize(_WIDTH, _HEIGHT)
        self._desk, self._opened, self._chooser = desk, opened, chooser
        self.draft = MappingDraft(opened, self)
        self.table, self.constants = MappingTable(desk), ConstantsRow(desk)
        self.about = label("muted", "openAbout", wraps=True)
        self.verdict = label("", "openVerdict", wraps=True)
        self.photos, self.choose_photos = QLineEdit(readOnly=True), button("", "choosePhotos")
        self.keep = QCheckBox()
        self.start, self.leave = button("primary", "startScreening"), button("", "leaveOpen")
        self._photo_folder: Path | None = None
        self._build()
        self._connect()
        self.table.edit_draft(self.draft)
        self.constants.edit_draft(self.draft)
        self._show_verdict()

    def take_photos(self, folder: Path) -> None:
        """Look for photos in a folder."""
        self._photo_folder = folder
        self.photos.setText(str(folder))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """A folder, or photos that lie in one."""
        if _folder_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Look for photos there."""
        folder = _folder_in(event)
        if folder is not None:
            event.acceptProposedAction()
            self.take_photos(folder)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, constants_title = label("heading"), label("caption")
        texts.bind(self.setWindowTitle, "screening_desk.open_title")
        heading.setText(self._opened.path.name)
        code = "open_kept" if self._opened.is_kept else "open_about"
        texts.bind(self.about.setText, f"screening_desk.{code}", name=self._opened.mapping.name)
        for setter, name in (
            (constants_title.setText, "open_constants"),
            (self.photos.setPlaceholderText, "open_no_photos"),
            (self.photos.setAccessibleName, "open_photos"),
            (self.choose_photos.setText, "open_photos"),
            (self.keep.setText, "open_keep"),
            (self.start.setText, "open_start"),
            (self.leave.setText, "cancel"),
        ):
            texts.bind(setter, f"screening_desk.{name}")
        self.keep.setChecked(not self._opened.is_kept)
        photos, last = QHBoxLayout(), QHBoxLayout()
        photos.addWidget(self.choose_photos)
        photos.addWidget(self.photos, 1)
        last.addWidget(self.keep)
        last.addStretch(1)
        last.addWidget(self.leave)
        last.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        for widget in (heading, self.about):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(constants_title)
        column.addWidget(self.constants)
        column.addLayout(photos)
        column.addWidget(self.verdict)
        column.addLayout(last)

    def _connect(self) -> None:
        self.draft.changed.connect(self._show_verdict)
        self._desk.texts.language_changed.connect(self._show_verdict)
        self.choose_photos.clicked.connect(self._on_choose_photos)
        self.start.clicked.connect(self._on_start)
        self.leave.clicked.connect(self.reject)

    def _on_choose_photos(self) -> None:
        folder = self._chooser(self, self._desk.texts.say("screening_desk.open_photos"))
        if folder is not None:
            self.take_photos(folder)

    def _on_start(self) -> None:
        mapping = self.draft.mapping
        if self.keep.isChecked():
            task = Task(keep_call(self._desk.settings.folder, mapping))
            task.failed.connect(self._desk.notices.post_error)
            self._desk.runner.start(task, Lane.FILES)
        self.accept()
        self.started.emit(ScreeningRequest(self._opened.path, mapping, self._photo_folder))

    def _show_verdict(self) -> None:
        problem, texts = self.draft.problem, self._desk.texts
        said = texts.say("screening_desk.open_sound") if problem is None else mapping_sentence(texts, problem)
        self.verdict.setText(said)
        self.verdict.setProperty("role", "success" if problem is None else "warning")
        self.verdict.style().polish(self.verdict)
        self.start.setEnabled(problem is None)


def _folder_in(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path if path.is_dir() else path.parent for path in paths if path.exists()), None)
