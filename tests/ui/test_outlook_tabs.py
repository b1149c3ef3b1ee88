"""Market potential and story as a person uses them, over demo data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bridge.charts.scheme import register_scheme
from app.bridge.desk import Desk
from app.engine.analysis.potential import DEFAULT_WEIGHTS, Part
from app.engine.analysis.story import Of
from app.engine.messages import Language
from app.engine.store.selection import Direction, Selection, Years
from app.views.analysis.potential import PotentialTab
from app.views.analysis.story import StoryTab
from app.widgets.chart_area import ChartArea

# Before pytest-qt makes its application, or the engine does not know the address.
register_scheme()


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[[QWidget], None]]:
    """Shows a tab, and takes its charts away before their profile goes."""
    tabs: list[QWidget] = []

    def show(tab: QWidget) -> None:
        qtbot.addWidget(tab)
        tab.resize(1280, 700)
        tab.show()
        tabs.append(tab)

    yield show
    for tab in tabs:
        for area in tab.findChildren(ChartArea):
            shiboken6.delete(area)


@pytest.fixture
def potential(desk: Desk, qtbot: QtBot, shown: Callable[[QWidget], None]) -> PotentialTab:
    """The tab with its first answer."""
    tab = PotentialTab(desk)
    with qtbot.waitSignal(tab.asking.answered):
        shown(tab)
    return tab


@pytest.fixture
def story(desk: Desk, qtbot: QtBot, shown: Callable[[QWidget], None]) -> StoryTab:
    """The tab with its first answer."""
    tab = StoryTab(desk)
    with qtbot.waitSignal(tab.asking.answered):
        shown(tab)
    return tab


def partners(tab: PotentialTab) -> list[object]:
    assert tab.findings is not None
    return [row[1] for row in tab.findings.tables[0].rows]


def test_without_a_product_the_largest_heading_is_ranked(potential: PotentialTab) -> None:
    assert potential.outlook is not None
    assert potential.outlook.product == potential.product.values[0]
    assert potential.view.table is not None
    assert potential.view.table.content.rowCount() > 10


def test_a_weight_that_is_moved_ranks_anew_without_asking_the_store(
    potential: PotentialTab, desk: Desk, qtbot: QtBot
) -> None:
    before, asked = partners(potential), potential.outlook

    for part, slider in potential.weights.sliders.items():
        slider.setValue(20 if part is Part.STABILITY else 0)
    qtbot.waitUntil(lambda: partners(potential) != before)

    assert potential.outlook is asked
    assert desk.runner.running == ()


def test_the_default_weights_come_back(potential: PotentialTab, qtbot: QtBot) -> None:
    first = potential.findings
    potential.weights.sliders[Part.SIZE].setValue(0)

    potential.weights.reset.click()
    qtbot.waitUntil(lambda: potential.findings is not first)

    assert potential.weights.weights == dict(DEFAULT_WEIGHTS)
    assert potential.findings == first


def test_no_weight_at_all_is_told(potential: PotentialTab, desk: Desk, qtbot: QtBot) -> None:
    potential.weights.show_weights(dict.fromkeys(Part, 0.0))

    qtbot.waitUntil(lambda: potential.view.sentences.text() == desk.texts.say("potential.no_weight"))


def test_whether_the_ranking_foretold_anything_is_told_above_it(potential: PotentialTab) -> None:
    assert potential.findings is not None
    assert "秩相关" in potential.view.sentences.text()
    assert len(potential.findings.tables[1].rows) == 16  # eight years, two targets


def test_the_product_of_the_selection_is_ranked(potential: PotentialTab, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(potential.asking.answered):
        desk.session.select(Selection(hs=("85",), direction=Direction.IMPORT))

    assert potential.outlook is not None
    assert (potential.outlook.product, potential.outlook.direction) == ("85", Direction.IMPORT)


def test_the_other_direction_keeps_the_product(potential: PotentialTab, qtbot: QtBot) -> None:
    assert potential.outlook is not None
    product = potential.outlook.product

    with qtbot.waitSignal(potential.asking.answered):
        potential.directions.button("import").click()

    assert (potential.outlook.product, potential.outlook.direction) == (product, Direction.IMPORT)


def test_what_nobody_trades_is_said_instead_of_ranked(potential: PotentialTab, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(potential.asking.answered):
        desk.session.select(Selection(hs=("0101",), years=Years(1990, 1991)))

    assert not potential.asking.has_content
    assert not potential.export_button.isEnabled()


def test_the_ranking_is_saved_as_csv(potential: PotentialTab, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "ranking.csv"
    potential.export.chooser = lambda *_: target

    potential.export_button.entries["csv"].trigger()

    qtbot.waitUntil(target.is_file)


def test_the_story_begins_with_the_largest_partner(story: StoryTab) -> None:
    assert story.story is not None
    assert story.story.subject.of is Of.COUNTRY
    assert story.subject.currentIndex() == 0
    assert story.sentences.text()
    assert story.source.text().startswith("来源")


def test_arrows_turn_the_pages_and_stop_at_the_ends(story: StoryTab) -> None:
    first = story.step_title.text()

    QTest.keyClick(story, Qt.Key.Key_Left)
    assert story.step_title.text() == first
    for _ in range(9):
        QTest.keyClick(story, Qt.Key.Key_Right)

    assert story.steps.place.text() == "6 / 6"
    assert not story.steps.forward.isEnabled()


def test_a_step_is_one_click_away(story: StoryTab) -> None:
    story.steps.buttons[3].click()

    assert story.steps.place.text() == "4 / 6"


def test_the_selection_tells_whose_story_it_is(story: StoryTab, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(story.asking.answered):
        desk.session.select(Selection(hs=("85",)))

    assert story.story is not None
    assert (story.story.subject.of, story.story.subject.key) == (Of.PRODUCT, "85")


def test_another_kind_begins_with_its_largest_member(story: StoryTab, qtbot: QtBot) -> None:
    with qtbot.waitSignal(story.asking.answered):
        story.kinds.button("province").click()

    assert story.story is not None
    assert story.story.subject.of is Of.PROVINCE


def test_the_story_is_said_in_the_other_language_at_once(story: StoryTab, desk: Desk) -> None:
    desk.texts.set_language(Language.EN)

    assert story.source.text().startswith("Source")


def test_the_story_is_saved_as_pdf(story: StoryTab, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "story.pdf"
    story.export.chooser = lambda *_: target

    story.save.click()

    qtbot.waitUntil(target.is_file, timeout=10_000)
    assert target.read_bytes().startswith(b"%PDF")


def test_the_ranking_is_saved_as_pdf_with_its_charts(potential: PotentialTab, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "ranking.pdf"
    potential.export.chooser = lambda *_: target

    potential.export_button.entries["pdf"].trigger()

    qtbot.waitUntil(target.is_file, timeout=15_000)
    assert target.read_bytes().count(b"/Subtype /Image") >= 2
