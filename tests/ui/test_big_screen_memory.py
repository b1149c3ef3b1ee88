from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.views.screen.big_screen import BigScreen
from tests.ui.screen_desk import standing, turn, wait_for_scenes

# Caches of the browser engine still fill during the first hundred scenes, which are all that the short run sees.
MOST_GROWTH_PERCENT = (30, 10)


def resident_kib(process: int | str) -> int:
    """Memory of a process that lies in RAM."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def least_memory(bot: QtBot, screen: BigScreen, turns: int) -> tuple[int, int]:
    """Of this process and of the renderer over some scenes: both let go of what they no longer use only at times."""
    window, renderer = [], []
    for _ in range(turns):
        turn(bot, screen, Qt.Key.Key_Right)
        gc.collect()
        window.append(resident_kib("self"))
        renderer.append(resident_kib(screen.stage.area.page.renderProcessPid()))
    return min(window), min(renderer)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_does_not_grow_with_the_number_of_scenes(
    qtbot: QtBot, desk: Desk, case_count: Callable[[int, int], int]
) -> None:
    changes = case_count(60, 500)
    with standing(desk, width=1920, height=1080) as screen:
        wait_for_scenes(qtbot, screen)
        least_memory(qtbot, screen, changes // 5)
        before = least_memory(qtbot, screen, changes // 5)
        least_memory(qtbot, screen, changes * 2 // 5)
        after = least_memory(qtbot, screen, changes // 5)

    print(f"{changes} scenes: window {before[0]} → {after[0]} KiB, renderer {before[1]} → {after[1]} KiB")
    most = 1 + case_count(*MOST_GROWTH_PERCENT) / 100
    assert after[0] < before[0] * most
    assert after[1] < before[1] * most
