"""Tab leaves a table, within which the arrow keys move; nobody gets stuck in one."""

from __future__ import annotations

import ast
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.engine.reports.tables import Column, Table
from app.widgets.report_table import ReportTable
from tests.source_code import called_name, parsed


def makes_table(path: Path) -> bool:
    """Whether a file has a table of its own or makes one of Qt's."""
    nodes = list(ast.walk(parsed(path)))
    derived = (base for node in nodes if isinstance(node, ast.ClassDef) for base in node.bases)
    is_derived = any(isinstance(base, ast.Name) and base.id == "QTableView" for base in derived)
    return is_derived or any(isinstance(node, ast.Call) and called_name(node) == "QTableView" for node in nodes)


def test_tab_goes_from_a_table_to_what_follows_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    table, after = ReportTable(Table("", (Column("a"), Column("b")), [("1", "2"), ("3", "4")])), QPushButton("next")
    column = QVBoxLayout(window)
    column.addWidget(table)
    column.addWidget(after)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    table.setFocus()

    QTest.keyClick(table, Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is after


def test_every_table_of_the_window_lets_tab_out(repository: Path) -> None:
    files = [path for part in ("widgets", "views") for path in sorted((repository / "app" / part).rglob("*.py"))]
    tables = [path for path in files if makes_table(path)]

    kept_in = [path.name for path in tables if "setTabKeyNavigation(False)" not in path.read_text(encoding="utf-8")]

    assert len(tables) > 8
    assert kept_in == []
