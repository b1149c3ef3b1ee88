"""A painter ends with the painting: others may hold the frame that made it, as a traceback or a watchdog does."""

from __future__ import annotations

import ast
import sys
from types import FrameType

import pytest
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine import paths
from app.widgets.photo_view import PhotoView
from tests.source_code import parsed

MODULES = sorted((paths.resources().parent / "app").rglob("*.py"))


def test_a_painter_has_ended_though_its_frame_is_still_held(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[FrameType] = []
    monkeypatch.setattr(PhotoView, "_paint_hint", lambda _view, _painter: held.append(sys._getframe(1)))
    view = PhotoView(desk.theme, desk.icons, "view")
    qtbot.addWidget(view)

    view.grab()

    painter = held[0].f_locals["painter"]
    assert isinstance(painter, QPainter)
    assert not painter.isActive()


def test_every_painter_is_made_by_a_with_statement() -> None:
    made = {path.name: (painters(parsed(path)), ended_painters(parsed(path))) for path in MODULES}

    assert len(MODULES) > 100
    assert any(ended for _, ended in made.values())
    assert {name: found for name, found in made.items() if found[0] != found[1]} == {}


def painters(tree: ast.Module) -> int:
    return sum(is_painter(node) for node in ast.walk(tree))


def ended_painters(tree: ast.Module) -> int:
    items = [item for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items]
    return sum(is_painter(item.context_expr) for item in items)


def is_painter(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "QPainter"
