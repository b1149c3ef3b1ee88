"""`tradescope data`: import files, explain what was cleaned, remove batches, back up and restore."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli import documents
from app.cli.parsing import Subparsers
from app.cli.terminal import Terminal
from app.engine import paths
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.records.concordance_file import read_concordance
from app.engine.records.layout import SourceFormat
from app.engine.records.options import ImportOptions, OnConflict
from app.engine.records.pipeline import import_files
from app.engine.records.rules import Profile, rule_book
from app.engine.reference.concordances import keep_concordance
from app.engine.store.backup import back_up, restore
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import Segment, read_manifest
from app.engine.store.quarantine import rejected_rows, segment_reports
from app.engine.store.removal import remove_batch, remove_demo

_FORMATS = ("auto", *(entry.value for entry in SourceFormat if entry is not SourceFormat.MAPPING))
_SHOWN_REJECTED = 50


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `data` and its verbs."""
    verbs = commands.add_parser("data", help="import and inspect customs files").add_subparsers(
        metavar="VERB", required=True
    )
    _add_import(verbs, common)
    report = verbs.add_parser("report", parents=[common], help="what each rule did")
    report.add_argument("--batch", help="id of one batch; default: all")
    report.set_defaults(run=_report)
    rejected = verbs.add_parser("rejected", parents=[common], help="rows that are not in the store")
    rejected.add_argument("--rule", help="id of one rule")
    rejected.add_argument("--batch", help="id of one batch")
    rejected.add_argument("--out", type=Path, metavar="CSV", help="write all of them to a CSV file")
    rejected.add_argument("--limit", type=int, default=_SHOWN_REJECTED, help="rows to print (default %(default)s)")
    rejected.set_defaults(run=_rejected)
    verbs.add_parser("batches", parents=[common], help="list imports").set_defaults(run=_batches)
    remove = verbs.add_parser("remove", parents=[common], help="take a batch out of the store")
    remove.add_argument("batch", help="id of the batch, or 'demo' for all demo data")
    remove.set_defaults(run=_remove)
    backup = verbs.add_parser("backup", parents=[common], help="copy the whole store to one file")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_back_up)
    restoring = verbs.add_parser("restore", parents=[common], help="replace the store by a verified backup")
    restoring.add_argument("file", type=Path)
    restoring.set_defaults(run=_restore)
    _add_concordance(verbs, common)


def _add_concordance(verbs: Subparsers, common: argparse.ArgumentParser) -> None:
    verb = verbs.add_parser("concordance", parents=[common], help="import a table between HS editions (WCO, UN)")
    verb.add_argument("file", type=Path, help="CSV, XLS or XLSX with a column for each of two editions")
    verb.set_defaults(run=_concordance)


def _concordance(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    table = read_concordance(arguments.file)
    keep_concordance(paths.user_data(), table)
    facts = {"earlier": table.earlier, "later": table.later, "pairs": len(table.pairs)}
    terminal.print_json(facts)
    terminal.print(terminal.say("concordance.kept", **facts))
    return 0


def _add_import(verbs: Subparsers, common: argparse.ArgumentParser) -> None:
    verb = verbs.add_parser("import", parents=[common], help="import files")
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.add_argument("--direction", choices=("import", "export"), help="where the file does not say")
    verb.add_argument("--format", default="auto", metavar="|".join((*_FORMATS, "MAPPING.toml")))
    verb.add_argument("--profile", choices=[entry.value for entry in Profile], help="default: by format")
    verb.add_argument("--year", type=int, help="where the file does not say")
    conflict = verb.add_mutually_exclusive_group()
    conflict.add_argument("--replace", action="store_true", help="replace what is there for the same period and goods")
    conflict.add_argument("--add", action="store_true", help="keep both; the files are complementary")
    verb.add_argument("--drop-duplicates", action="store_true", help="reject exact duplicate rows")
    verb.set_defaults(run=_import)


def _import(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    source_format, mapping = _format(arguments.format)
    conflict = OnConflict.REPLACE if arguments.replace else OnConflict.ADD if arguments.add else OnConflict.ASK
    options = ImportOptions(
        format=source_format,
        mapping=mapping,
        direction=arguments.direction,
        year=arguments.year,
        profile=Profile(arguments.profile) if arguments.profile else None,
        on_conflict=conflict,
        drops_duplicates=arguments.drop_duplicates,
    )
    report = import_files(Path(arguments.store), arguments.files, options, progress=terminal.progress, token=token)
    terminal.print_json(documents.import_report(report, terminal.language))
    terminal.print(documents.import_text(report, terminal))
    return 1 if report.has_failures else 0


def _format(text: str) -> tuple[SourceFormat | None, Path | None]:
    if text.endswith(".toml"):
        return SourceFormat.MAPPING, Path(text)
    if text not in _FORMATS:
        raise UsageError("cli.format_unknown", given=text, known=", ".join(_FORMATS))
    return (None if text == "auto" else SourceFormat(text)), None


def _report(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    folder = StoreFolder(Path(arguments.store))
    segments = _segments(folder, arguments.batch)
    reports = [(segment, segment_reports(folder, segment)) for segment in segments]
    terminal.print_json({"files": [documents.report(segment, rules, terminal.language) for segment, rules in reports]})
    for segment, rules in reports:
        terminal.print(documents.report_text(segment, rules, terminal))
    return 0


def _rejected(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    if arguments.rule is not None and not rule_book().has(arguments.rule):
        raise UsageError("cli.rule_unknown", rule=arguments.rule)
    if arguments.limit < 1:
        raise UsageError("query.limit_too_small", given=arguments.limit)
    folder = StoreFolder(Path(arguments.store))
    segments = _segments(folder, arguments.batch)
    limit = None if arguments.out else arguments.limit
    rows = rejected_rows(folder, segments, rule=arguments.rule, limit=limit)
    if arguments.out:
        written = documents.write_rejected(arguments.out, rows, terminal.language)
        terminal.print_json({"rows": written, "out": str(arguments.out)})
        terminal.print(terminal.say("cli.rejected_written", rows=written, path=arguments.out))
        return 0
    found = list(rows)
    terminal.print_json({"rows": [documents.rejected(row, terminal.language) for row in found]})
    terminal.print(documents.rejected_text(found, terminal))
    return 0


def _batches(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    segments = read_manifest(Path(arguments.store)).segments
    terminal.print_json({"batches": documents.batches(segments)})
    terminal.print(documents.batches_text(segments, terminal))
    return 0


def _remove(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    store = Path(arguments.store)
    if arguments.batch == "demo":
        count = remove_demo(store, token=token)
    else:
        count = len(remove_batch(store, arguments.batch, token=token))
    terminal.print_json({"removed_files": count})
    terminal.print(terminal.say("cli.removed", count=count))
    return 0


def _back_up(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    back_up(Path(arguments.store), arguments.file, progress=terminal.progress, token=token)
    terminal.print_json({"file": str(arguments.file)})
    terminal.print(terminal.say("cli.backed_up", path=arguments.file))
    return 0


def _restore(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    restore(arguments.file, Path(arguments.store), progress=terminal.progress, token=token)
    terminal.print_json({"store": arguments.store})
    terminal.print(terminal.say("cli.restored", path=arguments.store))
    return 0


def _segments(folder: StoreFolder, batch: str | None) -> list[Segment]:
    segments = read_manifest(folder.root).segments
    found = [segment for segment in segments if batch in {None, segment.batch}]
    if batch is not None and not found:
        known = ", ".join(sorted({segment.batch for segment in segments})) or "-"
        raise UsageError("store.batch_unknown", batch=batch, known=known)
    return found
