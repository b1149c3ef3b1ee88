from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.bridge.session import Session
from app.bridge.theme import ThemeMode
from app.engine import paths
from app.engine.messages import Language
from app.engine.settings import read_settings
from app.views.settings.concordances import ConcordancesCard
from app.views.settings.page import SettingsPage
from app.widgets.segments import Segments
from app.widgets.setting_card import SettingCard

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 900)
    page.show()
    return page


@pytest.fixture
def told(desk: Desk) -> list[Notice]:
    notices: list[Notice] = []
    desk.notices.posted.connect(notices.append)
    return notices


def test_short_controls_end_where_the_others_do(page: SettingsPage) -> None:
    card = next(each for each in page.findChildren(SettingCard) if each.isVisible())
    segments, check = card.findChildren(Segments)[0], card.findChildren(QCheckBox)[0]
    ends = [each.mapTo(page, QPoint(each.width(), 0)).x() for each in (segments, check)]

    assert abs(ends[0] - ends[1]) <= 2  # the ring of the focus


def click(page: SettingsPage, words: str) -> None:
    button = next(each for each in page.findChildren(QPushButton) if each.text() == words)
    QTest.mouseClick(button, LEFT)


def line(page: SettingsPage, name: str) -> QLineEdit:
    return next(each for each in page.findChildren(QLineEdit) if each.accessibleName() == name)


def test_language_and_colours_change_at_once_and_are_kept(page: SettingsPage, desk: Desk) -> None:
    click(page, "English")
    click(page, "Dark")

    assert (desk.texts.language, desk.theme.mode) == (Language.EN, ThemeMode.DARK)
    desk.settings.close()
    kept = read_settings(desk.settings.folder).settings
    assert (kept.language, kept.theme) == (Language.EN, "dark")


def test_animations_and_interval_are_kept(page: SettingsPage, desk: Desk) -> None:
    page.findChildren(QCheckBox)[0].click()
    page.findChildren(QSpinBox)[0].setValue(90)

    settings = desk.settings.settings
    assert (settings.animations, settings.screen.interval_s) == (False, 90)


def test_the_approval_number_is_kept_without_blanks_around(page: SettingsPage, desk: Desk) -> None:
    number = line(page, "审图号")

    number.setText("  GS(2024)0650号 ")
    number.editingFinished.emit()

    assert desk.settings.settings.maps.approval_number == "GS(2024)0650号"


def choose(page: SettingsPage, name: str, path: Path, qtbot: QtBot) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    dialog = page.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.done(0)


def test_a_folder_with_maps_is_used(page: SettingsPage, desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    shutil.copy(paths.resources() / "web" / "maps" / "world.json", tmp_path)

    choose(page, "chooseMaps", tmp_path, qtbot)
    qtbot.waitUntil(lambda: desk.settings.settings.maps.folder == str(tmp_path))
    click(page, "恢复自带")

    assert desk.settings.settings.maps.folder == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "map_folder.empty"),
        ("no json", "map_folder.not_a_map"),
        (json.dumps({"type": "Topology", "objects": {}}), "map_folder.not_a_map"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "map_folder.not_a_map"),
        (json.dumps({"type": "FeatureCollection", "features": [{"properties": {}}]}), "map_folder.not_a_map"),
    ],
)
def test_a_folder_without_a_usable_map_changes_nothing_and_says_why(
    page: SettingsPage, desk: Desk, told: list[Notice], tmp_path: Path, content: str | None, code: str, qtbot: QtBot
) -> None:
    if content is not None:
        (tmp_path / "china.json").write_text(content, encoding="utf-8")

    choose(page, "chooseMaps", tmp_path, qtbot)
    qtbot.waitUntil(lambda: bool(told))

    assert [notice.code for notice in told] == [code]
    assert desk.settings.settings.maps.folder == ""


def test_a_backup_is_written_and_restored_into_an_empty_store(
    page: SettingsPage, desk: Desk, told: list[Notice], tmp_path: Path, qtbot: QtBot
) -> None:
    backup = tmp_path / "all.tradescope-backup"

    choose(page, "backUp", backup, qtbot)
    qtbot.waitUntil(lambda: [notice.code for notice in told] == ["preferences.back_up_done"], timeout=30_000)
    records = sum(segment.kept for segment in desk.session.manifest.segments)
    restored = Session(tmp_path / "restored")
    other = SettingsPage(replace(desk, session=restored))
    qtbot.addWidget(other)
    other.show()
    choose(other, "restore", backup, qtbot)
    qtbot.waitUntil(lambda: restored.has_data, timeout=30_000)

    assert sum(segment.kept for segment in restored.manifest.segments) == records


def test_a_restore_over_data_asks_first(page: SettingsPage, desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    choose(page, "restore", tmp_path / "none", qtbot)

    no = page.findChild(QPushButton, "no")
    assert no is not None
    QTest.mouseClick(no, LEFT)

    assert desk.runner.running == ()


def test_a_broken_backup_is_told_with_a_remedy(
    page: SettingsPage, told: list[Notice], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "broken").write_text("nothing")

    choose(page, "restore", tmp_path / "broken", qtbot)
    yes = page.findChild(QPushButton, "yes")
    assert yes is not None
    QTest.mouseClick(yes, LEFT)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)

    assert told[0].code == "backup.not_a_backup"


def test_diagnostics_can_be_copied(page: SettingsPage) -> None:
    button = page.findChild(QPushButton, "diagnostics_copy")
    assert button is not None

    QTest.mouseClick(button, LEFT)

    facts = QApplication.clipboard().text()
    assert all(name in facts for name in ("tradescope: ", "qt: ", "duckdb: ", "store: ", "free_disk_mb: "))


def test_third_party_notices_can_be_read(page: SettingsPage) -> None:
    button = page.findChild(QPushButton, "thirdParty")
    assert button is not None

    QTest.mouseClick(button, LEFT)

    text = page.findChildren(QPlainTextEdit)[-1].toPlainText().casefold()
    assert all(name in text for name in ("pyside6", "echarts", "noto"))


def test_a_concordance_table_is_imported_listed_and_removed(
    page: SettingsPage, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    card = page.findChild(ConcordancesCard)
    assert card is not None
    assert card.held.text() == desk.texts.say("concordance.none")
    table = tmp_path / "table.csv"
    table.write_text("HS 2017,HS 2012\n010121,010121\n", encoding="utf-8")

    card.import_file(str(table))

    qtbot.waitUntil(lambda: "2012→2017" in card.held.text())
    card.remove.click()
    assert "2012→2017" in card.held.text()
    yes = card.findChild(QPushButton, "yes")
    assert yes is not None
    QTest.mouseClick(yes, LEFT)
    assert card.held.text() == desk.texts.say("concordance.none")
