from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.settings import ScreenSettings, read_settings
from tests.desks import make_desk


def test_a_changed_setting_is_told_and_written(desk: Desk, qtbot: QtBot) -> None:
    book = desk.settings

    with qtbot.waitSignal(book.changed):
        book.put(replace(book.settings, screen=ScreenSettings(45)))

    qtbot.waitUntil(lambda: read_settings(book.folder).settings.screen.interval_s == 45)


def test_of_many_changes_the_last_is_written(desk: Desk, qtbot: QtBot) -> None:
    book = desk.settings
    for seconds in range(10, 60):
        book.put(replace(book.settings, screen=ScreenSettings(seconds)))

    book.close()

    assert read_settings(book.folder).settings.screen.interval_s == 59


def test_settings_that_cannot_be_written_are_told_and_hold_all_the_same(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    desk = make_desk(tmp_path / "store", tmp_path / "home")
    codes: list[str] = []
    desk.notices.posted.connect(lambda notice: codes.append(notice.code))

    desk.settings.put(replace(desk.settings.settings, animations=False))
    desk.settings.close()

    assert codes == ["settings.cannot_write"]
    assert not desk.settings.settings.animations
