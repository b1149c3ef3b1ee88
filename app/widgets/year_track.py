"""A track of years with two handles: a span is chosen by dragging, by clicking a year, or by the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.bridge.texts import Texts
from app.bridge.theme import Theme

_RADIUS = 8
_HEIGHT = 44
_LINE_Y = 14
_LABEL_Y = 26
_LABEL_WIDTH = 40
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}


class YearTrack(QWidget):
    """Emits `span_chosen(first, last)` for what the user does, never for `show_span`."""

    span_chosen = Signal(int, int)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._texts = texts
        self._years: tuple[int, ...] = ()
        self._span = (0, 0)  # places in _years
        self._grip: tuple[int, tuple[int, int]] | None = None  # place of the press and the span then
        self.first_handle = _Handle(theme, self)
        self.last_handle = _Handle(theme, self)
        self.first_handle.moved.connect(lambda step: self._move(step, 0))
        self.last_handle.moved.connect(lambda step: self._move(0, step))
        for handle in (self.first_handle, self.last_handle):
            handle.shifted.connect(self._shift)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        texts.language_changed.connect(self._name_handles)

    @property
    def span(self) -> tuple[int, int]:
        """First and last chosen year; (0, 0) without years."""
        return (self._years[self._span[0]], self._years[self._span[1]]) if self._years else (0, 0)

    def show_span(self, years: Sequence[int], first: int, last: int) -> None:
        """Show the years that there are, and which are chosen."""
        self._years = tuple(years)
        inside = [place for place, year in enumerate(years) if first <= year <= last]
        self._span = (inside[0], inside[-1]) if inside else (0, max(len(years) - 1, 0))
        self._place_handles()

    def drag(self, handle: QWidget, x: float) -> None:
        """Bring a handle to the year nearest to `x`, not past the other one."""
        first, last = self._span
        if handle is self.first_handle:
            self._choose(min(self._place_at(x), last), last)
        else:
            self._choose(first, max(self._place_at(x), first))

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as it gets."""
        return QSize(320, _HEIGHT)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Keep the handles at their years."""
        self._place_handles()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """On the chosen span: take hold of it; elsewhere: bring the nearer handle here."""
        if not self._years:
            return
        place = self._place_at(event.position().x())
        first, last = self._span
        if first < place < last:
            self._grip = (place, self._span)
        elif place <= first:
            self._choose(place, last)
            self._grip = None
        else:
            self._choose(first, place)
            self._grip = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Drag the span as a whole."""
        if self._grip:
            start, (first, last) = self._grip
            self._choose_shifted(first, last, self._place_at(event.position().x()) - start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """A click inside the span, without dragging, chooses that one year."""
        if self._grip and self._grip[1] == self._span and self._place_at(event.position().x()) == self._grip[0]:
            self._choose(self._grip[0], self._grip[0])
        self._grip = None

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw line, chosen span, ticks and years."""
        if not self._years:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = self._theme.tokens.colour
            ends = [self._x(0), self._x(len(self._years) - 1)]
            painter.setPen(QPen(QColor(colour("border")), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(ends[0], _LINE_Y), QPointF(ends[1], _LINE_Y))
            painter.setPen(QPen(QColor(colour("accent")), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(self._x(self._span[0]), _LINE_Y), QPointF(self._x(self._span[1]), _LINE_Y))
            self._paint_years(painter)

    def _paint_years(self, painter: QPainter) -> None:
        font = self.font()
        font.setPixelSize(self._theme.tokens.sizes["caption"])
        painter.setFont(font)
        spacing = (self.width() - _LABEL_WIDTH) / max(len(self._years) - 1, 1)
        every = max(1, -(-_LABEL_WIDTH // max(int(spacing), 1)))
        for place, year in enumerate(self._years):
            if place % every == 0:
                is_chosen = self._span[0] <= place <= self._span[1]
                painter.setPen(QColor(self._theme.tokens.colour("text" if is_chosen else "muted")))
                box = QRectF(self._x(place) - _LABEL_WIDTH / 2, _LABEL_Y, _LABEL_WIDTH, _HEIGHT - _LABEL_Y)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(year))

    def _x(self, place: int) -> float:
        room = self.width() - _LABEL_WIDTH
        return _LABEL_WIDTH / 2 + room * place / max(len(self._years) - 1, 1)

    def _place_at(self, x: float) -> int:
        room = max(self.width() - _LABEL_WIDTH, 1)
        place = round((x - _LABEL_WIDTH / 2) / room * (len(self._years) - 1))
        return min(max(place, 0), len(self._years) - 1)

    def _move(self, first_step: int, last_step: int) -> None:
        first, last = self._span[0] + first_step, self._span[1] + last_step
        if 0 <= first <= last < len(self._years):
            self._choose(first, last)

    def _shift(self, step: int) -> None:
        self._choose_shifted(*self._span, step)

    def _choose_shifted(self, first: int, last: int, step: int) -> None:
        step = min(max(step, -first), len(self._years) - 1 - last)
        self._choose(first + step, last + step)

    def _choose(self, first: int, last: int) -> None:
        if (first, last) != self._span:
            self._span = (first, last)
            self._place_handles()
            self.span_chosen.emit(*self.span)

    def _place_handles(self) -> None:
        for handle, place in zip((self.first_handle, self.last_handle), self._span, strict=True):
            handle.setVisible(bool(self._years))
            handle.move(round(self._x(place)) - handle.width() // 2, _LINE_Y - handle.height() // 2)
        self._name_handles()
        self.update()

    def _name_handles(self) -> None:
        first, last = self.span
        self.first_handle.setAccessibleName(self._texts.say("dashboard.first_year", year=first))
        self.last_handle.setAccessibleName(self._texts.say("dashboard.last_year", year=last))
        self.first_handle.setToolTip(self.first_handle.accessibleName())
        self.last_handle.setToolTip(self.last_handle.accessibleName())


class _Handle(QWidget):
    """One end of the span; arrows move it, with Shift the whole span."""

    moved = Signal(int)
    shifted = Signal(int)

    def __init__(self, theme: Theme, track: YearTrack) -> None:
        super().__init__(track)
        self._theme = theme
        self._track = track
        self.setFixedSize(2 * _RADIUS + 6, 2 * _RADIUS + 6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Move by a year."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.shifted.emit(step)
        else:
            self.moved.emit(step)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Come to the front, so that the handle that was taken last can be taken again."""
        self.raise_()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Follow the pointer, year by year."""
        x = self.mapToParent(event.position()).x()
        self._track.drag(self, x)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """A disc, ringed while it has the keyboard."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = self._theme.tokens.colour
            centre = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
            if self.hasFocus():
                painter.setPen(QPen(QColor(colour("accent")), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(centre, _RADIUS + 1.5, _RADIUS + 1.5)
            painter.setPen(QPen(QColor(colour("accent")), 2))
            painter.setBrush(QColor(colour("surface")))
            painter.drawEllipse(centre, _RADIUS - 2.0, _RADIUS - 2.0)
