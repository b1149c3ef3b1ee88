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

FIGURES = (
    KeyFigure("Partners", "193", change="unchanged", points=(1.0, 2.0)),
    KeyFigure("伙伴集中度 HHI", "472", unit="低集中", change="-8.1%", points=(1.0, 2.0)),
    KeyFigure("Unit value", "–", note="no product chosen"),
)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.title)
@pytest.mark.parametrize("width", [146, 240, 400])
def test_nothing_that_is_shown_of_a_figure_is_cut(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, figure: KeyFigure
) -> None:
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path))
    theme = Theme(ThemeMode.LIGHT)
    row = KeyFigures(Icons(theme), theme)
    qtbot.addWidget(row)
    row.show_figures([figure])
    row.resize(width, 80)
    with qtbot.waitExposed(row):
        row.show()

    def shown() -> list[QLabel]:
        return [each for each in row.findChildren(QLabel) if each.isVisible() and each.text()]

    # What was shown or hidden is laid out in the next turn
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in shown()))
    assert {figure.title, figure.figure} <= {each.text() for each in shown()}


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
