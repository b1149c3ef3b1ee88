from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from app.bridge.theme import Theme, ThemeMode
from app.widgets.share_plot import ShareCurve, SharePlot


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (9, 1), (24, 2)])
def test_all_names_stand_beside_the_curves(qtbot: QtBot, count: int, columns: int) -> None:
    plot = SharePlot(Theme(ThemeMode.LIGHT))
    qtbot.addWidget(plot)
    plot.resize(900, 220)
    names = [f"ranking {number}" for number in range(count)]

    plot.show_curves([ShareCurve(name, (0.0, 1.0), (0.0, 1.0), place) for place, name in enumerate(names)])

    font = plot.font()
    font.setPixelSize(plot.colours.sizes["caption"])
    widest = max(map(QFontMetricsF(font).horizontalAdvance, names))
    free = plot.width() - plot.scale.area.right()
    assert columns * widest < free < (columns + 1) * (widest + 60)
    assert plot.scale.area.width() > plot.width() / 2
