"""The layers hold: who may import whom, and that the engine and the command line start without Qt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

IMPORT_ALL_BELOW_THE_WINDOW = """
import importlib, pkgutil, sys
import app

sys.modules["PySide6"] = None
for layer in ("engine", "cli"):
    package = importlib.import_module(f"app.{layer}")
    for module in pkgutil.walk_packages(getattr(package, "__path__", []), f"app.{layer}."):
        importlib.import_module(module.name)
print(sorted(name for name, module in sys.modules.items() if name.startswith(("PySide6", "shiboken6")) and module))
"""


@pytest.fixture(scope="module")
def contracts(repository: Path) -> str:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    report = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    return report.stdout + report.stderr


def test_every_layer_contract_is_kept(contracts: str) -> None:
    assert "0 broken" in contracts, contracts


def test_engine_and_command_line_import_without_qt(repository: Path) -> None:
    command = [sys.executable, "-c", IMPORT_ALL_BELOW_THE_WINDOW]

    report = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)

    assert (report.returncode, report.stdout.strip()) == (0, "[]"), report.stderr
