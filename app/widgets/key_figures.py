"""A row of figures that sum up what is shown, each with its past and its change on the year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.bridge.icons import Icons
from app.bridge.key_figure import KeyFigure
from app.bridge.theme import Theme
from app.widgets.sparkline import Sparkline

_ARROW = 14
_GAP = 14  # between a figure and its unit, with what Qt adds
_NEXT = 2
_NARROWEST_LINE = 40


class KeyFigures(QWidget):
    """One tile for each figure, all of the same width."""

    def __init__(self, icons: Icons, theme: Theme) -> None:
        super().__init__()
        self._icons = icons
        self._theme = theme
        self._tiles: list[_Tile] = []
        self._figures: tuple[KeyFigure, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.tokens.space(2))
        theme.changed.connect(lambda: self.show_figures(self._figures))

    @property
    def figures(self) -> tuple[KeyFigure, ...]:
        """What is shown."""
        return self._figures

    def show_figures(self, figures: Sequence[KeyFigure]) -> None:
        """Show these; tiles are kept, so that nothing flickers."""
        self._figures = tuple(figures)
        while len(self._tiles) < len(figures):
            tile = _Tile(self._icons, self._theme)
            self._tiles.append(tile)
            self._row.addWidget(tile, 1)
        for place, tile in enumerate(self._tiles):
            tile.setVisible(place < len(figures))
            if place < len(figures):
                tile.show_figure(figures[place])


class _Tile(QFrame):
    def __init__(self, icons: Icons, theme: Theme) -> None:
        super().__init__()
        self._icons = icons
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._title = _label("caption")
        self._figure = _label("title")
        self._unit = _label("caption")
        self._changes = _Change(), _Change()  # beside the title, and where that has no room, beside the figure
        self._line = Sparkline(theme)
        self._margin = theme.tokens.space(3)
        self._build(theme)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Narrower than its texts, which give way rather than widening the window."""
        return QSize(110, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A number that is cut would be another number: the line gives way first, then the unit, then the change."""
        super().resizeEvent(event)
        self._give_way()

    def show_figure(self, figure: KeyFigure) -> None:
        """Fill the tile."""
        self._title.setText(figure.title)
        self._figure.setText(figure.figure)
        self._unit.setText(figure.unit)
        arrow = self._icons.pixmap(figure.trend.value, _ARROW, "muted") if figure.change else None
        for change in self._changes:
            change.show_change(figure.change or figure.note, arrow)
        self._line.show_points(figure.points)
        self._give_way()
        self.setToolTip(figure.tip)
        self.setAccessibleName(" ".join((figure.title, figure.figure, figure.unit, figure.change or figure.note)))
        self.setAccessibleDescription(figure.tip)

    def _give_way(self) -> None:
        room = self.width() - 2 * self._margin
        above, beside = self._changes
        is_above = self._title.sizeHint().width() + above.sizeHint().width() + _NEXT <= room
        figure, unit = self._figure.sizeHint().width(), self._unit.sizeHint().width()
        change = 0 if is_above else beside.sizeHint().width() + _GAP
        above.setVisible(is_above)
        self._line.setVisible(is_above and figure + unit + _NARROWEST_LINE <= room)
        self._unit.setVisible(figure + unit + _GAP + change <= room)
        beside.setVisible(not is_above and figure + change <= room)

    def _build(self, theme: Theme) -> None:
        space = theme.tokens.space
        head = QHBoxLayout()
        head.setSpacing(_NEXT)
        head.addWidget(self._title, 1)
        head.addWidget(self._changes[0])
        body = QHBoxLayout()
        body.setSpacing(space(1))
        body.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBottom)
        body.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        body.addStretch()
        body.addWidget(self._changes[1], 0, Qt.AlignmentFlag.AlignBottom)
        body.addWidget(self._line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(self._margin, space(2), self._margin, space(2))
        column.setSpacing(space(1))
        column.addLayout(head)
        column.addLayout(body)


class _Change(QWidget):
    """An arrow, where something changed, and words."""

    def __init__(self) -> None:
        super().__init__()
        self._arrow, self._words = QLabel(), _label("caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_NEXT)
        row.addWidget(self._arrow)
        row.addWidget(self._words)

    def show_change(self, words: str, arrow: QPixmap | None) -> None:
        """Say this."""
        self._arrow.setVisible(arrow is not None)
        if arrow is not None:
            self._arrow.setPixmap(arrow)
        self._words.setText(words)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setMinimumWidth(0)
    return label
