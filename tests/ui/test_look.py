from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.application import dress
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine import paths
from app.engine.messages import Language
from app.widgets.dressing import dress_window

DEPTH = 12


class Innermost(QWidget):
    polished = 0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        self.polished += event.type() is QEvent.Type.StyleChange
        super().changeEvent(event)


@pytest.fixture
def theme(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theme]:
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path))
    font, palette, style = qapp.font(), qapp.palette(), qapp.style().name()
    theme = Theme(ThemeMode.LIGHT)
    dress(qapp, theme, Texts(Language.ZH))
    yield theme
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setStyle(style)


def test_another_theme_polishes_a_deeply_nested_widget_as_often_as_any_other(theme: Theme, qtbot: QtBot) -> None:
    outermost, innermost = QWidget(), Innermost()
    qtbot.addWidget(outermost)
    parent = outermost
    for depth in range(DEPTH):
        child = innermost if depth == DEPTH - 1 else QWidget()
        QVBoxLayout(parent).addWidget(child)
        parent = child
    dress_window(outermost, theme.tokens)
    outermost.show()
    innermost.polished = 0

    theme.set_mode(ThemeMode.DARK)

    assert innermost.polished <= 3
    assert innermost.palette().text().color() == QApplication.palette().text().color()


def test_windows_wear_the_style_sheet_and_hand_it_to_their_dialogs(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dress_window(window, theme.tokens)
    dialog = QDialog(window)
    heading = QLabel(dialog)
    heading.setProperty("role", "title")
    window.show()
    dialog.show()

    # With a sheet of the application's, Qt goes through all that a widget holds whenever it is put into another
    assert qapp.styleSheet() == ""
    assert heading.font().pixelSize() == theme.tokens.sizes["title"] > qapp.font().pixelSize()


def test_the_program_has_an_icon_of_its_own(qapp: QApplication) -> None:
    assert QIcon(str(paths.resources() / "theme" / "icon.png")).availableSizes() == [QSize(256, 256)]
