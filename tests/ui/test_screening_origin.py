"""Where a risk comes from that no finding of the line explains."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.screening_rows import cell_tip
from app.engine.messages import Language
from app.engine.price.pricer import Pricer
from app.engine.screening.findings import Component, Finding
from tests.ui.screening_desk import with_two_lines


def test_the_card_says_that_a_risk_without_a_finding_is_that_of_the_file(
    desk: Desk, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path
) -> None:
    page = with_two_lines(desk, qtbot, demo_pricer, tmp_path)
    case, card = page.office.board.case, page.queue.card
    assert case is not None
    assert case.scored.finding(Component.PRICE).is_remarkable
    assert card.origin.isHidden()

    nothing = tuple(Finding(each.component, 1.0, each.reasons) for each in case.scored.findings)
    card.show_case(replace(case, scored=replace(case.scored, findings=nothing, risk=0.83)), "USD")

    assert card.origin.isVisible()
    assert card.origin.text() == "本行各项核对均无异常，83% 的风险主要来自整个文件。"
    desk.texts.set_language(Language.EN)
    assert card.origin.text().startswith("Nothing was found in this line; its risk of 83% is mostly")


def test_the_risk_of_such_a_line_says_so_in_the_queue(
    desk: Desk, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path
) -> None:
    page = with_two_lines(desk, qtbot, demo_pricer, tmp_path)
    row = page.office.board.model.row_at(0)
    assert row is not None

    usual = cell_tip(row, "risk", desk.texts)
    told = cell_tip(replace(row, risk=0.5, tails=(0.2, None, 0.3, 1.0, None)), "risk", desk.texts)

    assert usual == f"{row.risk:.0%}"
    assert told == "本行各项核对均无异常，50% 的风险主要来自整个文件。"
