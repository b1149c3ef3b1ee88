"""`tradescope cluster`: groups of members that trade alike; `tradescope dependence`: products that partners hold."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from app.cli.cluster_documents import dependence_document, feature_document, grouping_document
from app.cli.parsing import Subparsers
from app.cli.query_documents import Document
from app.cli.query_options import add_filters, limit_of, parts_of, selection_of
from app.cli.query_tables import basis_sentence, print_basis
from app.cli.tables import Align, render
from app.cli.tables import Column as Head
from app.cli.terminal import Terminal
from app.engine.analysis.clusters.features import GROUPED, features_of
from app.engine.analysis.clusters.grouping import Grouping, GroupRequest, compare_methods, find_groups
from app.engine.analysis.clusters.methods import Method
from app.engine.analysis.clusters.movement import movement
from app.engine.analysis.clusters.words import certainty, left_out_words
from app.engine.analysis.dependence import LEVELS, USUAL_THRESHOLD, find_dependence
from app.engine.analysis.dependence_words import dependence_summary
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.reports.about import About
from app.engine.reports.cluster_tables import group_table, member_table
from app.engine.reports.dependence_tables import holder_table, risk_table
from app.engine.reports.formats import cell_text
from app.engine.reports.report import Orientation, Report, Section
from app.engine.reports.saving import save_report
from app.engine.reports.tables import Table
from app.engine.store.dimensions import Dimension
from app.engine.store.generation_cube import DEMO
from app.engine.store.open_store import interruptible, open_store

_CELL_WIDTH = 40


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare both commands."""
    groups = commands.add_parser("cluster", parents=[common], help="groups of members that trade alike")
    groups.add_argument("--of", required=True, choices=[each.value for each in GROUPED], help="what is grouped")
    groups.add_argument("--k", default="auto", metavar="auto|N", help="how many groups (default: chosen by figures)")
    groups.add_argument("--method", choices=[each.value for each in Method], default=Method.KMEANS.value)
    groups.add_argument("--features", action="append", default=[], metavar="NAME,…", help="instead of the usual ones")
    groups.add_argument("--list-features", action="store_true", help="print the features with formula and caveat")
    groups.add_argument("--movement", action="store_true", help="how members move between groups over the years")
    groups.add_argument("--limit", type=int, default=20, metavar="N", help="members shown (default %(default)s)")
    groups.add_argument("--out", type=Path, metavar="FILE", help="write all members as CSV, XLSX or PDF")
    add_filters(groups)
    groups.set_defaults(run=_run_groups)
    held = commands.add_parser("dependence", parents=[common], help="products of which one partner holds a large share")
    held.add_argument("--level", choices=[each.value for each in LEVELS], default=Dimension.HS4.value)
    held.add_argument("--threshold", type=float, default=USUAL_THRESHOLD, metavar="SHARE", help="0 to 1")
    held.add_argument("--limit", type=int, default=20, metavar="N", help="products shown (default %(default)s)")
    held.add_argument("--out", type=Path, metavar="FILE", help="write the whole list as CSV, XLSX or PDF")
    add_filters(held)
    held.set_defaults(run=_run_dependence)


def _run_groups(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    dimension = Dimension(arguments.of)
    if arguments.list_features:
        return _list_features(dimension, terminal)
    request = GroupRequest(
        dimension, tuple(parts_of(arguments.features)), Method(arguments.method), _count(arguments.k)
    )
    with open_store(Path(arguments.store)) as store, interruptible(token):
        grouping = find_groups(store, selection_of(arguments), request, progress=terminal.progress, token=token)
        moves = movement(store, grouping, token=token) if arguments.movement else None
    compared = compare_methods(grouping, token=token) if terminal.is_json else []
    document = grouping_document(grouping, compared, moves, terminal.language)
    terminal.print_json(document)
    _print_groups(grouping, document, limit_of(arguments), terminal)
    if arguments.out:
        # A sheet of paper has no room for all features
        is_printed = arguments.out.suffix.lower() == ".pdf"
        members = member_table(grouping, terminal.language, with_features=not is_printed)
        tables = [group_table(grouping, terminal.language), members]
        notes = (certainty(grouping.chosen, terminal.language),)
        _save(arguments.out, document, tables, notes, terminal, token)
    return 0


def _run_dependence(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    with open_store(Path(arguments.store)) as store, interruptible(token):
        found = find_dependence(
            store, selection_of(arguments), level=Dimension(arguments.level), threshold=arguments.threshold
        )
    document = dependence_document(found, terminal.language)
    summary = dependence_summary(found, terminal.language)
    terminal.print_json(document)
    tables = [risk_table(found, terminal.language), holder_table(found, terminal.language)]
    _print_heading(document, terminal)
    terminal.print(summary)
    for table in tables if found.held else []:
        _print_table(table, limit_of(arguments), terminal)
    print_basis(document, terminal)
    if arguments.out:
        _save(arguments.out, document, tables, (summary,), terminal, token)
    return 0


def _count(given: str) -> int | None:
    if given == "auto":
        return None
    if not given.isdecimal():
        raise UsageError("clusters.count_unreadable", given=given)
    return int(given)


def _list_features(dimension: Dimension, terminal: Terminal) -> int:
    documents = [feature_document(feature, terminal.language) for feature in features_of(dimension)]
    terminal.print_json({"of": dimension.value, "features": documents})
    for document in documents:
        terminal.print(
            f"{document['feature']}  {document['name']}\n    {document['formula']}\n    {document['caveat']}"
        )
    return 0


def _print_groups(grouping: Grouping, document: Document, limit: int, terminal: Terminal) -> None:
    language = terminal.language
    _print_heading(document, terminal)
    groups = group_table(grouping, language)
    for sign, name, *_, told in groups.rows:
        terminal.print(f"{sign}  {name}\n    {told}")
    terminal.print(certainty(grouping.chosen, language))
    heads = [Head(terminal.say(f"clusters.column_{name}"), Align.RIGHT) for name in ("k", "silhouette", "stability")]
    considered = [
        [
            str(each.groups),
            *("–" if figure is None else f"{figure:.3f}" for figure in (each.silhouette, each.stability)),
        ]
        for each in grouping.considered
    ]
    terminal.print(render(heads, considered))
    _print_table(member_table(grouping, language, with_features=False), limit, terminal)
    for line in left_out_words(grouping.matrix.left_out, language):
        terminal.print(line)
    print_basis(document, terminal)


def _print_heading(document: Document, terminal: Terminal) -> None:
    if _is_demo(document):
        terminal.print(terminal.say("demo.label"))


def _is_demo(document: Document) -> bool:
    context = document["context"]
    return isinstance(context, dict) and context.get("source") == DEMO


def _print_table(table: Table, limit: int, terminal: Terminal) -> None:
    heads = [Head(column.title, Align.LEFT if column.is_text else Align.RIGHT) for column in table.columns]
    rows = [
        [_short(cell_text(cell, column.kind)) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows[:limit]
    ]
    terminal.print(render(heads, rows))


def _short(cell: str) -> str:
    return cell if len(cell) <= _CELL_WIDTH else f"{cell[: _CELL_WIDTH - 1]}…"


def _save(
    path: Path, document: Document, tables: list[Table], notes: tuple[str, ...], terminal: Terminal, token: CancelToken
) -> None:
    filters = document["filters"]
    chosen = filters.items() if isinstance(filters, dict) else ()
    statistics = terminal.say("dashboard.note_statistics")
    about = About(
        title=tables[0].name,
        made_at=datetime.now().astimezone(),
        language=terminal.language,
        filters=tuple(f"{name}: {value}" for name, value in chosen if value),
        basis=(basis_sentence(document, terminal), *notes),
        note=" ".join([*([terminal.say("demo.label")] if _is_demo(document) else []), statistics]),
    )
    report = Report(about, (), tuple(Section(table.name, table=table) for table in tables), Orientation.LANDSCAPE)
    save_report(path, report, progress=terminal.progress, token=token)
    terminal.print(terminal.say("cli.written", path=str(path)))
