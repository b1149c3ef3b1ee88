"""From a path to what the file is: format, encoding, columns, years and direction, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError, UsageError
from app.engine.records import baci, comtrade, damage, gacc, propose, seed
from app.engine.records.layout import Evidence, Part, Recognition, SourceFormat
from app.engine.records.mapping import ColumnMapping, SourceHints, missing_columns, read_mapping
from app.engine.records.mapping import match as match_mapping
from app.engine.records.raw_tables import RawTable, raw_tables
from app.engine.records.sample import Match, Sample, Stated, sample_at, tidy_name
from app.engine.records.vocabulary import read_headings

_HEADER_CANDIDATES = 20
_MAX_COLUMNS = 1_000
_Matcher = Callable[[Sample, Stated], Match | None]
_MATCHERS: dict[SourceFormat, _Matcher] = {
    SourceFormat.BACI: baci.match,
    SourceFormat.COMTRADE: comtrade.match,
    SourceFormat.GACC: gacc.match,
    SourceFormat.SEED: seed.match,
}


@dataclass(frozen=True, slots=True)
class _Found:
    part: Part
    match: Match


def recognise(
    path: Path,
    *,
    format: SourceFormat | None = None,  # noqa: A002  # the name of the command line's option
    mapping: Path | ColumnMapping | None = None,
    direction: str | None = None,
    year: int | None = None,
) -> Recognition:
    """Look at the head of a file; a format of None in the answer means that a person must map its columns."""
    if format is SourceFormat.MAPPING and mapping is None:
        raise UsageError("records.mapping_wanted", file=path.name)
    chart = read_mapping(mapping) if isinstance(mapping, Path) else mapping
    stated = Stated(format, direction, year)
    tables = list(raw_tables(path, chart.source if chart else SourceHints()))
    found = [answer for table in tables if (answer := _find(table, stated, chart)) is not None]
    known = {(answer.part.member, answer.part.sheet) for answer in found}
    unknown = [table for table in tables if (table.member.name, table.sheet) not in known]
    evidence = [observation for table in tables for observation in table.evidence]
    evidence += [observation for answer in found for observation in answer.match.evidence]
    evidence += [Evidence("evidence.table_unknown", {"table": table.label}) for table in unknown]
    if not found:
        _refuse_if_named(tables, stated, chart)
        return _proposal(path, tables, evidence)
    return _summary(path, found, tuple(evidence))


def sample_to_map(path: Path) -> Sample:
    """The head of the first table of a file that no format describes, for a person to map."""
    return _likeliest_sample(next(iter(raw_tables(path, SourceHints()))))


def data_files(path: Path) -> list[Path]:
    """The files that a path given by a user stands for: the yearly files of a BACI folder, else the path itself."""
    return baci.year_files(path) if path.is_dir() else [path]


def _find(table: RawTable, stated: Stated, chart: ColumnMapping | None) -> _Found | None:
    for header_row in _header_rows(table, chart):
        sample = sample_at(table.records, header_row, file_name=table.member.label)
        match = _match(sample, stated, chart)
        if match is not None:
            damage.require_no_rows_above(table.records[:header_row], match.layout, file_name=table.label)
            match = damage.inspect(sample, match)
            if match.layout.format is SourceFormat.BACI:
                match = baci.with_country_table(match, table.member.path.parent)
            return _Found(_part(table, header_row, match), match)
    return None


def _header_rows(table: RawTable, chart: ColumnMapping | None) -> list[int]:
    if chart is not None and chart.source.header_row is not None:
        return [chart.source.header_row - 1] if chart.source.header_row <= len(table.records) else []
    candidates = enumerate(table.records[:_HEADER_CANDIDATES])
    return [
        number
        for number, record in candidates
        if len(record) <= _MAX_COLUMNS and sum(1 for cell in record if cell.strip()) >= 2
    ]


def _match(sample: Sample, stated: Stated, chart: ColumnMapping | None) -> Match | None:
    if chart is not None:
        return match_mapping(sample, stated, chart)
    matchers = [_MATCHERS[stated.format]] if stated.format else _MATCHERS.values()
    return next((match for matcher in matchers if (match := matcher(sample, stated)) is not None), None)


def _part(table: RawTable, header_row: int, match: Match) -> Part:
    return Part(
        packing=table.member.packing,
        kind=table.member.kind,
        member=table.member.name,
        sheet=table.sheet,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header_row=header_row,
        layout=match.layout,
    )


def _summary(path: Path, found: list[_Found], evidence: tuple[Evidence, ...]) -> Recognition:
    layouts = [answer.part.layout for answer in found]
    formats = sorted({layout.format.value for layout in layouts})
    if len(formats) > 1:
        raise InputError("records.mixed_formats", file=path.name, formats=", ".join(formats))
    directions = {answer.match.direction for answer in found}
    return Recognition(
        path=path,
        format=layouts[0].format,
        encoding=found[0].part.encoding,
        layout=layouts[0],
        years=tuple(sorted({year for answer in found for year in answer.match.years})),
        direction=directions.pop() if len(directions) == 1 else None,
        evidence=evidence,
        parts=tuple(answer.part for answer in found),
    )


def _refuse_if_named(tables: list[RawTable], stated: Stated, chart: ColumnMapping | None) -> None:
    for table in tables:
        header_rows = _header_rows(table, chart)
        header = sample_at(table.records, header_rows[0], file_name=table.label).columns if header_rows else ()
        damage.require_readable_header(header, file_name=table.label)
        if chart is not None:
            missing = ", ".join(missing_columns(header, chart))
            raise InputError("records.mapping_columns", file=table.label, missing=missing, found=", ".join(header[:20]))
    if stated.format is not None:
        raise InputError("records.not_the_format", file=tables[0].label, format=stated.format.value)


def _proposal(path: Path, tables: list[RawTable], evidence: list[Evidence]) -> Recognition:
    proposals = propose.propose(_likeliest_sample(tables[0]))
    told = (*evidence, *propose.as_evidence(proposals))
    draft = propose.mapping_text(proposals)
    return Recognition(path, None, tables[0].encoding, None, (), None, told, mapping_draft=draft)


def _likeliest_sample(table: RawTable) -> Sample:
    """The table under the row whose cells read most like names of columns."""
    return sample_at(table.records, likeliest_header(table), file_name=table.label)


def has_header(table: RawTable) -> bool:
    """Whether any row near the beginning can be a header."""
    return bool(_header_rows(table, None))


def likeliest_header(table: RawTable) -> int:
    """How many records stand above the row whose cells read most like names of columns."""
    rows = _header_rows(table, None)
    if not rows:
        raise InputError("records.no_table", file=table.member.path.name)
    return max(rows, key=lambda row: len(read_headings(tuple(map(tidy_name, table.records[row])))))
