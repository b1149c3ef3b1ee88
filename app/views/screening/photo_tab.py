"""The photo of the goods with the chapters that were seen in it, and where."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_products import product_name
from app.engine.screening.findings import Component, ScoredLine
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import label

_SIDE_WIDTH, _SHOWN = 300, 3


class PhotoTab(QWidget):
    """Shows the picture that it is given; without one it says why there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line: ScoredLine | None = None
        self._picture = QPixmap()
        self.image = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.image.setObjectName("casePhoto")
        self.image.setMinimumSize(1, 1)
        self.about = CopyLabel(desk.texts, "", "photoAbout", wraps=True)
        self.chapters = [CopyLabel(desk.texts, "", f"photoChapter{place}", wraps=True) for place in range(_SHOWN)]
        self.note = label("caption", "photoNote", wraps=True)
        space = desk.theme.tokens.space
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self.about)
        for each in self.chapters:
            column.addWidget(each)
        column.addWidget(self.note)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space(2), 0, 0)
        row.setSpacing(space(3))
        row.addWidget(self.image, 1)
        row.addWidget(side)
        desk.texts.language_changed.connect(self._say)

    def show_line(self, line: ScoredLine) -> None:
        """Another line, whose photo is still to come."""
        self._line = line
        self.show_picture(QPixmap(), "")
        self._say()

    def show_picture(self, picture: QPixmap, note: str) -> None:
        """The photo, with the places where the declared chapter was seen where they are known."""
        self._picture = picture
        self.note.setText(note)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """As large as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            self.image.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatioF()
        shown = self._picture.scaled(
            self.image.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        self.image.setPixmap(shown)

    def _say(self) -> None:
        line, texts = self._line, self._desk.texts
        if line is None:
            return
        finding = line.finding(Component.PHOTO)
        self.about.setText(" ".join(reason.text(texts.language) for reason in finding.reasons))
        seen = line.photo.chapters if line.photo is not None else ()
        for place, entry in enumerate(self.chapters):
            entry.setVisible(place < len(seen))
            if place < len(seen):
                chapter, share = seen[place]
                entry.setText(f"{product_name(chapter, texts.language)}  {share:.0%}")
