"""From a path to what the file is: format, encoding, columns, years and direction, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError
from app.engine.records import containers, delimited, gacc, seed
from app.engine.records.encodings import detect, strip_bom
from app.engine.records.layout import Evidence, Kind, Part, Recognition, SourceFormat
from app.engine.records.sample import Match, Sample, Stated, sample_at

_HEADER_CANDIDATES = 20
_MATCHERS: dict[SourceFormat, Callable[[Sample, Stated], Match | None]] = {
    SourceFormat.GACC: gacc.match,
    SourceFormat.SEED: seed.match,
}


@dataclass(frozen=True, slots=True)
class RawTable:
    """The head of one table before its meaning is known."""

    member: containers.Member
    sheet: str
    encoding: str
    delimiter: str
    records: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]


def recognise(
    path: Path,
    *,
    format: SourceFormat | None = None,  # noqa: A002  # the name of the command line's option
    mapping: Path | None = None,
    direction: str | None = None,
    year: int | None = None,
) -> Recognition:
    """Look at the head of a file; a format of None in the answer means that a person must map its columns."""
    stated = Stated(format, mapping, direction, year)
    found: list[tuple[Part, Match]] = []
    evidence: list[Evidence] = []
    for table in _raw_tables(path):
        evidence += table.evidence
        answer = _match(table, stated)
        if answer is None:
            evidence.append(Evidence("evidence.table_unknown", {"table": _label(table)}))
        else:
            found.append(answer)
            evidence += answer[1].evidence
    if not found:
        if stated.format is not None:
            raise InputError("records.not_the_format", file=path.name, format=stated.format.value)
        return Recognition(path, None, "", None, (), None, tuple(evidence))
    return _summary(path, found, tuple(evidence))


def _raw_tables(path: Path) -> Iterator[RawTable]:
    for member in containers.list_members(path):
        if member.kind is Kind.TEXT:
            yield _text_table(member)


def _text_table(member: containers.Member) -> RawTable:
    windows = containers.sample_windows(member)
    detected = detect(windows)
    text = strip_bom(windows[0]).decode(detected.encoding, errors="replace").removeprefix("\ufeff")
    if len(windows[0]) == containers.HEAD:
        text = text[: text.rfind("\n") + 1] or text
    split = delimited.split(text)
    return RawTable(member, "", detected.encoding, split.delimiter, split.records, (detected.evidence,))


def _match(table: RawTable, stated: Stated) -> tuple[Part, Match] | None:
    matchers = [_MATCHERS[stated.format]] if stated.format else list(_MATCHERS.values())
    for header_row, record in enumerate(table.records[:_HEADER_CANDIDATES]):
        if sum(1 for cell in record if cell.strip()) < 3:
            continue
        sample = sample_at(table.records, header_row, file_name=table.member.label)
        for matcher in matchers:
            if (match := matcher(sample, stated)) is not None:
                return _part(table, header_row, match), match
    return None


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


def _summary(path: Path, found: list[tuple[Part, Match]], evidence: tuple[Evidence, ...]) -> Recognition:
    parts = tuple(part for part, _ in found)
    formats = {part.layout.format for part in parts}
    if len(formats) > 1:
        raise InputError(
            "records.mixed_formats", file=path.name, formats=", ".join(sorted(one.value for one in formats))
        )
    directions = {match.direction for _, match in found}
    return Recognition(
        path=path,
        format=parts[0].layout.format,
        encoding=parts[0].encoding,
        layout=parts[0].layout,
        years=tuple(sorted({year for _, match in found for year in match.years})),
        direction=directions.pop() if len(directions) == 1 else None,
        evidence=evidence,
        parts=parts,
    )


def _label(table: RawTable) -> str:
    return f"{table.member.label}[{table.sheet}]" if table.sheet else table.member.label
