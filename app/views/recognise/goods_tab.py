"""The goods tab: the photo, what it shows, and what the store knows of that."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.bridge.camera import Camera, CameraState
from app.bridge.desk import Desk
from app.bridge.goods_board import GoodsBoard
from app.bridge.local_cameras import local_cameras
from app.bridge.notices import Action, Level
from app.bridge.photo_items import Origin, PhotoItem
from app.bridge.photo_session import PhotoSession
from app.engine.errors import EngineError
from app.engine.settings import PhotoSettings
from app.views.recognise.answer_panel import AnswerPanel
from app.views.recognise.chapter_panel import ChapterPanel
from app.views.recognise.photo_pane import PhotoPane
from app.widgets.camera_strip import CameraStrip
from app.widgets.parts import label
from app.widgets.photo_sources import PhotoSources

_DIGITS = "123"
_THRESHOLD_WIDTH = 88
_ENTER = ("\r", "\n")
_CORRECT = ("c", "C")


class GoodsTab(QWidget):
    """Several photos, or a folder, are handed on to the batch."""

    def __init__(self, desk: Desk, session: PhotoSession, camera: Camera | None = None) -> None:
        super().__init__()
        self._desk, self._session = desk, session
        self.board = GoodsBoard(desk.runner, session, self)
        self.camera = camera or Camera(local_cameras, self)
        self._frame = QImage()
        self.sources = PhotoSources(desk, self)
        self.strip = CameraStrip(desk, self.camera, takes_pictures=True)
        self.pane = PhotoPane(desk, self.board)
        self._problem: EngineError | None = None
        self.answer, self.chapter = AnswerPanel(desk, self.board), ChapterPanel(desk)
        self.status = label("muted", "photoStatus")
        self.threshold = QSpinBox(minimum=0, maximum=100, suffix="%")
        self.threshold.setValue(round(100 * desk.settings.settings.photos.threshold))
        self.threshold.setFixedWidth(_THRESHOLD_WIDTH)
        self.threshold.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._connect()
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """No camera runs that nobody looks at."""
        super().hideEvent(event)
        self.camera.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """A digit and Enter label the photo; C and a code do so with any other chapter."""
        key = event.text()
        # A line that is typed into passes on what it has no use for, as Enter
        if isinstance(self.focusWidget(), QLineEdit | QComboBox | QSpinBox):
            super().keyPressEvent(event)
        elif key and key in _DIGITS:
            self.answer.choose(_DIGITS.index(key))
        elif key in _ENTER:
            self.answer.confirm_chosen()
        elif key in _CORRECT:
            self.answer.correct.setFocus()
        else:
            super().keyPressEvent(event)

    def look_at(self, items: list[PhotoItem]) -> None:
        """One photo is recognised here, more of them in the batch."""
        self.camera.close()
        if len(items) == 1 and items[0].origin is not Origin.FOLDER:
            self.board.recognise(items[0])
        elif items:
            self._session.batch_wanted.emit(items)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        caption = label("caption")
        texts.bind(caption.setText, "recognise.threshold")
        for widget in (caption, self.threshold):
            texts.bind(widget.setToolTip, "recognise.threshold_tip")
        texts.bind(self.threshold.setAccessibleName, "recognise.threshold")
        top = QHBoxLayout()
        top.setSpacing(space(2))
        top.addWidget(self.sources)
        top.addWidget(self.status, 1)
        top.addWidget(caption)
        top.addWidget(self.threshold)
        row = QHBoxLayout()
        row.setSpacing(space(3))
        row.addWidget(self.pane, 1)
        row.addWidget(self.answer)
        row.addWidget(self.chapter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(top)
        column.addWidget(self.strip)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        board, answer = self.board, self.answer
        self.sources.given.connect(self.look_at)
        self.sources.camera_toggled.connect(lambda is_on: self.camera.open() if is_on else self.camera.close())
        self.camera.changed.connect(self._on_camera)
        self.camera.frame_arrived.connect(self._on_frame)
        self.strip.taken.connect(self._on_taken)
        self._session.photo_wanted.connect(lambda item: self.look_at([item]))
        board.answered.connect(self._on_answered)
        board.failed.connect(self._on_failed)
        board.chosen.connect(self._show)
        board.labelled.connect(answer.show_label)
        board.busy_changed.connect(lambda _is_busy: self._show_status())
        answer.guess_chosen.connect(lambda _place: self._show_chosen())
        answer.labelled.connect(self._on_labelled)
        answer.declared.connect(self._on_declared)
        self.pane.heat_toggled.connect(self._show_heat)
        self.threshold.valueChanged.connect(self._on_threshold)
        self._desk.texts.language_changed.connect(self._show)

    def _on_camera(self) -> None:
        self.sources.show_camera(is_on=self.camera.state in {CameraState.RUNNING, CameraState.ASKING})
        if self.camera.state is not CameraState.RUNNING and not self._frame.isNull():
            self._frame = QImage()
            self._show()

    def _on_frame(self, frame: QImage) -> None:
        self._frame = frame
        self.pane.show_frame(frame)

    def _on_taken(self) -> None:
        if not self._frame.isNull():
            name = self._desk.texts.say("recognise.taken")
            self.look_at([PhotoItem(name, Origin.CAMERA, image=self._frame)])

    def _on_answered(self) -> None:
        self.answer.chosen = 0
        self.answer.code.clear()
        self._problem = None
        self._show()
        self.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._problem = error if isinstance(error, EngineError) else None
        if self._problem is None:
            self._desk.notices.post_error(error)
        self._show()

    def _on_labelled(self, chapter: str) -> None:
        try:
            self.board.give_label(chapter)
        except EngineError as error:
            self._desk.notices.post_error(error)
            return
        if chapter:
            undo = Action("recognise.undo_label", lambda: self._on_labelled(""))
            self._desk.notices.offer(Level.SUCCESS, undo, "recognise.labelled", chapter=chapter)
        # Not at once: the key that chose the label is still on its way up to this tab
        QTimer.singleShot(0, self, self.setFocus)

    def _on_declared(self, code: str) -> None:
        self.board.declared = code.strip()
        self.answer.show_comparison()

    def _on_threshold(self, percent: int) -> None:
        book = self._desk.settings
        book.put(replace(book.settings, photos=PhotoSettings(percent / 100)))
        self.answer.show_answer(percent / 100)

    def _show(self) -> None:
        self.answer.show_answer(self._desk.settings.settings.photos.threshold)
        self._show_status()
        if self._frame.isNull():
            self.pane.show_photo(self._problem)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """The chapter that is marked: its heat map and what is known of it."""
        guesses = self.answer.guesses
        self.chapter.show_chapter(guesses[self.answer.chosen].chapter if guesses else "")
        self._show_heat()

    def _show_heat(self) -> None:
        guesses = self.answer.guesses
        self.pane.show_heat(guesses[self.answer.chosen].chapter if guesses else "")

    def _show_status(self) -> None:
        """Before the first photo there is nothing to say, and all the room is where one can be dropped."""
        busy = self.board.is_busy
        for panel in (self.answer, self.chapter):
            panel.setVisible(busy or self.board.photo is not None)
        self.status.setText(self._desk.texts.say("recognise.looking") if busy else "")
