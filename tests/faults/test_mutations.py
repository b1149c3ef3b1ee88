"""Damaged CSV and XLSX files through a whole import: a sentence or an import, every row accounted for, never a half."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

from app.engine.errors import EngineError
from app.engine.messages import Language, sentence
from app.engine.records.pipeline import ImportOptions, OnConflict, import_files
from app.engine.records.report import FileOutcome, FileStatus
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import HEADER, Row, quarantine, records, total, write_seed
from tests.engine.records.readers.workbooks import Cell, write_workbook

ROWS = [Row(value=str(number), quantity=str(number)) for number in range(1, 41)]
Mutation = Callable[[bytes, random.Random], bytes]


def _line(raw: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = raw.split(b"\n")
    at = chance.randrange(min(1, len(lines) - 1), len(lines))
    lines[at] = change(lines[at])
    return b"\n".join(lines)


def with_bom(raw: bytes, chance: random.Random) -> bytes:
    return b"\xef\xbb\xbf" + raw


def with_few_cells(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: line.rsplit(b",", chance.randrange(1, 4))[0])


def with_more_cells(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: line + b",extra" * chance.randrange(1, 4))


def with_nul(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: line[:3] + b"\x00" + line[3:])


def with_endless_line(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: line + b"x" * 3_000_000)


def with_open_quote(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: b'"' + line)


def with_quoted_empties(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: b'"",' + line.partition(b",")[2])


def truncated(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def with_swapped_columns(raw: bytes, chance: random.Random) -> bytes:
    lines = [line.split(b",") for line in raw.split(b"\n") if line]
    for cells in lines[1:]:
        cells[:2] = reversed(cells[:2])
    return b"\n".join(b",".join(cells) for cells in lines)


def with_returns(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\n", chance.choice([b"\r\n", b"\r"]))


def with_mixed_returns(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: line + b"\r")


def with_blank_lines(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: line + b"\n" + chance.choice([b"", b"   ", b"\t"]) + b"\n")


def with_broken_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + bytes([chance.randrange(256)]) * chance.randrange(1, 4) + raw[at:]


def with_lost_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[at + chance.randrange(1, 40) :]


def with_formula(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: line.rsplit(b",", 1)[0] + b",=SUM(G2:G9)")


def with_trailing_commas(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\n", b",\n")


def with_a_repeated_header(raw: bytes, chance: random.Random) -> bytes:
    return _line(raw, chance, lambda line: raw.split(b"\n", 1)[0] + b"\n" + line)


MUTATIONS: list[Mutation] = [
    with_bom,
    with_few_cells,
    with_more_cells,
    with_nul,
    with_endless_line,
    with_open_quote,
    with_quoted_empties,
    truncated,
    with_swapped_columns,
    with_returns,
    with_mixed_returns,
    with_blank_lines,
    with_broken_bytes,
    with_lost_bytes,
    with_formula,
    with_trailing_commas,
    with_a_repeated_header,
]


def test_damaged_text_is_imported_whole_or_refused(tmp_path: Path, case_count: Callable[[int, int], int]) -> None:
    chance = random.Random(20)
    clean = write_seed(tmp_path, ROWS).read_bytes()
    files = []
    for number in range(case_count(34, 850)):
        raw = clean
        for mutate in [MUTATIONS[number % len(MUTATIONS)], *chance.sample(MUTATIONS, chance.randrange(3))]:
            raw = mutate(raw, chance)
        files.append(_write(tmp_path / f"case{number}" / "2020年进口.csv", raw))

    outcomes = _import_and_check(tmp_path / "store", files)

    for path, outcome in zip(files, outcomes, strict=True):
        if outcome.status is FileStatus.IMPORTED:
            # three mutations can merge three lines with their neighbours at most
            assert _data_lines(path) - sum(table.rows for table in outcome.facts) <= 3


def _data_lines(path: Path) -> int:
    return sum(1 for line in re.split(rb"\r\n|\n|\r", path.read_bytes()) if line.strip()) - 1


def test_damaged_workbooks_are_imported_whole_or_refused(tmp_path: Path, case_count: Callable[[int, int], int]) -> None:
    chance = random.Random(21)
    table: list[Sequence[Cell]] = [HEADER, *(astuple(row) for row in ROWS)]
    clean = write_workbook(tmp_path / "2020年进口.xlsx", {"data": table}).read_bytes()
    files = []
    for number in range(case_count(6, 150)):
        mutate = chance.choice([truncated, with_broken_bytes, with_lost_bytes])
        files.append(_write(tmp_path / f"book{number}" / "2020年进口.xlsx", mutate(clean, chance)))

    _import_and_check(tmp_path / "store", files)


def _write(path: Path, raw: bytes) -> Path:
    path.parent.mkdir()
    path.write_bytes(raw)
    return path


def _import_and_check(store: Path, files: list[Path]) -> Sequence[FileOutcome]:
    """All in one batch; each file on its own is whole or absent, and the store holds the sum of the whole ones."""
    report = import_files(store, files, ImportOptions(on_conflict=OnConflict.ADD))

    assert len(report.files) == len(files)
    imported = [outcome for outcome in report.files if outcome.status is FileStatus.IMPORTED]
    for outcome in report.files:
        _check_sentence(outcome)
    facts = [table for outcome in imported for table in outcome.facts]
    assert all(one.rows == one.kept + one.rejected for one in facts)
    assert sum(one.kept for one in facts) == len(records(store))
    assert sum(one.rejected for one in facts) == len(quarantine(store))
    assert total(Decimal(one.value_kept) for one in facts) == total(row.value for row in records(store))
    assert len(read_manifest(store).segments) == len(facts)
    assert not (store / "scratch").exists()
    return report.files


def _check_sentence(outcome: FileOutcome) -> None:
    error = outcome.error
    if error is not None:
        assert isinstance(error, EngineError)
        assert sentence(error, Language.EN)
        assert sentence(error, Language.ZH)
