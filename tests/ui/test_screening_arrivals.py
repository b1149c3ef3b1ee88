"""Declarations arrive while somebody is at work: by hand, in files, with folders of photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.price.pricer import Pricer
from app.engine.screening.columns import HEADINGS, Part
from app.views.screening.form_dialog import FormDialog
from app.views.screening.open_dialog import OpenDialog
from app.views.screening.page import ScreeningPage
from app.views.screening.rates_dialog import RatesDialog
from app.views.screening.table_dialog import TableDialog
from app.widgets.question import Question
from tests.ui.price_desk import LEFT, WAIT_MS
from tests.ui.screening_desk import (
    Row,
    dialog_of,
    numbers,
    opened,
    press,
    row,
    screen,
    settled,
    with_two_lines,
    written,
)

PARTS = {heading: part for part, heading in HEADINGS.items()} | {"商品名称": Part.NAME}


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path) -> ScreeningPage:
    return with_two_lines(desk, qtbot, demo_pricer, tmp_path)


@pytest.fixture
def form(page: ScreeningPage, qtbot: QtBot) -> FormDialog:
    page.intake.show_form()
    return dialog_of(page, qtbot, FormDialog)


def fill(form: FormDialog, told: Row) -> None:
    form.fill({PARTS[heading]: text for heading, text in told.items() if heading in PARTS})


def test_a_declaration_by_hand_is_seen_whatever_the_filters_were(
    page: ScreeningPage, form: FormDialog, qtbot: QtBot, demo_pricer: Pricer
) -> None:
    filters = page.queue.filters
    filters.planned.setChecked(True)
    filters.search.setText("nothing like it")
    fill(form, row(demo_pricer, number="531620210007"))

    QTest.mouseClick(form.add, LEFT)

    qtbot.waitUntil(lambda: numbers(page) == ["531620210007"], timeout=WAIT_MS)
    assert filters.in_words == ()
    assert page.runs.box.currentText().startswith("手工 531620210007 ")
    settled(page, qtbot)


def test_a_plan_of_one_file_does_not_hide_the_lines_of_another(
    page: ScreeningPage, qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer
) -> None:
    screen(page, qtbot, written(tmp_path, [row(demo_pricer, number="2001")], "next.csv"))
    qtbot.waitUntil(lambda: numbers(page) == ["2001"], timeout=WAIT_MS)
    page.queue.filters.planned.setChecked(True)
    qtbot.waitUntil(lambda: page.office.board.model.rowCount() == 0, timeout=WAIT_MS)

    page.runs.box.choose(next(run for run in page.office.runs.runs if run.lines == 2))

    qtbot.waitUntil(lambda: sorted(numbers(page)) == ["1001", "1002"], timeout=WAIT_MS)
    settled(page, qtbot)


def test_the_form_offers_what_can_stand_in_a_field(form: FormDialog, desk: Desk) -> None:
    field = form.fields[Part.MODE]
    completer = field.completer()
    popup = completer.popup()
    assert popup is not None

    field.offer_all()
    assert popup.isVisible()
    assert "一般贸易" in [
        str(completer.completionModel().index(row, 0).data()) for row in range(completer.completionCount())
    ]
    popup.hide()
    desk.texts.set_language(Language.EN)
    completer.setCompletionPrefix("ordin")

    assert [str(completer.completionModel().index(row, 0).data()) for row in range(completer.completionCount())] == [
        "Ordinary trade"
    ]
    assert form.fields[Part.NUMBER].completer() is None


def test_the_form_tells_the_risk_and_leaves_its_reasons_room(
    form: FormDialog, qtbot: QtBot, demo_pricer: Pricer
) -> None:
    fill(form, row(demo_pricer, times=0.15))
    qtbot.waitUntil(form.findings.isVisible, timeout=WAIT_MS)

    assert form.risk.text().startswith("风险 ")
    assert min(sentence.width() for sentence in form.findings.sentences.values()) > 250


def test_a_folder_of_photos_that_is_dropped_alone_asks_for_its_file(
    page: ScreeningPage, qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    file = written(tmp_path, [row(demo_pricer)], "with photos.csv")
    page.intake.chooser = lambda _parent, _title: file

    page.intake.take([photos])

    dialog = dialog_of(page, qtbot, OpenDialog)
    assert dialog.photos.text() == str(photos)


def test_a_folder_is_dropped_on_the_dialog(
    page: ScreeningPage, qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    page.intake.take([written(tmp_path, [row(demo_pricer)], "with photos.csv")])
    dialog = dialog_of(page, qtbot, OpenDialog)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photos))])

    dialog.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier))

    assert dialog.photos.text() == str(photos)


def test_a_plan_says_in_which_currency_it_recovers(page: ScreeningPage, qtbot: QtBot, desk: Desk) -> None:
    page.tabs.setCurrentWidget(page.budget)
    desk.texts.set_language(Language.EN)

    qtbot.waitUntil(lambda: "USD" in page.budget.recovered_about.text(), timeout=WAIT_MS)


def test_a_case_is_not_like_itself(page: ScreeningPage, qtbot: QtBot) -> None:
    press(page, qtbot, Qt.Key.Key_2)
    page.queue.table.selectRow(0)
    settled(page, qtbot)
    assert page.office.board.likes == []

    page.queue.table.selectRow(1)
    settled(page, qtbot)

    assert [like.declaration.number for like in page.office.board.likes] == [numbers(page)[0]]


def test_new_rates_offer_to_screen_the_file_again(page: ScreeningPage, qtbot: QtBot) -> None:
    before = len(page.office.runs.runs)
    page.intake.show_rates()
    QTest.mouseClick(dialog_of(page, qtbot, RatesDialog).leave, LEFT)
    page.intake.show_rates()
    rates = dialog_of(page, qtbot, RatesDialog)
    rates.model.take([["2021-05-01", "EUR", "7.8"]])

    QTest.mouseClick(rates.leave, LEFT)
    dialog_of(page, qtbot, Question).accept()

    qtbot.waitUntil(lambda: len(page.office.runs.runs) == before + 1, timeout=WAIT_MS)
    settled(page, qtbot)
    assert len(page.findChildren(Question)) <= 1


def test_filters_that_hide_everything_are_cleared_where_it_is_said(page: ScreeningPage, qtbot: QtBot) -> None:
    page.queue.filters.search.setText("nothing like it")
    qtbot.waitUntil(page.queue.widen.isVisible, timeout=WAIT_MS)
    assert not any(way.isVisible() for way in page.queue.begin)

    QTest.mouseClick(page.queue.widen, LEFT)

    qtbot.waitUntil(lambda: sorted(numbers(page)) == ["1001", "1002"], timeout=WAIT_MS)
    assert page.queue.filters.search.text() == ""
    settled(page, qtbot)


def test_why_a_row_could_not_be_read_is_read_in_full(
    page: ScreeningPage, qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer
) -> None:
    rows = [row(demo_pricer), row(demo_pricer, number="2", 总价="many")]
    screen(page, qtbot, written(tmp_path, rows, "unread.csv"))
    QTest.mouseClick(page.runs.unread, LEFT)
    table = dialog_of(page, qtbot, TableDialog).table
    qtbot.waitUntil(lambda: table.content.rowCount() == 1, timeout=WAIT_MS)

    needed = table.fontMetrics().horizontalAdvance(str(table.content.index(0, 1).data()))

    assert table.columnWidth(1) > needed
    settled(page, qtbot)


def test_the_first_file_is_said_to_be_screened_while_it_is(
    desk: Desk, qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer
) -> None:
    page = opened(desk, qtbot, demo_pricer)
    assert page.queue.hint.heading.text() == "还没有筛查过的申报"
    seen: list[str] = []
    page.office.runs.started.connect(lambda: seen.append(page.queue.hint.heading.text()))

    screen(page, qtbot, written(tmp_path, [row(demo_pricer)]))

    assert seen == ["正在筛查"]
    page.queue.filters.search.setText("nothing like it")
    qtbot.waitUntil(lambda: page.queue.hint.heading.text() == "没有符合条件的申报", timeout=WAIT_MS)


def test_the_queue_is_narrowed_by_direction_and_risk(
    page: ScreeningPage, qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer
) -> None:
    filters = page.queue.filters
    risks = {number: page.office.board.model.row_at(place).risk for place, number in enumerate(numbers(page))}  # type: ignore[union-attr]
    assert risks["1002"] >= 0.25 > risks["1001"]

    filters.risk.choose("0.25")
    qtbot.waitUntil(lambda: numbers(page) == ["1002"], timeout=WAIT_MS)
    filters.direction.choose("import")
    qtbot.waitUntil(lambda: page.office.board.model.rowCount() == 0, timeout=WAIT_MS)

    assert filters.in_words == ("进口", "风险 25% 起")
    filters.show_all()
    qtbot.waitUntil(lambda: len(numbers(page)) == 2, timeout=WAIT_MS)
    settled(page, qtbot)


@pytest.mark.parametrize("language", list(Language))
def test_directions_and_risks_are_read_in_full(
    page: ScreeningPage, desk: Desk, qtbot: QtBot, language: Language
) -> None:
    desk.texts.set_language(language)
    boxes = (page.queue.filters.direction, page.queue.filters.risk)

    widest = [
        max(box.fontMetrics().horizontalAdvance(box.itemText(place)) for place in range(box.count())) for box in boxes
    ]

    qtbot.waitUntil(lambda: all(box.width() > text + 20 for box, text in zip(boxes, widest, strict=True)))


def test_a_file_most_of_whose_prices_are_far_off_is_doubted(
    page: ScreeningPage, qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer, desk: Desk
) -> None:
    assert page.queue.doubt.isHidden()
    rows = [row(demo_pricer, number=str(3000 + place), times=0.02) for place in range(40)]

    screen(page, qtbot, written(tmp_path, rows, "far.csv"))

    qtbot.waitUntil(page.queue.doubt.isVisible, timeout=WAIT_MS)
    assert "100%" in page.queue.doubt.text()
    desk.texts.set_language(Language.EN)
    assert "currency" in page.queue.doubt.text()
