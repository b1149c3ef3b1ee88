from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.bridge.imports_ahead import ImportsAhead, import_call
from app.engine.errors import CancelledError
from app.engine.jobs import CancelToken


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three modules that nothing has imported, the second of which fails."""
    (tmp_path / "ahead_first.py").write_text("import threading\nTHREAD = threading.current_thread()\n")
    (tmp_path / "ahead_broken.py").write_text("raise ImportError('a library is missing')\n")
    (tmp_path / "ahead_last.py").write_text("import threading\nTHREAD = threading.current_thread()\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    names = ["ahead_first", "ahead_broken", "ahead_last"]
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    return names


def test_modules_are_imported_on_the_main_thread_and_one_that_fails_stops_no_other(
    modules: list[str], qtbot: QtBot
) -> None:
    ahead = ImportsAhead(modules)

    with qtbot.waitSignal(ahead.ended):
        ahead.start()

    assert "ahead_broken" not in sys.modules
    assert [sys.modules[name].THREAD.name for name in ("ahead_first", "ahead_last")] == ["MainThread"] * 2


def test_others_have_their_turn_between_two_modules(modules: list[str], qtbot: QtBot) -> None:
    ahead = ImportsAhead(modules)
    seen: list[int] = []
    QTimer.singleShot(0, lambda: seen.append(len(sys.modules.keys() & {"ahead_first", "ahead_last"})))

    with qtbot.waitSignal(ahead.ended):
        ahead.start()

    assert seen
    assert seen[0] < 2


def test_a_worker_imports_what_it_can_and_stops_when_it_is_told_to(modules: list[str]) -> None:
    token = CancelToken()

    import_call(modules)(lambda *_done: None, token)

    assert sys.modules.keys() & set(modules) == {"ahead_first", "ahead_last"}
    token.cancel()
    with pytest.raises(CancelledError):
        import_call(modules)(lambda *_done: None, token)
