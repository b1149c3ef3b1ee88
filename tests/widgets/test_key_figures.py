from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.bridge.icons import Icons
from app.bridge.key_figure import KeyFigure
from app.bridge.theme import Theme, ThemeMode
from app.widgets.key_figures import KeyFigures
from app.widgets.sparkline import Sparkline


@pytest.mark.parametrize(("width", "has_line"), [(180, False), (600, True)])
def test_a_figure_is_never_cut_for_its_line(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, *, has_line: bool
) -> None:
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path))
    theme = Theme(ThemeMode.LIGHT)
    row = KeyFigures(Icons(theme), theme)
    qtbot.addWidget(row)
    row.show_figures([KeyFigure("金额", "1,234,567,890万亿", unit="美元", points=(1.0, 2.0))])
    row.resize(width, 80)
    row.show()

    shown = next(each for each in row.findChildren(QLabel) if each.text() == "1,234,567,890万亿")
    line = row.findChild(Sparkline)

    assert isinstance(line, Sparkline)
    assert line.isVisible() is has_line
    assert shown.width() >= shown.sizeHint().width()
