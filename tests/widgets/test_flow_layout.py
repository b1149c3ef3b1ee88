from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.flow_layout import FlowLayout


def row_of_labels(widths: list[int], heights: list[int]) -> tuple[QWidget, list[QLabel]]:
    host = QWidget()
    layout = FlowLayout(host, gap=10)
    labels = []
    for width, height in zip(widths, heights, strict=True):
        label = QLabel()
        label.setFixedSize(width, height)
        layout.addWidget(label)
        labels.append(label)
    return host, labels


def test_what_does_not_fit_starts_a_new_row(qtbot: QtBot) -> None:
    host, labels = row_of_labels([60, 60, 60], [20, 20, 20])
    qtbot.addWidget(host)
    host.resize(140, 200)
    host.show()

    assert [(label.x(), label.y()) for label in labels] == [(0, 0), (70, 0), (0, 30)]
    assert host.heightForWidth(140) == 50
    assert host.heightForWidth(400) == 20


def test_lower_widgets_stand_in_the_middle_of_their_row(qtbot: QtBot) -> None:
    host, labels = row_of_labels([60, 60], [20, 30])
    qtbot.addWidget(host)
    host.resize(140, 200)
    host.show()

    assert [label.y() for label in labels] == [5, 0]
