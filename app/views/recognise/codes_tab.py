"""The codes tab: pictures and camera on the left, what their codes say on the right, and the history of both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.bridge.camera import Camera, CameraState
from app.bridge.code_board import MOST_PICTURES, CodeBoard, ScannedPicture
from app.bridge.code_words import declarations_table
from app.bridge.desk import Desk
from app.bridge.local_cameras import local_cameras
from app.engine.store.answers import Basis
from app.engine.store.selection import Selection
from app.views.recognise.code_cards import CodeCards
from app.views.recognise.code_history import CodeHistory
from app.widgets.camera_strip import CameraStrip
from app.widgets.parts import button, label
from app.widgets.photo_sources import PhotoSources
from app.widgets.photo_view import Mark, PhotoView
from app.widgets.segments import Segments
from app.widgets.table_export import TableExport

_NOW, _HISTORY = "now", "history"


class CodesTab(QWidget):
    """Shows one picture at a time; a camera frame goes first while the camera runs."""

    def __init__(self, desk: Desk, camera: Camera | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.board = CodeBoard(desk.runner, desk.settings.folder, self)
        self.camera = camera or Camera(local_cameras, self)
        self.sources = PhotoSources(desk, self)
        self.strip = CameraStrip(desk, self.camera, takes_pictures=False)
        self.view = PhotoView(desk.theme, desk.icons)
        self.history = CodeHistory(desk, self.board)
        self.files = TableExport(desk, self)
        self.codes = CodeCards(desk)
        self._place = -1
        self._shown: ScannedPicture | None = None
        self._make_controls()
        self._build()
        self._connect()
        self._show()

    @property
    def shown(self) -> ScannedPicture | None:
        """The picture of now."""
        if self.board.live is not None:
            return self.board.live
        return self.board.pictures[self._place] if 0 <= self._place < len(self.board.pictures) else None

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """No camera runs that nobody looks at."""
        super().hideEvent(event)
        self.camera.close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Read the history when it may be seen."""
        super().showEvent(event)
        self.history.refresh()

    def _make_controls(self) -> None:
        texts = self._desk.texts
        self.stop, self.save = button("", "stopScan"), button("", "saveDeclarations")
        self.back, self.ahead = button("icon", "pictureBefore"), button("icon", "pictureAfter")
        self.status, self.place = label("muted", "scanStatus"), label("caption", "picturePlace")
        choices = [(name, f"codes.show_{name}") for name in (_NOW, _HISTORY)]
        self.kinds = Segments(texts, "codes.show", choices)
        self.kinds.show_choice(_NOW)
        texts.bind(self.stop.setText, "recognise.stop")
        texts.bind(self.save.setText, "codes.save_declarations")
        texts.bind(self.back.setToolTip, "recognise.before")
        texts.bind(self.ahead.setToolTip, "recognise.after")
        texts.bind(self.view.say, "codes.hint")

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        top = QHBoxLayout()
        top.setSpacing(space(2))
        top.addWidget(self.sources)
        top.addWidget(self.status, 1)
        top.addWidget(self.stop)
        top.addWidget(self.kinds)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._work())
        self._pages.addWidget(self.history)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(top)
        column.addWidget(self.strip)
        column.addWidget(self._pages, 1)

    def _work(self) -> QWidget:
        space = self._desk.theme.tokens.space
        left = QWidget()
        pager = QHBoxLayout()
        pager.setSpacing(space(2))
        for widget in (self.back, self.ahead):
            pager.addWidget(widget)
        pager.addWidget(self.place, 1)
        pager.addWidget(self.save)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self.view, 1)
        column.addLayout(pager)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setChildrenCollapsible(False)
        whole.addWidget(left)
        whole.addWidget(self.codes)
        whole.setStretchFactor(0, 1)
        return whole

    def _connect(self) -> None:
        self.sources.given.connect(self._on_given)
        self.sources.camera_toggled.connect(lambda is_on: self.camera.open() if is_on else self.camera.close())
        self.camera.changed.connect(self._on_camera)
        self.camera.frame_arrived.connect(self._on_frame)
        self.board.changed.connect(self._on_board)
        self.board.failed.connect(self._desk.notices.post_error)
        self.stop.clicked.connect(self.board.stop)
        self.back.clicked.connect(lambda: self._go(-1))
        self.ahead.clicked.connect(lambda: self._go(1))
        self.view.mark_clicked.connect(self._on_mark)
        self.save.clicked.connect(self._on_save)
        self.codes.pointed_at.connect(self.view.show_chosen)
        self.codes.price_wanted.connect(self._on_price)
        self.codes.screening_wanted.connect(self._desk.navigation.offer_declaration)
        self.kinds.chosen.connect(lambda name: self._pages.setCurrentIndex(int(name == _HISTORY)))
        self._desk.texts.language_changed.connect(self._on_language)
        self._desk.theme.changed.connect(self._draw_icons)
        self._draw_icons()

    def _draw_icons(self) -> None:
        self.back.setIcon(self._desk.icons.icon("chevron-left"))
        self.ahead.setIcon(self._desk.icons.icon("chevron-right"))

    def _on_given(self, items: object) -> None:
        assert isinstance(items, list)
        self.camera.close()
        self.kinds.show_choice(_NOW)
        self._pages.setCurrentIndex(0)
        # At most so many pictures are kept, and the oldest goes first
        self._place = min(len(self.board.pictures), MOST_PICTURES - 1)
        self.board.scan(items)

    def _on_camera(self) -> None:
        self.sources.show_camera(is_on=self.camera.state in {CameraState.RUNNING, CameraState.ASKING})
        if self.camera.state is not CameraState.RUNNING:
            self.board.leave_camera()

    def _on_frame(self, frame: QImage) -> None:
        self.board.look_at(frame)
        if self.board.live is None or not self.board.live.codes:
            self.view.show_photo(frame)

    def _on_board(self) -> None:
        if self._place < 0 and self.board.pictures:
            self._place = 0
        self._show()

    def _go(self, step: int) -> None:
        self._place = max(0, min(self._place + step, len(self.board.pictures) - 1))
        self._show()

    def _show(self) -> None:
        board, say, shown = self.board, self._desk.texts.say, self.shown
        self.status.setText(say("codes.scanning", waiting=board.waiting) if board.waiting else "")
        self.stop.setVisible(bool(board.waiting))
        self.codes.setVisible(shown is not None)
        for step in (self.back, self.ahead):
            step.setVisible(len(board.pictures) > 1)
        self.back.setEnabled(self._place > 0)
        self.ahead.setEnabled(self._place + 1 < len(board.pictures))
        self.place.setText(self._place_text(shown))
        self.save.setVisible(bool(declarations_table(board.pictures, self._desk.texts.language).rows))
        if shown is not self._shown or shown is None or not self.codes.cards:
            self._shown = shown
            self._show_codes(shown)

    def _on_language(self) -> None:
        self._show_codes(self.shown)
        self._show()

    def _place_text(self, shown: ScannedPicture | None) -> str:
        if shown is None or shown is self.board.live:
            return ""
        return self._desk.texts.say(
            "recognise.place", number=self._place + 1, of=len(self.board.pictures), name=shown.name
        )

    def _show_codes(self, shown: ScannedPicture | None) -> None:
        self.codes.show_codes(shown)
        self.view.show_photo(shown.shown if shown else QImage(), _marks(shown) if shown else ())

    def _on_mark(self, place: int) -> None:
        self.view.show_chosen(place)
        self.codes.reveal(place)

    def _on_price(self, selection: Selection) -> None:
        self._desk.session.select(selection)
        self._desk.navigation.go("price")

    def _on_save(self) -> None:
        table = declarations_table(self.board.pictures, self._desk.texts.language)
        self.files.save("csv", table.name, [table], Basis(Selection(), None, ()))


def _marks(shown: ScannedPicture) -> list[Mark]:
    width, height = shown.size
    return [
        Mark(
            tuple((x / max(width, 1), y / max(height, 1)) for x, y in found.code.corners),
            str(number),
            "success" if found.code.is_certain else "warning",
        )
        for number, found in enumerate(shown.codes, start=1)
    ]
