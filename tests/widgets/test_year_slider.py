from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.widgets.year_slider import YearSlider

YEARS = range(2012, 2022)


@pytest.fixture
def slider(desk: Desk, qtbot: QtBot) -> YearSlider:
    slider = YearSlider(desk.icons, desk.theme, desk.texts, intervals_ms=(500, 1))
    qtbot.addWidget(slider)
    slider.resize(900, 60)
    slider.show_span(YEARS, 2012, 2021)
    slider.show()
    return slider


def chosen_spans(slider: YearSlider) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    slider.span_chosen.connect(lambda first, last: spans.append((first, last)))
    return spans


def test_arrows_move_one_end_and_with_shift_the_whole_span(slider: YearSlider, qtbot: QtBot) -> None:
    spans = chosen_spans(slider)

    QTest.keyClick(slider.track.last_handle, Qt.Key.Key_Left)
    QTest.keyClick(slider.track.first_handle, Qt.Key.Key_Right)
    QTest.keyClick(slider.track.first_handle, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    assert spans == [(2012, 2020), (2013, 2020), (2014, 2021)]


def test_an_end_never_passes_the_other(slider: YearSlider, qtbot: QtBot) -> None:
    slider.show_span(YEARS, 2015, 2015)
    spans = chosen_spans(slider)

    QTest.keyClick(slider.track.first_handle, Qt.Key.Key_Right)

    assert spans == []


def test_a_press_inside_the_span_chooses_that_year(slider: YearSlider, qtbot: QtBot) -> None:
    spans = chosen_spans(slider)

    QTest.mouseClick(slider.track, Qt.MouseButton.LeftButton, pos=QPoint(slider.track.width() // 2 + 20, 34))

    ((first, last),) = spans
    assert first == last
    assert 2015 < first < 2019


def test_dragging_the_span_keeps_its_length(slider: YearSlider, qtbot: QtBot) -> None:
    slider.show_span(YEARS, 2014, 2017)
    spans = chosen_spans(slider)
    step = (slider.track.width() - 40) / 9
    start = QPoint(round(20 + step * 3.4), 14)

    QTest.mousePress(slider.track, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(slider.track, start + QPoint(round(2 * step), 0))
    QTest.mouseRelease(slider.track, Qt.MouseButton.LeftButton, pos=start + QPoint(round(2 * step), 0))

    assert spans[-1] == (2016, 2019)


def test_playing_shows_one_year_after_another_and_stops_at_the_last(slider: YearSlider, qtbot: QtBot) -> None:
    spans = chosen_spans(slider)

    slider.play_button.click()
    assert slider.play_button.accessibleName() == "暂停播放"

    qtbot.waitUntil(lambda: not slider.is_playing)
    assert spans == [(year, year) for year in YEARS]
    assert slider.play_button.accessibleName() == "逐年播放"


def test_the_player_waits_for_the_charts(slider: YearSlider, qtbot: QtBot) -> None:
    slider.show_span(YEARS, 2012, 2012)
    spans = chosen_spans(slider)
    slider.wait(is_waiting=True)
    slider.play_button.click()
    qtbot.wait(20)

    assert spans == []
    slider.wait(is_waiting=False)

    qtbot.waitUntil(lambda: bool(spans))


def test_a_repeating_player_begins_again(slider: YearSlider, qtbot: QtBot) -> None:
    slider.show_span(YEARS, 2020, 2021)
    spans = chosen_spans(slider)
    slider.loop_button.setChecked(True)

    slider.play_button.click()

    qtbot.waitUntil(lambda: (2012, 2013) in spans)
    slider.stop()
    assert not slider.is_playing


def test_all_years_are_one_press_away(slider: YearSlider, qtbot: QtBot) -> None:
    slider.show_span(YEARS, 2015, 2016)
    slider.all_button.setEnabled(True)
    spans = chosen_spans(slider)

    QTest.mouseClick(slider.all_button, Qt.MouseButton.LeftButton)

    assert spans == [(2012, 2021)]
    assert not slider.all_button.isEnabled()


def test_the_ends_say_their_years(slider: YearSlider) -> None:
    slider.show_span(YEARS, 2015, 2016)

    assert slider.track.first_handle.accessibleName() == "起始年份 2015"
    assert slider.track.last_handle.accessibleName() == "截止年份 2016"
