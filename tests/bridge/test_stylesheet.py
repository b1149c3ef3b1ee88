from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter, QPalette, QRawFont
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QSplitter,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.bridge.fonts import provide_fonts
from app.bridge.stylesheet import body_font, palette, style_sheet
from app.bridge.theme import Tokens, tokens
from app.engine.messages import Language

PALETTES = [tokens(is_dark=False), tokens(is_dark=True)]
ROLE = re.compile(r"""(?:setProperty\("role", |label\(|button\(|frame\()"([a-z]+)\"""")


@pytest.mark.parametrize("colours", PALETTES, ids=["light", "dark"])
def test_the_style_sheet_has_no_gap_and_names_drawings_that_exist(colours: Tokens, tmp_path: Path) -> None:
    sheet = style_sheet(colours, drawings=tmp_path)

    drawings = re.findall(r"url\((.*?)\)", sheet)
    assert "$" not in sheet
    assert drawings
    assert all(Path(drawing).is_file() for drawing in drawings)


def test_qt_understands_the_whole_style_sheet(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    recwarn: pytest.WarningsRecorder,
    capfd: pytest.CaptureFixture[str],
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)

    button.setStyleSheet(style_sheet(PALETTES[0], drawings=tmp_path))
    button.ensurePolished()

    assert "parse" not in capfd.readouterr().err


def test_both_kinds_of_splitters_have_a_narrow_handle(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = style_sheet(PALETTES[0], drawings=tmp_path)
    lengths = []
    for orientation in (Qt.Orientation.Vertical, Qt.Orientation.Horizontal):
        splitter = QSplitter(orientation)
        qtbot.addWidget(splitter)
        splitter.setStyleSheet(sheet)
        splitter.addWidget(QLabel("one"))
        splitter.addWidget(QLabel("two"))
        splitter.resize(400, 400)
        splitter.show()
        handle = splitter.handle(1).size()
        lengths.append(min(handle.width(), handle.height()))

    assert lengths == [9, 9]


def test_a_hint_in_an_empty_entry_can_be_read(qtbot: QtBot, tmp_path: Path) -> None:
    entry = QLineEdit()
    qtbot.addWidget(entry)

    entry.setStyleSheet(style_sheet(PALETTES[0], drawings=tmp_path))
    entry.ensurePolished()

    assert entry.palette().color(QPalette.ColorRole.PlaceholderText).name() == PALETTES[0].colour("muted")
    assert entry.palette().color(QPalette.ColorRole.PlaceholderText).alpha() == 255


def test_entries_of_every_kind_are_as_high_as_a_control(qtbot: QtBot, tmp_path: Path) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    row.setFont(body_font(PALETTES[0], Language.ZH))
    row.setStyleSheet(style_sheet(PALETTES[0], drawings=tmp_path))
    layout = QHBoxLayout(row)
    entries = [QLineEdit(clearButtonEnabled=True), QSpinBox(), QComboBox()]
    for entry in entries:
        layout.addWidget(entry)
    row.show()

    assert {entry.height() for entry in entries} == {PALETTES[0].control_height}
    clear = entries[0].findChild(QToolButton)
    assert clear is not None
    assert abs(clear.geometry().center().y() - entries[0].rect().center().y()) <= 1


def test_every_role_that_a_widget_asks_for_has_a_style(repository: Path) -> None:
    sources = [*(repository / "app" / "widgets").rglob("*.py"), *(repository / "app" / "views").rglob("*.py")]
    asked = {role for path in sources for role in ROLE.findall(path.read_text(encoding="utf-8"))}

    sheets = [path.read_text(encoding="utf-8") for path in (repository / "resources" / "theme").glob("*.qss")]
    styled = {role for sheet in sheets for role in re.findall(r'\[role="([a-z]+)"\]', sheet)}

    assert asked - styled == set()


def test_a_folder_that_cannot_be_written_costs_only_the_drawings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert "QPushButton" in style_sheet(PALETTES[0], drawings=tmp_path / "file")


@pytest.mark.parametrize("colours", PALETTES, ids=["light", "dark"])
def test_the_palette_is_that_of_the_tokens(colours: Tokens) -> None:
    made = palette(colours)

    assert made.color(QPalette.ColorRole.Window).name() == colours.colour("background")
    assert made.color(QPalette.ColorRole.Text).name() == colours.colour("text")


def test_the_bundled_font_alone_draws_every_chinese_sign_of_the_window(qapp: QApplication, repository: Path) -> None:
    families = provide_fonts()
    font = QFont([families[0]])
    font.setPixelSize(24)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    raw = QRawFont.fromFont(font, QFontDatabase.WritingSystem.SimplifiedChinese)
    catalogue = "".join(path.read_text(encoding="utf-8") for path in (repository / "resources/messages").glob("*.toml"))
    signs = sorted({sign for sign in catalogue if "\u4e00" <= sign <= "\u9fff"})

    missing = [sign for sign in signs if not raw.supportsCharacter(ord(sign))]

    assert raw.familyName() == families[0]
    assert len(signs) > 500
    assert missing == []


def test_a_chinese_label_is_drawn_with_signs_that_differ(qapp: QApplication) -> None:
    font = QFont(provide_fonts())
    font.setPixelSize(32)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)

    pictures = [drawn(sign, font) for sign in "贸易进出口"]

    assert len({bytes(picture.constBits()) for picture in pictures}) == 5


def test_english_quotes_are_not_as_wide_as_a_chinese_sign(qapp: QApplication) -> None:
    font = body_font(PALETTES[0], Language.EN)

    assert font.featureValue(QFont.Tag.fromString("pwid")) == 1
    assert not body_font(PALETTES[0], Language.ZH).isFeatureSet(QFont.Tag.fromString("pwid"))


def drawn(text: str, font: QFont) -> QImage:
    image = QImage(48, 48, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(4, 38, text)
    painter.end()
    return image
