"""Moving between the parts of the window by key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def focus_next_region(regions: Sequence[QWidget], step: int) -> None:
    """Give the focus to the next visible region that can take it; `step` is 1, or -1 for the way back."""
    focused = QApplication.focusWidget()
    present = next((place for place, each in enumerate(regions) if focused is not None and _holds(each, focused)), -1)
    start = present if present >= 0 or step > 0 else 0
    for offset in range(1, len(regions) + 1):
        target = _first_target(regions[(start + step * offset) % len(regions)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _holds(region: QWidget, widget: QWidget) -> bool:
    return region is widget or region.isAncestorOf(widget)


def _first_target(region: QWidget) -> QWidget | None:
    """The marked button of a group of buttons, else the first control."""
    if not region.isVisible():
        return None
    controls = [each for each in [region, *region.findChildren(QWidget)] if _takes_tab(each)]
    marked = [each for each in controls if isinstance(each, QAbstractButton) and each.isChecked()]
    return next(iter([*marked, *controls]), None)


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
