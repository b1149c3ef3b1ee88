"""A photo that fits its place, with a heat map and marked places over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.bridge.icons import Icons
from app.bridge.theme import Theme

if TYPE_CHECKING:
    from app.engine.vision.answers import HeatMap

_ICON, _PAD = 40, 5
_HEAT_OPACITY = 0.55


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the photo: corners as shares of its width and height, a caption, and a colour of the theme."""

    corners: tuple[tuple[float, float], ...]
    caption: str
    colour: str = "accent"


@dataclass(frozen=True, slots=True)
class Heat:
    """Colours to lay over a part of the photo, given as left, top, right and bottom share."""

    image: QImage
    region: tuple[float, float, float, float]


def heat_over(maps: Sequence[HeatMap], chapter: str) -> Heat | None:
    """Where this chapter was seen; None where that is not known."""
    from app.bridge.heat_image import heat_image  # noqa: PLC0415  # arrays, which an answer has brought by then

    heat = next((each for each in maps if each.chapter == chapter), None)
    if heat is None:
        return None
    region = heat.region
    return Heat(heat_image(heat), (region.left, region.top, region.right, region.bottom))


class PhotoView(QWidget):
    """Without a photo it says what to do; a click on a mark tells its place among the marks."""

    mark_clicked = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, name: str = "photoView") -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme, self._icons = theme, icons
        self._photo = QImage()
        self._marks: tuple[Mark, ...] = ()
        self._chosen = -1
        self._heat: Heat | None = None
        self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 160)
        theme.changed.connect(self.update)

    @property
    def photo(self) -> QImage:
        """What is shown; null for nothing."""
        return self._photo

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked."""
        return self._marks

    @property
    def heat(self) -> Heat | None:
        """What is laid over the photo."""
        return self._heat

    def show_photo(self, photo: QImage, marks: Sequence[Mark] = ()) -> None:
        """Show another photo with its marks and without a heat map; a null image for none."""
        self._photo, self._marks, self._chosen, self._heat = photo, tuple(marks), -1, None
        self.setAccessibleDescription(", ".join(mark.caption for mark in marks))
        self.update()

    def show_heat(self, heat: Heat | None) -> None:
        """Lay colours over the photo, or none."""
        self._heat = heat
        self.update()

    def show_chosen(self, place: int) -> None:
        """Draw one mark stronger; -1 for none."""
        self._chosen = place
        self.update()

    def say(self, hint: str) -> None:
        """What stands where no photo is."""
        self._hint = hint
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Room for a photo."""
        return QSize(480, 360)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Tell which mark was meant: the smallest one under the pointer."""
        under = [
            (self._polygon(mark).boundingRect(), place)
            for place, mark in enumerate(self._marks)
            if self._polygon(mark).containsPoint(event.position(), Qt.FillRule.OddEvenFill)
        ]
        if under:
            self.mark_clicked.emit(min(under, key=lambda each: each[0].width() * each[0].height())[1])

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Photo, heat, marks."""
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            if self._photo.isNull():
                self._paint_hint(painter)
                return
            painter.fillRect(self.rect(), QColor(self._theme.tokens.colour("raised")))
            place = self._place()
            painter.drawImage(place, self._photo)
            if self._heat is not None:
                left, top, right, bottom = self._heat.region
                spot = QRectF(self._point(left, top), self._point(right, bottom))
                painter.setOpacity(_HEAT_OPACITY)
                painter.drawImage(spot, self._heat.image)
                painter.setOpacity(1.0)
            for number, mark in enumerate(self._marks):
                self._paint_mark(painter, mark, is_chosen=number == self._chosen)

    def _paint_hint(self, painter: QPainter) -> None:
        colour = self._theme.tokens.colour
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        pen = QPen(QColor(colour("border")), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(colour("surface")))
        painter.drawRoundedRect(edge, 6, 6)
        icon = self._icons.pixmap("image", _ICON, "muted")
        middle = edge.center()
        painter.drawPixmap(QPointF(middle.x() - _ICON / 2, middle.y() - _ICON), icon)
        painter.setPen(QColor(colour("muted")))
        words = QRectF(edge.left() + 24, middle.y() + 12, edge.width() - 48, edge.height() / 2 - 16)
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._hint)

    def _paint_mark(self, painter: QPainter, mark: Mark, *, is_chosen: bool) -> None:
        colour, polygon = QColor(self._theme.tokens.colour(mark.colour)), self._polygon(mark)
        painter.setPen(QPen(colour, 4 if is_chosen else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(polygon)
        if not mark.caption:
            return
        metrics, bounds = QFontMetricsF(self.font()), polygon.boundingRect()
        width, height = metrics.horizontalAdvance(mark.caption) + 2 * _PAD, metrics.height() + 2
        left = max(0.0, min(bounds.left(), self.width() - width))
        top = bounds.top() - height if bounds.top() >= height else bounds.top()
        tag = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(QColor(self._theme.tokens.colour("on_accent")))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, mark.caption)

    def _polygon(self, mark: Mark) -> QPolygonF:
        return QPolygonF([self._point(x, y) for x, y in mark.corners])

    def _point(self, x: float, y: float) -> QPointF:
        place = self._place()
        return QPointF(place.left() + x * place.width(), place.top() + y * place.height())

    def _place(self) -> QRectF:
        """Where the photo stands, whole and undistorted."""
        if self._photo.isNull():
            return QRectF()
        scale = min(self.width() / self._photo.width(), self.height() / self._photo.height())
        width, height = self._photo.width() * scale, self._photo.height() * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
