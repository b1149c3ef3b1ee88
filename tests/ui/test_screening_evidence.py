"""Evidence of a case goes to another desk: signed there and then, and refused once a byte was altered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.price.pricer import Pricer
from app.engine.reports.list_file import HEAD_SUFFIX
from app.engine.reports.log_file import head_in
from app.engine.screening.audit import log_entries
from app.engine.screening.columns import Part
from app.engine.screening.findings import Component
from app.views.screening.form_dialog import FormDialog
from app.views.screening.page import ScreeningPage
from app.widgets.name_dialog import NameDialog
from tests.desks import make_desk
from tests.ui.price_desk import LEFT, PRODUCT, WAIT_MS
from tests.ui.screening_desk import dialog_of, opened, row, settled, with_two_lines

SCANNED = f"报关单号=531620210001; 商品编码={PRODUCT}; 进出口=出口; 数量=100; 单位=千克; 总价=many; 成交方式=FOB"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path) -> ScreeningPage:
    return with_two_lines(desk, qtbot, demo_pricer, tmp_path)


@pytest.fixture
def evidence(page: ScreeningPage, qtbot: QtBot, tmp_path: Path) -> Path:
    """The signed file of the case in front."""
    path = tmp_path / "evidence.pdf"
    page.work.files.chooser = lambda _parent, _proposed, _pattern: path
    QTest.mouseClick(page.queue.card.bar.evidence, LEFT)
    qtbot.waitUntil(path.exists, timeout=WAIT_MS)
    settled(page, qtbot)
    return path


def verdict(page: ScreeningPage, qtbot: QtBot, path: Path) -> str:
    page.office.evidence.verdict = None
    page.evidence.check_asked.emit(path)
    qtbot.waitUntil(lambda: page.office.evidence.verdict is not None, timeout=WAIT_MS)
    return page.evidence.said.text()


def test_another_desk_finds_the_file_whole_and_its_key_unknown_until_it_is_named(
    evidence: Path, demo_store: Path, tmp_path: Path, qtbot: QtBot, demo_pricer: Pricer
) -> None:
    other_desk = make_desk(demo_store, tmp_path / "other")
    other = opened(other_desk, qtbot, demo_pricer)

    assert "签名成立" in verdict(other, qtbot, evidence)
    assert other.evidence.verdict.property("level") == "warning"
    assert "1002" in other.evidence.details.text()

    other.evidence.trust.click()
    dialog = dialog_of(other, qtbot, NameDialog)
    dialog.named.emit("北港")
    qtbot.waitUntil(lambda: other.evidence.verdict.property("level") == "success", timeout=WAIT_MS)
    assert "北港" in other.evidence.details.text()
    other_desk.runner.close()
    other_desk.settings.close()
    other_desk.session.close()


def test_one_altered_byte_is_refused_and_named(page: ScreeningPage, evidence: Path, qtbot: QtBot) -> None:
    content = bytearray(evidence.read_bytes())
    content[len(content) // 3] ^= 1
    altered = evidence.with_name("altered.pdf")
    altered.write_bytes(content)

    assert "证据无效" in verdict(page, qtbot, altered)
    assert page.evidence.verdict.property("level") == "error"
    assert page.evidence.details.text()
    assert "签名成立" in verdict(page, qtbot, evidence)


def test_the_log_tells_of_the_export_and_is_whole_in_both_languages(
    page: ScreeningPage, evidence: Path, qtbot: QtBot, desk: Desk
) -> None:
    assert evidence.exists()
    page.tabs.setCurrentWidget(page.evidence)
    qtbot.waitUntil(lambda: page.evidence.log.content.rowCount() > 0, timeout=WAIT_MS)

    QTest.mouseClick(page.evidence.check_log, LEFT)

    qtbot.waitUntil(lambda: "日志完整" in page.evidence.log_said.text(), timeout=WAIT_MS)
    actions = [str(page.evidence.log.content.index(place, 3).data()) for place in range(4)]
    assert "导出证据" in actions
    assert page.evidence.key.text()

    page.evidence.check_asked.emit(evidence)
    qtbot.waitUntil(page.evidence.verdict.isVisible, timeout=WAIT_MS)
    desk.texts.set_language(Language.EN)
    assert "log is whole" in page.evidence.log_said.text()
    assert "key of this desk" in page.evidence.key.text()
    assert "signature" in page.evidence.said.text()


def test_checks_appear_in_the_log_under_the_name_of_who_is_signed_in(
    page: ScreeningPage, evidence: Path, qtbot: QtBot
) -> None:
    page.tabs.setCurrentWidget(page.evidence)
    session = page.office.stand.session
    assert session is not None

    def newest() -> list[str]:
        content = page.evidence.log.content
        return [str(content.index(0, column).data()) for column in range(2, 6)] if content.rowCount() else []

    assert "签名成立" in verdict(page, qtbot, evidence)
    qtbot.waitUntil(lambda: newest()[:2] == [session.officer.name, "核验证据"], timeout=WAIT_MS)
    assert newest()[3].startswith("未被改动")
    assert evidence.name in newest()[3]

    QTest.mouseClick(page.evidence.check_log, LEFT)
    qtbot.waitUntil(lambda: newest()[1:2] == ["核验日志"], timeout=WAIT_MS)
    assert newest()[3].startswith("完整")


def test_what_is_no_evidence_leaves_no_verdict_of_the_file_before(
    page: ScreeningPage, evidence: Path, qtbot: QtBot
) -> None:
    page.tabs.setCurrentWidget(page.evidence)
    verdict(page, qtbot, evidence)
    assert page.evidence.details.text().startswith(evidence.name)
    other = evidence.with_name("notes.txt")
    other.write_text("none", encoding="utf-8")

    page.evidence.check_asked.emit(other)

    qtbot.waitUntil(page.evidence.verdict.isHidden, timeout=WAIT_MS)


@pytest.mark.parametrize(
    ("kind", "action"), [("csv", "list_exported"), ("outcomes", "outcomes_exported"), ("log", "log_exported")]
)
def test_what_leaves_the_desk_is_logged_and_carries_the_signed_head(
    page: ScreeningPage, qtbot: QtBot, tmp_path: Path, kind: str, action: str
) -> None:
    path = tmp_path / f"{kind}.out"
    page.work.files.chooser = lambda _parent, _proposed, _pattern: path

    page.head.exports[kind].trigger()
    settled(page, qtbot)

    desk = page.office.stand.desk
    assert desk is not None
    entry = log_entries(desk, offset=0, limit=1)[0]
    assert (entry.action, entry.details["target"]) == (action, path.name)
    head = head_in(path if kind == "log" else path.with_name(path.name + HEAD_SUFFIX))
    assert head.is_genuine
    assert head.head.entries == entry.seq


def test_a_scanned_code_fills_the_form_which_is_checked_and_scored(
    page: ScreeningPage, qtbot: QtBot, demo_pricer: Pricer
) -> None:
    page.open_declaration(SCANNED)
    dialog = dialog_of(page, qtbot, FormDialog)
    assert dialog.fields[Part.NUMBER].text() == "531620210001"
    assert dialog.fields[Part.TOTAL].property("invalid")
    assert not dialog.add.isEnabled()

    told = row(demo_pricer, times=0.15)
    dialog.fill({Part.TOTAL: told["总价"], Part.CURRENCY: told["币制"], Part.DECLARED_ON: told["申报日期"]})
    qtbot.waitUntil(dialog.findings.isVisible, timeout=WAIT_MS)

    assert dialog.problem.text() == ""
    assert "倍" in dialog.findings.sentences[Component.PRICE].text()
    before = len(page.office.runs.runs)
    QTest.mouseClick(dialog.add, LEFT)
    qtbot.waitUntil(lambda: len(page.office.runs.runs) == before + 1, timeout=WAIT_MS)
    settled(page, qtbot)
    case = page.office.board.case
    assert case is not None
    assert case.scored.declaration.number == "531620210001"
