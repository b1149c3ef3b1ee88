from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.imports_ahead import ImportsAhead


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three modules that nothing has imported, the second of which fails."""
    (tmp_path / "ahead_first.py").write_text("import threading\nTHREAD = threading.current_thread()\n")
    (tmp_path / "ahead_broken.py").write_text("raise ImportError('a library is missing')\n")
    (tmp_path / "ahead_last.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    return ["ahead_first", "ahead_broken", "ahead_last"]


def test_modules_are_imported_on_a_worker_and_one_that_fails_stops_no_other(
    desk: Desk, modules: list[str], qtbot: QtBot
) -> None:
    ahead = ImportsAhead(desk.runner, modules)

    with qtbot.waitSignal(ahead.ended):
        ahead.start()

    assert {"ahead_first", "ahead_last"} <= sys.modules.keys()
    assert "ahead_broken" not in sys.modules
    assert sys.modules["ahead_first"].THREAD.name != "MainThread"
