"""The kiosk: a visitor holds goods before the camera, touches one button, and learns what they are in trade."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.bridge.camera import Camera
from app.bridge.desk import Desk
from app.bridge.icons import Icons
from app.bridge.kiosk_board import KioskBoard
from app.bridge.kiosk_camera import KioskCamera
from app.bridge.kiosk_presence import Presence
from app.bridge.local_cameras import local_cameras
from app.bridge.photo_items import PhotoItem
from app.bridge.photo_session import Recognisers
from app.bridge.screen_style import Measures, display_mode, measures_of, screen_style
from app.bridge.stylesheet import window_sheet
from app.bridge.theme import Theme
from app.engine.errors import EngineError
from app.engine.messages import Language
from app.views.kiosk.answer import AnswerView
from app.views.kiosk.footer import KioskFooter
from app.views.kiosk.header import KioskHeader
from app.views.kiosk.leaving import LeavingQuestion
from app.views.kiosk.story import StoryView
from app.views.kiosk.welcome import WelcomeView
from app.widgets.idle_pointer import IdlePointer

_MS = 1_000


class Kiosk(QWidget):
    """A window of its own; deletes itself when it is left. Where it is guarded, leaving is asked about first."""

    left = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        is_guarded: bool = False,
        camera: Camera | None = None,
        recognisers: Recognisers | None = None,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("kiosk")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._language = desk.texts.language
        self._style: tuple[Measures, bool, bool] | None = None
        settings = desk.settings.settings
        self._theme = Theme(display_mode(settings.theme), self)
        icons = Icons(self._theme)
        self.camera = KioskCamera(camera or Camera(local_cameras, self), self)
        self.board = KioskBoard(desk.runner, recognisers or Recognisers(desk.settings.folder), self)
        self.presence, self._pointer = Presence(settings.kiosk.rest_s, self), IdlePointer(self)
        self.header, self.footer = KioskHeader(desk), KioskFooter(desk, is_guarded=is_guarded)
        self.welcome = WelcomeView(desk, self._theme, icons)
        self.answer = AnswerView(desk, self._theme, icons, self.board)
        self.story = StoryView(desk, self._theme)
        self._build()
        self.question = LeavingQuestion(desk, self, is_guarded=is_guarded)
        self._connect()

    def _build(self) -> None:
        self._desk.texts.bind(self.setWindowTitle, "kiosk.command")
        self.stack = QStackedWidget()
        for view in (self.welcome, self.answer, self.story):
            self.stack.addWidget(view)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self.stack, 1)
        self._column.addWidget(self.footer)
        # Keys mean the same whatever was touched before
        for each in self.findChildren(QPushButton):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect(self) -> None:
        self.camera.sight_changed.connect(lambda: self.welcome.show_sight(self.camera.sight))
        self.camera.frame_arrived.connect(self._on_frame)
        self.welcome.given.connect(self._give)
        self.welcome.asking.connect(self._on_asking)
        self.board.answered.connect(self.answer.show_answer)
        self.board.failed.connect(self.answer.show_failure)
        self.answer.facts.told.connect(self._show_mark)
        self.answer.again.connect(self.begin_anew)
        self.answer.story_wanted.connect(self._tell_story)
        self.story.back.connect(lambda: self._show(self.answer))
        self.presence.touched.connect(self._pointer.show)
        self.presence.rested.connect(self._on_rested)
        self.presence.remaining_changed.connect(self._on_remaining)
        self.header.language_chosen.connect(self._on_language)
        self.header.held.connect(self.question.try_to_leave)
        self.question.leaving.connect(self.close)
        self._desk.settings.changed.connect(self._use_settings)
        self._theme.changed.connect(self._put_on_style)

    def begin_anew(self) -> None:
        """Forget the photo, and show what the camera sees; data that came meanwhile are told to the next visitor."""
        self._forget()
        with contextlib.suppress(EngineError):  # which the question about the goods meets again, and tells
            self._desk.session.refresh()

    def _forget(self) -> None:
        self.welcome.stop_asking()
        self.board.forget()
        self.answer.show_photo(QImage())
        self.story.forget()
        self._show(self.welcome)

    def _show(self, view: QWidget) -> None:
        self.stack.setCurrentWidget(view)
        self._show_mark()
        self.setFocus()

    def _show_mark(self) -> None:
        """Demonstration data are marked wherever a figure stands."""
        facts = self.answer.facts.facts
        self.header.demo.setVisible(
            self.stack.currentWidget() is not self.welcome and facts is not None and facts.is_demo
        )

    def _on_frame(self, frame: QImage) -> None:
        if self.stack.currentWidget() is self.welcome:
            self.welcome.show_frame(frame)

    def _give(self, item: PhotoItem) -> None:
        self.presence.begin()
        self.answer.show_photo(item.image or QImage())
        self._show(self.answer)
        self.board.look_at(item)

    def _on_asking(self, dialog: QFileDialog) -> None:
        """Who looks through files is there as well, and may leave as well."""
        self.presence.begin()
        self.presence.watch(dialog.windowHandle())

    def _tell_story(self, chapter: str) -> None:
        self.story.tell(chapter)
        self._show(self.story)

    def _on_language(self, language: Language) -> None:
        """For this visitor alone: the operator's choice comes back with the next one."""
        self.presence.begin()
        self._desk.texts.set_language(language)

    def _on_rested(self) -> None:
        self._desk.texts.set_language(self._language)
        self.begin_anew()
        self.question.close_question()
        self.footer.show_remaining(0)

    def _on_remaining(self, seconds: int) -> None:
        self.footer.show_remaining(0 if self.stack.currentWidget() is self.welcome else seconds)

    def _use_settings(self) -> None:
        settings = self._desk.settings.settings
        self._theme.set_mode(display_mode(settings.theme))
        self.presence.set_rest_ms(settings.kiosk.rest_s * _MS)
        self.header.show_words()
        self.story.use_settings()

    def _put_on_style(self) -> None:
        width, height = self.width(), self.height()
        is_upright = height > width
        measures = measures_of(max(width, height), min(width, height))
        if self._style == (measures, is_upright, self._theme.is_dark):
            return
        self._style = (measures, is_upright, self._theme.is_dark)
        self.setProperty("upright", is_upright)
        self.setStyleSheet(window_sheet(self._theme.tokens) + screen_style(self._theme.tokens, measures, "kiosk"))
        across, down = measures.length(36), measures.length(24)
        self._column.setContentsMargins(across, down, across, down)
        self._column.setSpacing(measures.length(20))
        for part in (self.header, self.question):
            part.fit(measures)
        for view in (self.welcome, self.answer, self.story):
            view.fit(measures, is_upright=is_upright)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Type and places for another size."""
        super().resizeEvent(event)
        self._put_on_style()
        self.question.setGeometry(self.rect())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to look."""
        super().showEvent(event)
        self.presence.watch(self.windowHandle())
        self.camera.open()
        self.board.warm()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """No camera runs that nobody looks at, and nobody else sees a visitor's photo."""
        super().hideEvent(event)
        self.camera.close()
        self.presence.end()
        self._forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Each touch has its key, which does no more while it is held down."""
        if event.isAutoRepeat():
            return
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_F11:
                self.question.toggle()
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_space()
            case Qt.Key.Key_Right | Qt.Key.Key_PageDown:
                self.story.show_step(self.story.step + 1)
            case Qt.Key.Key_Left | Qt.Key.Key_PageUp:
                self.story.show_step(self.story.step - 1)
            case Qt.Key.Key_Backspace if self.stack.currentWidget() is self.story:
                self._show(self.answer)

    def _on_space(self) -> None:
        view = self.stack.currentWidget()
        if view is self.welcome:
            self.welcome.act()
        elif view is self.answer and not self.board.is_busy:
            self.begin_anew()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave; a close button of the system is no deliberate act, the end of its session is."""
        if event.spontaneous() and self.question.guards:
            event.ignore()
            self.question.try_to_leave()
            return
        super().closeEvent(event)
        self._desk.texts.set_language(self._language)
        self.left.emit()
