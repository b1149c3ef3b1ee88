"""A file of goods in, the same file with prices out: CSV or XLSX, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.engine import messages
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.messages import Language
from app.engine.price.answers import LEVELS
from app.engine.price.batch import Batch, PricedRow, price_table
from app.engine.price.batch_cells import BatchDefaults
from app.engine.price.pricer import Pricer
from app.engine.price.wording import basis_sentence, quote_sentence
from app.engine.records.whole_tables import read_whole_table
from app.engine.reference import units
from app.engine.reports.about import About
from app.engine.reports.csv import write_csv
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.reports.workbook import write_workbook

SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class PriceFileReport:
    """What became of the rows of a file; a row with a problem may have a price all the same."""

    target: Path
    rows: int
    priced: int
    problems: int


def price_file(
    pricer: Pricer,
    source: Path,
    target: Path,
    *,
    defaults: BatchDefaults,
    language: Language,
    made_at: datetime,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> PriceFileReport:
    """Price every row of `source` into `target`; UsageError for a target of another kind or the source itself."""
    token = CancelToken() if token is None else token
    check_target(source, target)
    table = read_whole_table(source, token=token)
    # Pricing and writing take about as long as each other
    half = len(table.rows)
    batch = price_table(
        pricer, table, defaults, progress=lambda done, _total, note="": progress(done, 2 * half, note), token=token
    )
    priced = _table(source.stem, batch, language)

    def writing(done: int, _total: int | None, note: str = "", /) -> None:
        progress(half + done, 2 * half, note)

    if target.suffix.lower() == ".csv":
        write_csv(target, priced, progress=writing, token=token)
    else:
        write_workbook(target, _about(pricer, source, language, made_at), [priced], progress=writing, token=token)
    return PriceFileReport(target, len(batch.rows), batch.priced, batch.problems)


def check_target(source: Path, target: Path) -> None:
    """UsageError for a kind of file that is not written, and for the source itself."""
    if target.suffix.lower() not in SUFFIXES:
        raise UsageError("price.batch_target_kind", path=str(target), known=", ".join(SUFFIXES))
    if source.resolve() == target.resolve():
        raise UsageError("price.batch_target_is_source", path=str(target))


def _table(name: str, batch: Batch, language: Language) -> Table:
    def said(code: str, **words: object) -> str:
        return messages.text(f"price.{code}", language, **words)

    own = (Column(title, Kind.NUMBER if at in batch.numeric else Kind.TEXT) for at, title in enumerate(batch.columns))
    bounds = (
        Column(said(code, level=level), Kind.NUMBER) for level in LEVELS for code in ("column_low", "column_high")
    )
    quote = [Column(said("column_percentile"), Kind.SHARE)] if batch.has_quotes else []
    columns = (
        *own,
        Column(said("column_price"), Kind.NUMBER),
        Column(said("column_currency")),
        Column(said("column_unit")),
        *bounds,
        *quote,
        Column(said("column_reason")),
        Column(said("column_problem")),
    )
    return Table(name, columns, [_row(row, batch, language) for row in batch.rows])


def _row(row: PricedRow, batch: Batch, language: Language) -> tuple[Cell, ...]:
    own = tuple(_figure(cell) if at in batch.numeric else cell for at, cell in enumerate(row.cells))
    answer = row.answer
    problem = messages.sentence(row.problem, language) if row.problem else ""
    if answer is None:
        empty: tuple[Cell, ...] = (None,) * (3 + 2 * len(LEVELS) + batch.has_quotes)
        return (*own, *empty, "", problem)
    bounds: list[Cell] = [_told(bound) for interval in answer.intervals for bound in (interval.low, interval.high)]
    quote = (round(row.place.percentile, 4) if row.place else None,) if batch.has_quotes else ()
    said = [quote_sentence(row.place, language)] if row.place else []
    unit = units.table().by_id(answer.unit).name(language) if answer.unit is not None else ""
    return (
        *own,
        None if answer.price is None else _told(answer.price),
        answer.currency or "",
        unit,
        *(bounds or [None] * (2 * len(LEVELS))),
        *quote,
        " ".join([*said, basis_sentence(answer, language)]),
        problem,
    )


def _told(price: float) -> float:
    """Six digits that count: more would pretend."""
    return float(f"{price:.6g}")


def _figure(cell: str) -> Cell:
    """A cell of a column of figures as a figure; as it stands where it is none."""
    try:
        number = Decimal(cell.replace(",", "").strip())
    except InvalidOperation:
        return cell
    return number if number.is_finite() else cell


def _about(pricer: Pricer, source: Path, language: Language, made_at: datetime) -> About:
    report = pricer.coverage
    lines = [messages.text("price.about_model", language, model=pricer.model_version)]
    if report:
        shares = dict(zip(LEVELS, report.overall.shares, strict=True))
        words = {f"level_{level}": f"{share:.1%}" for level, share in shares.items()}
        lines.append(
            messages.text("price.about_coverage", language, year=report.year, rows=report.overall.rows, **words)
        )
    return About(
        title=messages.text("price.about_title", language, file=source.name),
        made_at=made_at,
        language=language,
        basis=tuple(lines),
        note=messages.text("demo.label", language) if pricer.is_demo else "",
    )
