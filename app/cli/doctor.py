"""`tradescope doctor`: what a supporter asks first, on one page."""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
from importlib import metadata
from pathlib import Path

from app import __version__
from app.cli.parsing import Subparsers
from app.cli.terminal import Terminal
from app.engine import paths
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken
from app.engine.messages import sentence
from app.engine.records.rules import rule_book
from app.engine.reference import countries, hs_codes
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import open_store

_LIBRARIES = ("duckdb", "numpy", "python-calamine")
_MB = 1 << 20


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `doctor`."""
    commands.add_parser("doctor", parents=[common], help="check the installation and the store").set_defaults(run=_run)


def _run(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    store = Path(arguments.store)
    checks: dict[str, object] = {
        "tradescope": __version__,
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        **{name: metadata.version(name) for name in _LIBRARIES},
        "resources": str(paths.resources()),
        "countries": len(countries.table().countries),
        "hs8_codes": len(hs_codes.table().codes(8)),
        "cleaning_rules": len(rule_book().rules),
        "store": str(store),
        "free_disk_mb": shutil.disk_usage(_existing(store)).free // _MB,
    }
    problem = _store_problem(store, terminal)
    checks |= _store_facts(store) if problem is None else {"problem": problem}
    terminal.print_json({**checks, "ok": problem is None})
    terminal.print("\n".join(f"{name:16} {value}" for name, value in checks.items()))
    return 0 if problem is None else 1


def _store_facts(store: Path) -> dict[str, object]:
    manifest = read_manifest(store)
    return {
        "generation": manifest.generation,
        "files_imported": len(manifest.segments),
        "records": sum(segment.kept for segment in manifest.segments),
    }


def _store_problem(store: Path, terminal: Terminal) -> str | None:
    """Every database of the store opens, or the sentence that says which does not."""
    try:
        if read_manifest(store).segments:
            with open_store(store) as opened:
                opened.check()
    except EngineError as error:
        return sentence(error, terminal.language)
    return None


def _existing(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())
