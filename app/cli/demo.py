"""`tradescope demo`: build the demo data and import them like any other files."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli import documents
from app.cli.parsing import Subparsers
from app.cli.terminal import Terminal
from app.engine.demo.defaults import DEFAULT_ROWS, DEFAULT_SEED
from app.engine.jobs import CancelToken
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.records.report import ImportReport


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `demo build`."""
    verbs = commands.add_parser("demo", help="data to try the program with").add_subparsers(
        metavar="VERB", required=True
    )
    build = verbs.add_parser("build", parents=[common], help="(re)build the demo data")
    build.add_argument("--rows", type=_rows, default=DEFAULT_ROWS, help="records in all (default %(default)s)")
    build.add_argument("--seed", type=int, default=DEFAULT_SEED, help="same seed, same data (default %(default)s)")
    build.add_argument("--files", type=Path, metavar="DIR", help="where the CSV and truth files go")
    build.set_defaults(run=_build)


def build_demo(
    store: Path, terminal: Terminal, token: CancelToken, *, rows: int, seed: int, files: Path | None = None
) -> ImportReport:
    """Write the CSV and truth files beside the store and import the CSV files in place of earlier demo data."""
    absolute = store.absolute()
    # numpy takes half a second to load, which no other command needs to wait for
    from app.engine.demo.generate import generate_demo  # noqa: PLC0415

    folder = files or absolute.parent / f"{absolute.name}-demo"
    made = generate_demo(folder, rows=rows, seed=seed, progress=terminal.progress, token=token)
    paths = [file.path for file in made.files]
    return import_files(store, paths, ImportOptions(is_demo=True), progress=terminal.progress, token=token)


def _rows(text: str) -> int:
    rows = int(text)
    if rows < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return rows


def _build(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    report = build_demo(
        Path(arguments.store), terminal, token, rows=arguments.rows, seed=arguments.seed, files=arguments.files
    )
    terminal.print_json(documents.import_report(report, terminal.language))
    terminal.print(documents.import_text(report, terminal))
    terminal.print(terminal.say("demo.label"))
    return 1 if report.has_failures else 0
