"""Shelves that dimensions are dragged between, or moved by keyboard: rows, columns, and those not in use."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.bridge.icons import Icons
from app.bridge.pivot_layout import Axis, PivotLayout
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.engine.store.dimensions import Dimension
from app.widgets.flow_layout import FlowLayout

MIME = "application/x-tradescope-dimension"
_ICON = QSize(12, 12)
_MARGIN = 6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class DimensionChip(QPushButton):
    """One dimension: press for its menu, drag it, or move it with Alt and the arrows; Delete takes it away."""

    walked = Signal(int)
    shifted = Signal(int)
    removed = Signal()

    def __init__(self, dimension: Dimension, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.dimension = dimension
        self._pressed_at: QPoint | None = None
        self.setProperty("role", "chip")
        self.setIconSize(_ICON)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Remember where, to tell a drag from a press."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Start a drag once the pointer has gone far enough."""
        if self._pressed_at is None:
            return
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            drag = QDrag(self)
            drag.setMimeData(dimension_data(self.dimension))
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.MoveAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Arrows walk, with Alt they move the chip, Delete takes it away, Enter opens the menu."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            moves = event.modifiers() & Qt.KeyboardModifier.AltModifier
            (self.shifted if moves else self.walked).emit(_STEPS[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class DimensionShelf(QFrame):
    """The dimensions of one axis in order, or with `axis` None those that are not in use."""

    moved = Signal(object, object, int)  # dimension, axis or None, place on it

    def __init__(self, axis: Axis | None, icons: Icons, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.axis = axis
        self._icons = icons
        self._texts = texts
        self._layout = PivotLayout()
        self._missing: frozenset[Dimension] = frozenset()
        self._chips: list[DimensionChip] = []
        self._is_built = False
        self._row = FlowLayout(gap=_MARGIN)
        self._margins = QVBoxLayout(self)
        self._margins.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._margins.addLayout(self._row)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "caption")
        texts.bind(self._hint.setText, "explore.shelf_empty")
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        texts.bind(self.setAccessibleName, f"explore.shelf_{axis.value if axis else 'unused'}")
        texts.language_changed.connect(self._rebuild)
        theme.changed.connect(self._rebuild)

    @property
    def chips(self) -> tuple[DimensionChip, ...]:
        """What stands on the shelf, in order."""
        return tuple(self._chips)

    def show_layout(self, layout: PivotLayout, missing: Iterable[Dimension]) -> None:
        """Show the part of the layout that belongs here; `missing` are dimensions that the data do not tell."""
        before = self._content, self._missing
        self._layout, self._missing = layout, frozenset(missing)
        if (self._content, self._missing) != before or not self._is_built:
            self._rebuild()

    @property
    def _content(self) -> tuple[Dimension, ...]:
        if self.axis:
            return tuple(self._layout.on(self.axis))
        return tuple(dimension for dimension in Dimension if dimension not in self._layout.dimensions)

    def focus_chip(self, dimension: Dimension) -> bool:
        """Give the keyboard to a dimension; False where it is not on this shelf."""
        chip = next((chip for chip in self._chips if chip.dimension is dimension), None)
        if chip is not None:
            chip.setFocus(Qt.FocusReason.OtherFocusReason)
        return chip is not None

    def menu_of(self, chip: DimensionChip) -> QMenu:
        """Where the dimension can go."""
        menu = QMenu(self)
        for axis in Axis:
            if axis is not self.axis:
                action = menu.addAction(self._texts.say(f"explore.move_to_{axis.value}"))
                action.setObjectName(f"move_to_{axis.value}")
                action.setEnabled(self._layout.has_room(axis))
                action.triggered.connect(lambda _=False, a=axis: self._move(chip, a, len(self._layout.on(a))))
        if self.axis is not None:
            place = self._chips.index(chip)
            for code, step in (("explore.move_outwards", -1), ("explore.move_inwards", 1)):
                action = menu.addAction(self._texts.say(code))
                action.setEnabled(0 <= place + step < len(self._chips))
                action.triggered.connect(lambda _=False, s=step: self._shift(chip, s))
            menu.addSeparator()
            action = menu.addAction(self._icons.icon("x"), self._texts.say("explore.remove_dimension"))
            action.setEnabled(len(self._layout.dimensions) > 1)
            action.triggered.connect(lambda: self._move(chip, None, 0))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Stay as high as the rows of chips need at this width."""
        super().resizeEvent(event)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Take dimensions for which there is room."""
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  # Qt's name
        """As on entering."""
        self._consider(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802  # Qt's name
        """Look as before."""
        self._set_active(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Put the dimension where it was let go."""
        self._set_active(False)
        dimension = dimension_in(event.mimeData())
        if dimension is not None and self._has_room_for(dimension):
            event.acceptProposedAction()
            self.moved.emit(dimension, self.axis, self._place_at(event.position().toPoint()))

    def _consider(self, event: QDragMoveEvent) -> None:
        dimension = dimension_in(event.mimeData())
        if dimension is not None and self._has_room_for(dimension):
            event.acceptProposedAction()
            self._set_active(True)
        else:
            event.ignore()

    def _has_room_for(self, dimension: Dimension) -> bool:
        if self.axis is None:
            return dimension in self._layout.dimensions and len(self._layout.dimensions) > 1
        return dimension in self._layout.on(self.axis) or self._layout.has_room(self.axis)

    def _place_at(self, point: QPoint) -> int:
        def is_before(chip: DimensionChip) -> bool:
            box = chip.geometry()
            return box.bottom() < point.y() or (box.top() <= point.y() and box.center().x() < point.x())

        return sum(is_before(chip) for chip in self._chips)

    def _set_active(self, is_active: bool) -> None:
        if self.property("active") != is_active:
            self.setProperty("active", is_active)
            self.style().unpolish(self)
            self.style().polish(self)

    def _rebuild(self) -> None:
        for chip in self._chips:
            chip.setParent(None)
            chip.deleteLater()
        self._chips = [self._made(dimension) for dimension in self._content]
        self._is_built = True
        while self._row.takeAt(0):
            pass
        self._hint.setVisible(not self._chips)
        for widget in (*self._chips, *(() if self._chips else (self._hint,))):
            self._row.addWidget(widget)
        self._row.invalidate()
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._margins.totalHeightForWidth(self.width()))

    def _made(self, dimension: Dimension) -> DimensionChip:
        name = self._texts.say(f"explore.dimension_{dimension.value}")
        chip = DimensionChip(dimension, name, self)
        is_missing = dimension in self._missing
        is_wrong = is_missing and self.axis is not None
        chip.setIcon(self._icons.icon(*(("triangle-alert", "warning") if is_wrong else ("chevron-down", "accent"))))
        chip.setEnabled(not (is_missing and self.axis is None))
        tip = "explore.dimension_missing" if is_missing else "explore.dimension_tip"
        chip.setToolTip(self._texts.say(tip, dimension=name))
        chip.setAccessibleName(name)
        chip.clicked.connect(lambda: self.menu_of(chip).popup(chip.mapToGlobal(chip.rect().bottomLeft())))
        chip.walked.connect(lambda step: self._walk(chip, step))
        chip.shifted.connect(lambda step: self._shift(chip, step))
        chip.removed.connect(lambda: self._move(chip, None, 0))
        chip.show()
        return chip

    def _walk(self, chip: DimensionChip, step: int) -> None:
        place = self._chips.index(chip) + step
        if 0 <= place < len(self._chips):
            self._chips[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _shift(self, chip: DimensionChip, step: int) -> None:
        place = self._chips.index(chip) + step
        if self.axis is not None and 0 <= place < len(self._chips):
            # Counted before the chip is taken out, so one further to go right
            self._move(chip, self.axis, place + (step > 0))

    def _move(self, chip: DimensionChip, axis: Axis | None, place: int) -> None:
        if axis is not None or self.axis is not None:
            self.moved.emit(chip.dimension, axis, place)


def dimension_data(dimension: Dimension) -> QMimeData:
    """A dimension as it is dragged."""
    data = QMimeData()
    data.setData(MIME, dimension.value.encode())
    return data


def dimension_in(data: QMimeData) -> Dimension | None:
    """The dimension that is dragged, if it is one."""
    name = bytes(data.data(MIME).data()).decode() if data.hasFormat(MIME) else ""
    return next((dimension for dimension in Dimension if dimension.value == name), None)
