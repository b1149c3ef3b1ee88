"""Wrapped text keeps its lines where room is scarce."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.fitted_scroll import FittedScroll


def test_no_line_is_cut_off_however_low_the_window_is(qtbot: QtBot) -> None:
    content, window = QWidget(), QWidget()
    label, inner, outer = QLabel("a", wordWrap=True), QVBoxLayout(content), QVBoxLayout(window)
    inner.addWidget(label)
    area = FittedScroll(content, highest=120)
    outer.addWidget(area)
    outer.addWidget(QWidget(minimumHeight=100), 1)
    qtbot.addWidget(window)
    window.resize(200, 260)
    window.show()
    qtbot.waitExposed(window)
    low = area.height()

    label.setText("declared far below what is expected " * 12)

    qtbot.waitUntil(lambda: area.height() == 120)
    assert low < 60
    assert label.height() >= label.heightForWidth(label.width())
    assert area.verticalScrollBar().maximum() > 0
    label.setText("a")
    qtbot.waitUntil(lambda: area.height() == low)
