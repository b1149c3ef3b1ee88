"""The photo of the goods with the chapters that were seen in it, and where."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_products import product_name
from app.bridge.screening_photos import SeenPhoto
from app.engine.screening.findings import Component, ScoredLine
from app.widgets.copy_label import CopyLabel
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, label
from app.widgets.photo_view import Heat, PhotoView

_SIDE_WIDTH, _SHOWN = 300, 3


class PhotoTab(QWidget):
    """Shows the photo that it is given; without one it says why there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line: ScoredLine | None = None
        self._photo: SeenPhoto | None = None
        self.view = PhotoView(desk.theme, desk.icons, "casePhoto")
        self.about = CopyLabel(desk.texts, "", "photoAbout", wraps=True)
        self.chapters = [ElidedLabel() for _ in range(_SHOWN)]
        self.heat, self.note = button("toggle", "caseHeat"), label("caption", "heatNote", wraps=True)
        self.heat.setCheckable(True)
        self.heat.setChecked(True)
        desk.texts.bind(self.heat.setText, "screening_desk.heat")
        self.heat.toggled.connect(self._draw)
        space = desk.theme.tokens.space
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        for each in (self.about, *self.chapters, self.heat, self.note):
            column.addWidget(each)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space(2), 0, 0)
        row.setSpacing(space(3))
        row.addWidget(self.view, 1)
        row.addWidget(side)
        desk.texts.language_changed.connect(self._say)

    def show_line(self, line: ScoredLine) -> None:
        """Another line, whose photo is still to come."""
        self._line = line
        self.show_photo(None)
        self._say()

    def show_photo(self, photo: SeenPhoto | None) -> None:
        """The photo, with the places where the chapter was seen where they are known."""
        self._photo = photo
        self._draw()

    def _draw(self) -> None:
        photo = self._photo
        self.view.show_photo(QImage() if photo is None else photo.image)
        heat = None if photo is None or photo.heat is None else Heat(photo.heat, photo.region)
        if heat is not None and self.heat.isChecked():
            self.view.show_heat(heat)
        for each in (self.heat, self.note):
            each.setVisible(heat is not None)
        if photo is not None:
            self.note.setText(self._desk.texts.say("screening_desk.heat_of", chapter=photo.chapter))

    def _say(self) -> None:
        line, texts = self._line, self._desk.texts
        if line is None:
            return
        seen = line.photo.chapters if line.photo is not None else ()
        self.about.setText(line.finding(Component.PHOTO).text(texts.language))
        self.about.setVisible(not seen)  # the reasons above say it already, and room is scarce
        for place, entry in enumerate(self.chapters):
            entry.setVisible(place < len(seen))
            if place < len(seen):
                chapter, share = seen[place]
                entry.setText(f"{share:.0%}  {product_name(chapter, texts.language)}")
        self._draw()
