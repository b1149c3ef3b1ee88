"""The pricing desk as a clerk uses it: a product, its price, terms, a quote."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.price_curve import price_text
from app.bridge.price_source import Readiness
from app.bridge.price_tables import COMPARABLE_KEYS
from app.engine.messages import Language
from app.engine.price.answers import PriceQuestion
from app.engine.price.pricer import Pricer
from app.engine.reference import hs_codes, units
from app.engine.store.questions.product_members import Parameter
from app.engine.store.selection import Direction, Selection
from app.views.price.page import PricePage
from tests.ui.price_desk import LEFT, PRODUCT, WAIT_MS, answered, choose, click_cell, opened

GERMANY = 304
GRAM = "克"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> PricePage:
    return opened(desk, qtbot, demo_pricer)


def test_a_typed_code_is_priced_with_enter(page: PricePage, qtbot: QtBot, demo_pricer: Pricer) -> None:
    choose(page, qtbot, PRODUCT)

    (expected,) = demo_pricer.price([PriceQuestion(Direction.EXPORT, PRODUCT, demo_pricer.years[-1])])
    assert expected.price is not None
    assert page.result.price.text() == price_text(expected.price)
    assert page.result.unit.text() == "美元 / 千克"
    assert [bounds.text() for _, bounds in page.result.levels] == [
        f"{price_text(interval.low)} – {price_text(interval.high)}" for interval in expected.intervals
    ]


def test_a_product_that_is_only_imported_is_priced_as_an_import(
    page: PricePage, qtbot: QtBot, demo_pricer: Pricer
) -> None:
    only_imported = next(
        code
        for code in hs_codes.table().codes(8)
        if demo_pricer.products.records_of(Direction.IMPORT.id, code) > 2
        and not demo_pricer.products.records_of(Direction.EXPORT.id, code)
    )

    choose(page, qtbot, only_imported)

    asked = page.board.question
    assert asked is not None
    assert asked.direction is Direction.IMPORT
    assert page.terms.direction.button("import").isChecked()
    page.terms.direction.button("export").click()
    assert page.board.question == replace(asked, direction=Direction.EXPORT)


def test_enter_before_anything_is_found_takes_the_first_that_is(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, "8517")
    search = page.terms.picker.search
    search.clear()

    QTest.keyClicks(search, PRODUCT)
    QTest.keyClick(search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: page.board.question is not None and page.board.question.hs == PRODUCT)


def test_what_the_price_rests_on_and_its_measured_coverage_are_said(page: PricePage, qtbot: QtBot) -> None:
    answer = choose(page, qtbot, PRODUCT).answer

    assert answer.history is not None
    assert f"{answer.history.records:,} 条历史记录" in page.result.basis.text()
    assert f"80% 区间覆盖 {answer.measured_coverage[80]:.1%}" in page.result.coverage.text()
    assert not page.result.demo.isHidden()


def test_a_partner_found_by_pinyin_narrows_the_price(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)
    qtbot.waitUntil(lambda: page.terms.boxes["country"].count() > 1, timeout=WAIT_MS)

    line = page.terms.boxes["country"].lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "deguo")
    QTest.keyClick(line, Qt.Key.Key_Return)

    assert answered(page, qtbot).answer.question.country == GERMANY
    assert "德国" in page.result.terms.text()


def test_a_partner_code_is_not_taken_for_letters_within_a_longer_name(page: PricePage, qtbot: QtBot) -> None:
    """ "usa" occurs in the name of Sint Eustatius and Saba as well."""
    choose(page, qtbot, PRODUCT)
    page.terms.show_members({})  # none is traded, so all stand in the order of their names
    box = page.terms.boxes["country"]
    line = box.lineEdit()
    assert line is not None

    line.selectAll()
    QTest.keyClicks(line, "usa")
    QTest.keyClick(line, Qt.Key.Key_Return)

    assert box.currentText().startswith("美国")


def test_partners_of_the_product_come_first_with_their_records(
    page: PricePage, qtbot: QtBot, demo_pricer: Pricer
) -> None:
    detail = choose(page, qtbot, PRODUCT)
    box = page.terms.boxes["country"]
    qtbot.waitUntil(lambda: "（" in box.itemText(1), timeout=WAIT_MS)

    most = demo_pricer.members(detail.answer.question, Parameter.COUNTRY)[0]
    assert box.itemText(1).endswith(f"（{most.records:,} 条）")


def test_another_unit_of_the_family_converts_the_price_exactly(page: PricePage, qtbot: QtBot) -> None:
    per_kilogram = choose(page, qtbot, PRODUCT).answer.price
    gram = units.table().find(GRAM)
    assert gram is not None
    assert per_kilogram is not None

    page.terms.boxes["unit"].chosen.emit(gram.id)

    per_gram = answered(page, qtbot).answer.price
    assert per_gram == pytest.approx(per_kilogram / 1000, rel=1e-9)
    assert page.result.unit.text() == "美元 / 克"


def test_a_low_quote_is_called_low(page: PricePage, qtbot: QtBot) -> None:
    price = choose(page, qtbot, PRODUCT).answer.price
    assert price is not None

    QTest.keyClicks(page.result.quote, f"{price / 20:.6f}")
    QTest.keyClick(page.result.quote, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: page.result.verdict.text().startswith("偏低"), timeout=WAIT_MS)


@pytest.mark.parametrize(("typed", "said"), [("-3", "应为大于 0 的数"), ("1e12", "相差超过"), ("many", "不是数字")])
def test_a_quote_that_is_no_price_gets_a_sentence(page: PricePage, qtbot: QtBot, typed: str, said: str) -> None:
    choose(page, qtbot, PRODUCT)

    QTest.keyClicks(page.result.quote, typed)
    QTest.keyClick(page.result.quote, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: said in page.result.verdict.text(), timeout=WAIT_MS)


def test_an_offer_for_one_product_is_none_for_the_next(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)
    page.result.quote.setText("12")
    qtbot.waitUntil(lambda: page.board.place is not None)

    choose(page, qtbot, "84143090")

    assert not page.result.quote.text()
    assert page.board.place is None


def test_a_code_of_ten_digits_finds_its_product(page: PricePage, qtbot: QtBot) -> None:
    detail = choose(page, qtbot, "8442.5000.10")

    assert detail.answer.question.hs == PRODUCT


def test_a_quantity_is_told_in_the_unit_of_the_answer(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    choose(page, qtbot, PRODUCT)

    page.terms.quantity.setText("50000")
    page.terms.quantity.editingFinished.emit()

    detail = answered(page, qtbot)
    unit = units.table().by_id(detail.answer.unit or 0).name(desk.texts.language)
    assert page.result.terms.text().endswith(f"50,000 {unit}")


def test_a_quantity_that_is_no_number_is_refused_in_place(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)

    QTest.keyClicks(page.terms.quantity, "-5")
    QTest.keyClick(page.terms.quantity, Qt.Key.Key_Return)

    assert not page.terms.problem.isHidden()
    assert page.board.question is not None
    assert page.board.question.quantity is None


def test_a_click_on_a_partner_of_the_comparable_trades_asks_for_it(page: PricePage, qtbot: QtBot) -> None:
    detail = choose(page, qtbot, PRODUCT)
    page.tabs.setCurrentWidget(page.comparables)

    click_cell(page, 0, COMPARABLE_KEYS.index("country"))

    assert answered(page, qtbot).answer.question.country == detail.comparables[0].country


def test_a_sorted_table_still_asks_for_the_row_that_was_clicked(page: PricePage, qtbot: QtBot) -> None:
    detail = choose(page, qtbot, PRODUCT)
    page.tabs.setCurrentWidget(page.comparables)
    page.comparables.table.sortByColumn(COMPARABLE_KEYS.index("price"), Qt.SortOrder.DescendingOrder)
    dearest = max(detail.comparables, key=lambda row: row.price)

    click_cell(page, 0, COMPARABLE_KEYS.index("country"))

    assert answered(page, qtbot).answer.question.country == dearest.country


def test_the_shared_selection_seeds_the_question(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> None:
    desk.session.select(Selection(direction=Direction.IMPORT, hs=("84143090",), countries=(GERMANY,)))

    page = opened(desk, qtbot, demo_pricer)

    question = answered(page, qtbot).answer.question
    assert (question.direction, question.hs, question.country) == (Direction.IMPORT, "84143090", GERMANY)


def test_the_product_is_shown_on_the_dashboard(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    choose(page, qtbot, PRODUCT)

    with qtbot.waitSignal(desk.navigation.page_requested) as gone:
        page.head.dashboard.click()

    assert gone.args == ["dashboard"]
    assert (desk.session.selection.hs, desk.session.selection.direction) == ((PRODUCT,), Direction.EXPORT)


def test_the_whole_result_is_copied(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)

    page.result.copy.click()

    copied = QGuiApplication.clipboard().text()
    assert all(text in copied for text in (PRODUCT, page.result.price.text(), page.result.basis.text(), "演示数据"))


def test_one_figure_is_copied_by_key(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)

    QTest.keyClick(page.result.price, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == page.result.price.text()


def test_a_year_before_any_history_gets_no_number(page: PricePage, qtbot: QtBot, demo_pricer: Pricer) -> None:
    choose(page, qtbot, PRODUCT)

    page.terms.year.setValue(demo_pricer.years[0])

    answered(page, qtbot)
    assert page.result.price.text() == "无法给出价格"
    assert page.curve.sentence.text() == "没有价格，因此也没有成因可说。"
    assert not page.result.quote.isEnabled()


def test_a_product_that_nobody_knows_is_said_to_be_unknown(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    choose(page, qtbot, PRODUCT)
    assert page.board.question is not None

    page.board.ask(replace(page.board.question, hs="77777777"))

    qtbot.waitUntil(lambda: "77777777" in page.result.basis.text(), timeout=WAIT_MS)
    assert page.result.price.text() == "无法给出价格"


def test_where_there_is_no_answer_nothing_of_the_former_one_stays(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    choose(page, qtbot, PRODUCT)
    assert page.board.question is not None

    page.board.ask(replace(page.board.question, hs="77777777"))
    qtbot.waitUntil(lambda: "77777777" in page.result.basis.text(), timeout=WAIT_MS)
    desk.texts.set_language(Language.EN)

    assert (page.curve.plot.lines, page.curve.sentence.text(), page.comparables.rows) == ((), "", ())
    assert page.comparables.table.content.rowCount() == 0
    assert page.result.price.text() == "No price"
    assert page.result.basis.text().startswith("There is no commodity code")
    assert page.result.terms.text().startswith("Export")


def test_a_price_that_was_dropped_while_it_was_told_is_asked_again_of_the_new_data(
    page: PricePage, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, qtbot, PRODUCT)
    board, may_end = page.board, threading.Event()
    assert board.question is not None
    with monkeypatch.context() as patched:
        patched.setattr(board.source, "call", lambda _ask: lambda _progress, _token: may_end.wait(WAIT_MS / 1_000))
        board.ask(replace(board.question, year=2018))

    desk.session.data_changed.emit()
    qtbot.waitUntil(lambda: board.source.readiness is Readiness.READY, timeout=WAIT_MS)
    may_end.set()

    assert answered(page, qtbot).answer.question.year == 2018


def test_an_offer_for_one_product_is_never_compared_with_the_price_of_the_next(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)
    assert page.board.question is not None
    compared: list[str] = []

    def note() -> None:
        if page.board.answer is not None and page.board.place is not None:
            compared.append(page.board.answer.question.hs)

    page.board.placed.connect(note)

    page.board.ask(replace(page.board.question, hs="84143090"))
    page.board.set_quote(12.0)  # typed just before, and told a moment later
    answered(page, qtbot)

    assert page.board.quote is None
    assert "84143090" not in compared


def test_the_star_marks_the_product_whose_name_stands_beside_it(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)
    assert page.board.question is not None

    page.board.ask(replace(page.board.question, hs="84143090"))
    named = page.result.product.text()
    page.result.star.click()
    answered(page, qtbot)

    assert named.startswith(PRODUCT)
    page.terms.picker.kinds.button("favourites").click()
    assert page.terms.picker.list_model.codes == (PRODUCT,)


def test_everything_speaks_english_where_the_window_does(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    choose(page, qtbot, PRODUCT)

    desk.texts.set_language(Language.EN)

    assert page.result.unit.text() == "USD / kilogram"
    assert "records of this code" in page.result.basis.text()
    assert page.terms.boxes["country"].itemText(0) == "All partners"


def test_favourites_and_recent_products_are_kept_for_the_next_start(
    page: PricePage, qtbot: QtBot, desk: Desk, demo_pricer: Pricer
) -> None:
    choose(page, qtbot, PRODUCT)
    page.result.star.click()

    later = opened(desk, qtbot, demo_pricer)
    later.terms.picker.kinds.button("favourites").click()

    assert later.terms.picker.list_model.codes == (PRODUCT,)


def test_going_back_to_an_earlier_selection_asks_for_its_product(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    desk.session.select(Selection(direction=Direction.EXPORT, hs=(PRODUCT,)))
    answered(page, qtbot)
    desk.session.select(Selection(direction=Direction.IMPORT, hs=("84143090",)))
    answered(page, qtbot)

    desk.session.back()

    assert answered(page, qtbot).answer.question.hs == PRODUCT


def test_a_saved_view_asks_what_it_kept_though_another_product_is_selected(
    page: PricePage, qtbot: QtBot, desk: Desk
) -> None:
    choose(page, qtbot, PRODUCT)
    page.terms.year.setValue(2018)
    answered(page, qtbot)
    kept = page.saved_state()
    desk.session.select(Selection(direction=Direction.IMPORT, hs=("84143090",)))

    page.restore_state(kept)

    question = answered(page, qtbot).answer.question
    assert (question.hs, question.year, question.direction) == (PRODUCT, 2018, Direction.EXPORT)


def test_the_product_of_the_question_stands_open_in_the_tree(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    desk.session.select(Selection(hs=(PRODUCT,)))

    answered(page, qtbot)

    assert page.terms.picker.tree_model.code(page.terms.picker.tree.currentIndex()) == PRODUCT


def test_the_coverage_of_every_chapter_and_partner_is_shown(page: PricePage, demo_pricer: Pricer) -> None:
    report = demo_pricer.coverage
    assert report is not None

    page.tabs.setCurrentWidget(page.coverage)

    content = page.coverage.table.content
    shown = [[str(content.index(row, column).data()) for column in range(6)] for row in range(content.rowCount())]
    assert len(shown) == 1 + len(report.chapters) + len(report.countries)
    assert shown[0][2:4] == [f"{report.overall.rows:,}", f"{report.overall.shares[0]:.1%}"]
    assert str(report.year) in page.coverage.about.text()


def test_the_desk_says_where_coverage_cannot_be_measured(page: PricePage) -> None:
    page.coverage.show_report(None)

    assert "太少" in page.coverage.about.text()


def test_an_example_of_the_empty_desk_is_searched_for(page: PricePage, qtbot: QtBot) -> None:
    example = next(each for each in page.hint.findChildren(QPushButton) if each.text() == "8517")

    QTest.mouseClick(example, LEFT)

    picker = page.terms.picker
    qtbot.waitUntil(lambda: picker.list.isVisible() and "8517" in picker.list_model.codes, timeout=WAIT_MS)
    assert picker.search.text() == "8517"
