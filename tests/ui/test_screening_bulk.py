"""One decision for many lines while another officer decides about some of them in another program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.engine.messages import Language, text
from app.engine.price.pricer import Pricer
from app.engine.screening.case_steps import CaseState, Decision
from app.engine.screening.cases import decide
from app.engine.screening.officers import add_officer, sign_in_with_pin
from app.widgets.question import Question
from tests.ui.price_desk import LEFT, WAIT_MS
from tests.ui.screening_desk import dialog_of, settled, states, with_two_lines


def test_lines_that_another_officer_decided_about_stay_and_one_sentence_names_them(
    desk: Desk, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path
) -> None:
    page = with_two_lines(desk, qtbot, demo_pricer, tmp_path)
    posted: list[Notice] = []
    desk.notices.posted.connect(posted.append)
    stand, run, shown = page.office.stand, page.office.board.run, page.office.board.model.row_at(0)
    assert stand.desk is not None
    assert run is not None
    assert shown is not None
    wang = sign_in_with_pin(stand.desk, add_officer(stand.desk, "王", "246810", by=stand.session).id, "246810")

    page.queue.table.selectAll()
    QTest.mouseClick(next(iter(page.queue.card.bar.buttons.values())), LEFT)
    question = dialog_of(page, qtbot, Question)
    decide(stand.desk, wang, run, [shown.line], Decision.INSPECT)
    question.accept()

    qtbot.waitUntil(lambda: states(page)[:2] == [CaseState.TO_INSPECT, CaseState.RELEASED], timeout=WAIT_MS)
    settled(page, qtbot)
    told = [each for each in posted if each.code.startswith("screening_desk.bulk_left")]
    assert [text(each.code, Language.ZH, **each.params) for each in told] == [
        f"已对 1 项作出决定；1 项在此期间已由他人处理，保持原样：第 {shown.row} 行（王：待查验）。"
    ]

    page.queue.table.selectAll()
    QTest.mouseClick(next(iter(page.queue.card.bar.buttons.values())), LEFT)
    dialog_of(page, qtbot, Question).accept()

    qtbot.waitUntil(lambda: states(page)[:2] == [CaseState.RELEASED] * 2, timeout=WAIT_MS)
