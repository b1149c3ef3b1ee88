"""`tradescope` without a command: build the demo data where there are no data, then say what is there."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli import query
from app.cli.demo import build_demo
from app.cli.terminal import Terminal
from app.engine.demo.defaults import DEFAULT_ROWS, DEFAULT_SEED
from app.engine.jobs import CancelToken
from app.engine.store.manifest import read_manifest


def run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    """Greet with the totals of the store."""
    store = Path(arguments.store)
    if not read_manifest(store).segments:
        terminal.print(terminal.say("cli.building_demo", rows=DEFAULT_ROWS))
        report = build_demo(store, terminal, token, rows=DEFAULT_ROWS, seed=DEFAULT_SEED)
        if report.has_failures:
            return 1
    if any(segment.is_demo for segment in read_manifest(store).segments):
        terminal.print(terminal.say("demo.label"))
    status = query.print_totals(store, terminal)
    terminal.print(terminal.say("cli.try_next"))
    return status
