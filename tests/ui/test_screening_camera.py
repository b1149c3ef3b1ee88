"""A printed evidence file is held before the camera, and its code is checked there and then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.camera import Camera, CameraState
from app.bridge.desk import Desk
from app.bridge.screening_evidence import EvidenceBoard
from app.bridge.screening_stand import Stand
from app.engine.reports.evidence.evidence_report import code_picture
from app.engine.reports.evidence.statements import SignedStatement, Statement, code_text, sign_statement
from app.views.screening.evidence_checks import EvidenceChecks
from app.views.screening.evidence_panel import EvidencePanel
from tests.ui.fake_camera import FakeCameras
from tests.ui.price_desk import LEFT, WAIT_MS
from tests.ui.screening_desk import desk_without_keyring

STATEMENT = Statement(
    number="531620210001",
    row=17,
    direction="export",
    hs="84439990",
    goods="印刷部件",
    trader="某公司",
    declared_on="2021-05-03",
    total="1200.00",
    currency="USD",
    state="put aside",  # of another version of the program
    officer="李明",
    made_at="2026-05-03T08:00:00+00:00",
    contents="0" * 64,
    log_entries=3,
    log_hash="0" * 64,
    key_origin="session",
)


@pytest.fixture
def cameras() -> FakeCameras:
    return FakeCameras()


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot, cameras: FakeCameras) -> EvidencePanel:
    """The panel of evidence by itself, its desk open."""
    panel = EvidencePanel(desk, camera=Camera(lambda: cameras))
    stand = Stand(desk.runner, desk.settings.folder, panel, opener=desk_without_keyring)
    board = EvidenceBoard(stand, panel)
    EvidenceChecks(desk, board, panel, panel)
    board.failed.connect(desk.notices.post_error)
    qtbot.addWidget(panel)
    panel.resize(1000, 700)
    panel.show()
    stand.open()
    qtbot.waitUntil(lambda: stand.session is not None, timeout=WAIT_MS)
    return panel


@pytest.fixture
def signed(tmp_path: Path) -> SignedStatement:
    """What another desk states."""
    return sign_statement(STATEMENT, desk_without_keyring(tmp_path / "other").key)


def frame_of(signed: SignedStatement) -> QImage:
    """The code of evidence on a sheet of white paper."""
    code = QImage.fromData(code_picture(code_text(signed)))
    frame = QImage(code.width() + 200, code.height() + 200, QImage.Format.Format_RGB888)
    frame.fill(Qt.GlobalColor.white)
    with QPainter(frame) as painter:
        painter.drawImage(100, 100, code)
    return frame


def test_the_code_before_the_camera_is_checked_and_the_camera_closed(
    panel: EvidencePanel, qtbot: QtBot, cameras: FakeCameras, signed: SignedStatement
) -> None:
    QTest.mouseClick(panel.camera.toggle, LEFT)
    assert panel.camera.view.isVisible()
    blank = QImage(640, 480, QImage.Format.Format_RGB888)
    blank.fill(Qt.GlobalColor.white)
    cameras.see(blank)
    assert not panel.verdict.isVisible()

    def is_checked() -> bool:
        cameras.see(frame_of(signed))
        return panel.verdict.isVisible()

    qtbot.waitUntil(is_checked, timeout=WAIT_MS)

    assert "签名" in panel.said.text()
    assert signed.fingerprint in panel.details.text()
    assert "put aside" in panel.details.text()
    assert cameras.running == ""
    assert not panel.camera.isVisible()


def test_a_forged_code_before_the_camera_is_refused(
    panel: EvidencePanel, qtbot: QtBot, cameras: FakeCameras, signed: SignedStatement
) -> None:
    forged = replace(signed, statement=replace(signed.statement, row=18))
    QTest.mouseClick(panel.camera.toggle, LEFT)

    def is_checked() -> bool:
        cameras.see(frame_of(forged))
        return panel.verdict.isVisible()

    qtbot.waitUntil(is_checked, timeout=WAIT_MS)

    assert "证据无效" in panel.said.text()


def test_without_a_camera_it_says_so(panel: EvidencePanel, cameras: FakeCameras) -> None:
    cameras.names.clear()

    QTest.mouseClick(panel.camera.toggle, LEFT)

    assert panel.camera.camera.state is CameraState.NO_DEVICE
    assert "没有找到摄像头" in panel.camera.strip.status.text()
    assert not panel.camera.toggle.isChecked()


def test_no_camera_runs_that_nobody_looks_at(panel: EvidencePanel, cameras: FakeCameras) -> None:
    QTest.mouseClick(panel.camera.toggle, LEFT)
    assert cameras.running

    panel.hide()

    assert cameras.running == ""
