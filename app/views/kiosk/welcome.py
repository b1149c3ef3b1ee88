"""The start: what the camera sees, one sentence, and one button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QStackedLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.icons import Icons
from app.bridge.kiosk_words import Sight
from app.bridge.photo_items import Origin, PhotoItem, items_of, items_of_paths
from app.bridge.screen_style import Measures
from app.bridge.theme import Theme
from app.widgets.drop_target import DropTarget
from app.widgets.fitted_label import FittedLabel
from app.widgets.parts import button, frame, label
from app.widgets.photo_sources import picture_dialog
from app.widgets.photo_view import PhotoView

_PICTURE, _WORDS = 64, 36  # shares of the width
_UPRIGHT_HEIGHT, _NO_LIMIT = 756, 16_777_215


class WelcomeView(QWidget):
    """The picture takes whatever room there is."""

    given = Signal(PhotoItem)
    asking = Signal(QFileDialog)  # which somebody may leave open

    def __init__(self, desk: Desk, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._desk = desk
        self.sight = Sight.WAITING
        self._dialog: QFileDialog | None = None
        self.view = PhotoView(theme, icons, "kioskView")
        self.calm = label("", "screenCalm", wraps=True)
        self.calm.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.invitation, self.how = FittedLabel("kioskInvitation", lines=2), label("muted", "kioskHow", wraps=True)
        self.look, self.choose = button("call", "kioskLook"), button("call", "kioskChoose")
        desk.texts.bind(self.invitation.setText, "kiosk.invite")
        desk.texts.bind(self.look.setText, "kiosk.look")
        desk.texts.bind(self.choose.setText, "kiosk.choose")
        self._build()
        for each in (self.look, self.choose):
            each.clicked.connect(self.act)
        DropTarget(desk.texts, self, "kiosk.drop_here", accepts=self._accepts, receive=self._on_dropped)
        desk.texts.language_changed.connect(self._show_words)
        self.show_sight(Sight.WAITING)

    def act(self) -> None:
        """What the one button does: give what the camera sees, or a file where there has never been a camera."""
        name = self._desk.texts.say("kiosk.photo")
        if self.sight is Sight.CAMERA and not self.view.photo.isNull():
            self.given.emit(PhotoItem(name, Origin.CAMERA, image=self.view.photo))
        elif self.sight is Sight.FILES:
            self._ask_for_file(name)

    def stop_asking(self) -> None:
        """Close the dialog that a visitor left open."""
        if self._dialog is not None:
            self._dialog.reject()

    def show_frame(self, picture: QImage) -> None:
        """What the camera sees; a null picture forgets it."""
        self.view.show_photo(picture)

    def show_sight(self, sight: Sight) -> None:
        """The picture, or a sentence in its place."""
        self.sight = sight
        self._pictures.setCurrentWidget(self.view if sight is Sight.CAMERA else self._place)
        self.choose.setVisible(sight is Sight.FILES)
        self.look.setVisible(sight is not Sight.FILES)
        self.look.setEnabled(sight is Sight.CAMERA)
        self._show_words()

    def fit(self, measures: Measures, *, is_upright: bool) -> None:
        """Beside each other, or the words below on a display that stands upright."""
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if is_upright else QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(measures.length(36))
        self._column.setSpacing(measures.length(24))
        edge = measures.length(48)
        self._calm_place.setContentsMargins(edge, edge, edge, edge)
        self._body.setStretch(0, _PICTURE)
        self._body.setStretch(1, _WORDS)
        # On an upright display a picture that is wider than high leaves the rest to the words
        self._holder.setMaximumHeight(measures.length(_UPRIGHT_HEIGHT) if is_upright else _NO_LIMIT)

    def _build(self) -> None:
        self._place = frame("card", "kioskNoPicture")
        self._calm_place = QVBoxLayout(self._place)
        self._calm_place.addWidget(self.calm)
        self._holder, words = QWidget(), QWidget()
        self._pictures = QStackedLayout(self._holder)
        self._pictures.addWidget(self.view)
        self._pictures.addWidget(self._place)
        self._column = QVBoxLayout(words)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        for widget in (self.invitation, self.how, self.look, self.choose):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self._holder)
        self._body.addWidget(words)

    def _ask_for_file(self, name: str) -> None:
        self._dialog = picture_dialog(self, name)
        self._dialog.fileSelected.connect(lambda path: self._give_one(items_of_paths([Path(path)])))
        self._dialog.finished.connect(self._on_asked)
        self._dialog.open()
        self.asking.emit(self._dialog)

    def _on_asked(self) -> None:
        self._dialog = None

    def _accepts(self, mime: QMimeData) -> bool:
        return self.sight is Sight.FILES and bool(items_of(mime, ""))

    def _on_dropped(self, mime: QMimeData) -> None:
        self._give_one(items_of(mime, self._desk.texts.say("kiosk.photo")))

    def _give_one(self, items: list[PhotoItem]) -> None:
        if items:
            self.given.emit(items[0])

    def _show_words(self) -> None:
        say = self._desk.texts.say
        self.how.setText(say("kiosk.how_file" if self.sight is Sight.FILES else "kiosk.how"))
        self.calm.setText("" if self.sight is Sight.CAMERA else say(f"kiosk.sight_{self.sight.value}"))
