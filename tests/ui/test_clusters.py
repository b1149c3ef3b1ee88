"""The page of groups as a person uses it, over demo data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ChartClick
from app.bridge.charts.scheme import register_scheme
from app.bridge.cluster_study import StudyView
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection
from app.views.clusters.member_menu import member_menu
from app.views.clusters.page import ClustersPage
from tests.ui.explore_desk import action

# Before pytest-qt makes its application, or the engine does not know the address.
register_scheme()
# scikit-learn is imported for the first answer
WITHIN_MS = 60_000


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[ClustersPage]:
    """The page with its first answer."""
    made = ClustersPage(desk)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    with qtbot.waitSignal(made.shown, timeout=WITHIN_MS):
        made.show()
    yield made
    # At once, for the profile must not outlive its pages
    shiboken6.delete(made.content.area)


def look(page: ClustersPage, qtbot: QtBot, view: StudyView) -> None:
    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        page.views.button(view.value).click()


def cells(page: ClustersPage, column: int) -> list[object]:
    return [row[column] for row in page.content.table.content.rows]


def test_groups_have_a_card_each_and_say_how_sure_they_are(page: ClustersPage) -> None:
    cards = page.content.cards.cards

    assert len(cards) >= 2
    assert cards[0].name.text().startswith("A ")
    assert "个成员" in cards[0].description.text()
    assert "轮廓系数" in page.sentence.text()


def test_another_kind_of_member_is_grouped_by_a_press(page: ClustersPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        page.controls.of.button("province").click()

    assert page.study.study.request.dimension is Dimension.PROVINCE
    assert page.page is not None
    assert "44" in page.page.keys


def test_a_click_on_a_number_of_groups_makes_as_many(page: ClustersPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        page.content.area.clicked.emit(ChartClick("count", "4", "4", False))

    assert len(page.content.cards.cards) == 4
    assert page.controls.number.value == 4


def test_a_clicked_member_is_selected_and_stays_among_the_others(page: ClustersPage, desk: Desk, qtbot: QtBot) -> None:
    before = len(page.content.cards.cards)

    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        page.content.area.clicked.emit(ChartClick("plane", "USA", "美国", False))

    assert desk.session.selection.countries == (502,)
    assert len(page.content.cards.cards) == before
    assert "选中的成员在图中标出" in page.sentence.text()


def test_the_members_of_one_group_are_listed(page: ClustersPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        page.content.cards.cards[1].members.click()

    assert page.study.study.view is StudyView.MEMBERS
    assert set(cells(page, 0)) == {"B"}


def test_the_selection_is_narrowed_to_a_group(page: ClustersPage, desk: Desk) -> None:
    assert page.page is not None
    wanted = {page.page.keys[str(row[1])] for row in page.page.documents[0].rows if row[0] == "B"}

    page.content.cards.cards[1].filter.click()

    assert set(map(str, desk.session.selection.countries)) == wanted


def test_features_are_chosen_from_a_list_that_explains_them(page: ClustersPage, qtbot: QtBot) -> None:
    popup = page.controls.open_features()
    for name, box in popup.boxes.items():
        box.setChecked(name in {"share", "balance"})

    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        popup.apply.click()

    assert page.study.study.request.features == ("share", "balance")
    assert "2" in page.controls.features.text()


def test_no_feature_at_all_cannot_be_applied(page: ClustersPage) -> None:
    popup = page.controls.open_features()

    for box in popup.boxes.values():
        box.setChecked(False)

    assert not popup.apply.isEnabled()
    popup.close()


def test_members_that_change_groups_are_listed_below_the_flows(page: ClustersPage, qtbot: QtBot) -> None:
    look(page, qtbot, StudyView.MOVEMENT)

    assert page.page is not None
    assert set(page.page.charts) == {"movement"}
    rows = page.content.table.content.rows
    assert rows
    assert all(row[3] != row[-1] for row in rows)


def test_dependence_lists_held_products_from_the_largest(page: ClustersPage, qtbot: QtBot) -> None:
    look(page, qtbot, StudyView.DEPENDENCE)

    held = [float(str(each)) for each in cells(page, 12)]
    assert held == sorted(held, reverse=True)
    assert not page.content.cards.isVisible()


def test_a_product_of_the_list_is_selected_and_looked_at_elsewhere(
    page: ClustersPage, desk: Desk, qtbot: QtBot
) -> None:
    look(page, qtbot, StudyView.DEPENDENCE)
    assert page.page is not None
    key = str(cells(page, 0)[0])

    menu = member_menu(desk, page.page.facet, key, "", page)
    with qtbot.waitSignal(desk.navigation.page_requested) as asked:
        action(menu, "dashboard").trigger()

    assert desk.session.selection.hs == (key,)
    assert asked.args == ["dashboard"]


def test_a_selection_with_too_few_members_is_answered_with_a_sentence(
    page: ClustersPage, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        desk.session.select(replace(Selection(), hs=("9999",)))

    assert page.notice.isVisible()
    assert page.notice.sentence.text() == desk.texts.say("clusters.nothing_found")
    assert not page.export_button.isEnabled()


def test_the_risk_list_is_written_with_all_its_rows(page: ClustersPage, qtbot: QtBot, tmp_path: Path) -> None:
    look(page, qtbot, StudyView.DEPENDENCE)
    page.export.chooser = lambda parent, proposed, pattern: tmp_path / "risks.csv"

    page.export_button.entries["csv"].trigger()

    qtbot.waitUntil((tmp_path / "risks.csv").exists, timeout=10_000)
    lines = (tmp_path / "risks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == len(page.content.table.content.rows) + 1


def test_the_page_speaks_the_language_of_the_moment(page: ClustersPage, desk: Desk) -> None:
    desk.texts.set_language(Language.EN)

    assert "members" in page.content.cards.cards[0].description.text()
    assert "Silhouette" in page.sentence.text()


def test_the_page_is_found_again_as_it_was_left(page: ClustersPage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown, timeout=WITHIN_MS):
        page.controls.number.choose(3)

    again = ClustersPage(desk)
    qtbot.addWidget(again)
    again.restore_state(page.saved_state())

    assert again.study.study == page.study.study
    shiboken6.delete(again.content.area)
