"""What draws the window: a card, or the processor without playing one."""

import os
import sys
from pathlib import Path

import pytest

from app.bridge.graphics import choose_renderer, has_renderer


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    # Set first, so that it is put back whatever a test leaves behind
    monkeypatch.setenv("QT_QUICK_BACKEND", "")
    monkeypatch.delenv("QT_QUICK_BACKEND")


def test_without_a_card_the_processor_draws_by_itself(tmp_path: Path) -> None:
    (tmp_path / "dri").mkdir()
    (tmp_path / "dri" / "card0").touch()  # shows pictures, but cannot draw

    choose_renderer(tmp_path)

    assert not has_renderer()
    assert os.environ["QT_QUICK_BACKEND"] == "software"


@pytest.mark.parametrize("device", ["dri/renderD128", "nvidia0", "dxg"])
def test_a_card_that_is_there_draws(tmp_path: Path, device: str) -> None:
    (tmp_path / device).parent.mkdir(exist_ok=True)
    (tmp_path / device).touch()

    choose_renderer(tmp_path)

    assert has_renderer()
    assert "QT_QUICK_BACKEND" not in os.environ


def test_what_the_environment_asks_for_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QUICK_BACKEND", "rhi")

    choose_renderer(tmp_path)

    assert has_renderer()


def test_other_systems_tell_qt_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    choose_renderer(tmp_path)

    assert has_renderer()
