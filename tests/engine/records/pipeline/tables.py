"""Small seed-schema tables, imports of them, and what is then in the store, in quarantine and in the report."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.records.report import FileOutcome, FileStatus, ImportReport
from app.engine.store.folder import StoreFolder
from app.engine.store.ingest_plan import RuleAction
from app.engine.store.manifest import read_manifest
from app.engine.store.quarantine import RejectedRow, rejected_rows

HEADER = ("商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位", "金额")
NAMES = {"import": "进口", "export": "出口"}
AS_FOUND = ImportOptions()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a seed-schema file; the default is one that every rule leaves alone."""

    hs: str = "01012100"
    partner: str = "美国"
    province: str = "北京市"
    mode: str = "一般贸易"
    quantity: str = "10"
    unit: str = "千克"
    value: str = "1000"


@dataclass(frozen=True, slots=True)
class Record:
    """One kept row as the store holds it."""

    direction: int
    year: int
    month: int
    country: int | None
    province: int | None
    mode: int | None
    hs: int
    hs_level: int
    edition: int | None
    quantity: Decimal | None
    unit: int | None
    quantity_2: Decimal | None
    unit_2: int | None
    value: Decimal
    currency: str
    reporter: int
    valuation: int


COLUMNS = tuple(Record.__dataclass_fields__)


def write_seed(folder: Path, rows: Sequence[Row], *, year: int = 2020, direction: str = "import") -> Path:
    """A seed-schema file that says year and direction in its name."""
    path = folder / f"{year}年{NAMES[direction]}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(astuple(row) for row in rows)
    return path


def write_lines(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file of these lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding=encoding)
    return path


def import_one(store: Path, path: Path, options: ImportOptions = AS_FOUND) -> FileOutcome:
    """The outcome of a file that must import."""
    report = import_files(store, [path], options)
    assert [outcome.error for outcome in report.files] == [None]
    assert report.files[0].status is FileStatus.IMPORTED
    return report.files[0]


def errors(report: ImportReport) -> list[str]:
    """Codes of the files' errors."""
    return [outcome.error.code for outcome in report.files if outcome.error]


def records(store: Path) -> list[Record]:
    """All kept rows, sorted."""
    folder = StoreFolder(store)
    found: list[Record] = []
    for segment in read_manifest(store).segments:
        with duckdb.connect(str(folder.segment_path(segment.id)), read_only=True) as connection:
            rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM records").fetchall()
        found += [Record(*row) for row in rows]
    return sorted(found, key=lambda record: [str(value) for value in asdict(record).values()])


def quarantine(store: Path) -> list[RejectedRow]:
    """All rejected rows."""
    return list(rejected_rows(StoreFolder(store), read_manifest(store).segments))


def refused(store: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Rule and cells of all rejected rows, sorted; an empty cell is ""."""
    return sorted((row.rule, tuple(cell or "" for cell in row.cells)) for row in quarantine(store))


def counts(outcome: FileOutcome, action: RuleAction) -> dict[str, int]:
    """Rows by rule of one action, over all tables of the file."""
    found: dict[str, int] = {}
    for facts in outcome.facts:
        for count in facts.rule_counts:
            if count.action is action:
                found[count.rule] = found.get(count.rule, 0) + count.rows
    return found


def total(values: Iterable[Decimal]) -> Decimal:
    """Their exact sum."""
    return sum(values, Decimal(0))
