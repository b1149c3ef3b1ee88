"""The measured coverage of the intervals as a table: overall, by chapter and by partner."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.engine.messages import Language, text
from app.engine.price.answers import LEVELS
from app.engine.reference import countries, hs_codes
from app.engine.reports.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from app.engine.price.calibration import CoverageReport, MeasuredCoverage

_TOO_FAR = 0.05


def coverage_table(report: CoverageReport, language: Language) -> Table:
    """One row a group, chapters before partners, those with most records first."""

    found = [
        *_rows("overall", (report.overall,), language),
        *_rows("chapter", report.chapters, language),
        *_rows("country", report.countries, language),
    ]
    columns = (
        Column(text("price_desk.coverage_group", language)),
        Column(text("price_desk.coverage_kind", language)),
        Column(text("price_desk.coverage_records", language), Kind.INTEGER),
        *(Column(text("price_desk.coverage_level", language, level=level), Kind.SHARE) for level in LEVELS),
        Column(text("price_desk.coverage_moved", language), Kind.SHARE),
        Column(text("price_desk.coverage_moved_before", language)),
        Column(text("price_desk.coverage_note", language)),
    )
    return Table(text("price_desk.coverage_title", language), columns, found)


def _rows(kind: str, groups: Sequence[MeasuredCoverage], language: Language) -> Iterator[tuple[Cell, ...]]:
    title = text(f"price_desk.coverage_{kind}", language)
    for group in sorted(groups, key=lambda group: (-group.rows, group.key)):
        remark = text("price_desk.coverage_off", language) if _is_off(group) else ""
        moved = math.expm1(group.moved)
        yield (
            _name(kind, group.key, language) or title,
            title,
            group.rows,
            *group.shares,
            moved,
            _before(group),
            remark,
        )


def _is_off(group: MeasuredCoverage) -> bool:
    """True where an interval covers over five points more or less than it says."""
    return any(abs(share - level / 100) > _TOO_FAR for share, level in zip(group.shares, LEVELS, strict=True))


def _before(group: MeasuredCoverage) -> str:
    """The least and the most that prices moved by in any earlier year; empty where there is none."""
    return " … ".join(f"{math.expm1(moved):+.0%}" for moved in group.moved_before or ())


def _name(kind: str, key: int, language: Language) -> str:
    if kind == "chapter":
        code = f"{key:02}"
        return f"{code} {hs_codes.table().title(code, language)}"
    if kind == "country":
        return countries.table().by_code(key).name(language)
    return ""
