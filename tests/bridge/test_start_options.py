from __future__ import annotations

from pathlib import Path

import pytest

from app.bridge.start_options import Display, has_display, start_options


def test_no_argument_asks_for_the_window() -> None:
    assert start_options([]) is not None


def test_store_and_language_are_options_of_the_window(tmp_path: Path) -> None:
    options = start_options(["--store", str(tmp_path), "--lang", "en"])

    assert options is not None
    assert (options.store, options.language) == (tmp_path, "en")


@pytest.mark.parametrize(
    ("argv", "display"), [(["--screen"], Display.SCREEN), (["--kiosk"], Display.KIOSK), ([], None)]
)
def test_the_window_can_begin_with_a_display(argv: list[str], display: Display | None) -> None:
    options = start_options(argv)

    assert options is not None
    assert options.display is display


@pytest.mark.parametrize(
    "argv",
    [
        ["data", "batches"],
        ["--json"],
        ["--help"],
        ["--lang", "fr"],
        ["--store"],
        ["--store", "postgresql://x"],
        ["--screen", "--kiosk"],
    ],
)
def test_everything_else_is_for_the_command_line(argv: list[str]) -> None:
    assert start_options(argv) is None


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_a_window_needs_a_display(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert has_display(platform, environment) is expected
