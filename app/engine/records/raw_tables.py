"""The heads of all tables in a file, as records of text, before anything is known about their meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.engine.errors import InputError
from app.engine.records import containers, delimited, parquet, workbook
from app.engine.records.encodings import detect, strip_bom
from app.engine.records.layout import Evidence, Kind
from app.engine.records.mapping import SourceHints

_RECORDS = 300


@dataclass(frozen=True, slots=True)
class RawTable:
    """The head of one table; `records` holds blank ones too, so that their numbers are the file's."""

    member: containers.Member
    sheet: str
    encoding: str
    delimiter: str
    records: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    width: int = 0  # by which the records of a text were told from the lines of one; 0 for other kinds

    @property
    def label(self) -> str:
        """What to call the table in a sentence."""
        return f"{self.member.label} [{self.sheet}]" if self.sheet else self.member.label


def raw_tables(path: Path, hints: SourceHints) -> Iterator[RawTable]:
    """Every table of the file, in its order; hints replace detection."""
    for member in containers.list_members(path):
        if member.kind is Kind.TEXT:
            yield _text_table(member, hints)
        elif member.kind is Kind.PARQUET:
            names = tuple(parquet.column_names(member))
            records = (names, *map(tuple, islice(parquet.rows(member), _RECORDS)))
            yield RawTable(member, "", "", ",", records, ())
        else:
            yield from _sheet_tables(member, hints)


def _text_table(member: containers.Member, hints: SourceHints) -> RawTable:
    windows = containers.sample_windows(member)
    detected = detect(windows)
    encoding = hints.encoding or detected.encoding
    text = strip_bom(windows[0]).decode(encoding, errors="replace").removeprefix("\ufeff")
    if len(windows[0]) == containers.HEAD:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    split = delimited.split(text, hints.delimiter)
    if not split.records:
        raise InputError("records.no_lines", file=member.label)
    return RawTable(member, "", encoding, split.delimiter, split.records, (detected.evidence,), split.width)


def _sheet_tables(member: containers.Member, hints: SourceHints) -> Iterator[RawTable]:
    sheets = workbook.open_sheets(member)
    wanted = [sheet for sheet in sheets if hints.sheet is None or sheet.name == hints.sheet]
    if not wanted:
        raise InputError("records.workbook_empty", file=member.label, sheet=hints.sheet or "*")
    for sheet in wanted:
        records = tuple(map(tuple, islice(sheet.rows(), _RECORDS)))
        yield RawTable(member, sheet.name, "", ",", records, ())
