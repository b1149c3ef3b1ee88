"""A file of goods in, the same file with prices out: CSV or XLSX, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.engine import messages
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.messages import Language
from app.engine.price.answers import LEVELS
from app.engine.price.batch import price_table
from app.engine.price.batch_cells import BatchDefaults
from app.engine.price.pricer import Pricer
from app.engine.records.whole_tables import StreamedTable
from app.engine.reports.about import About
from app.engine.reports.csv import write_csv_columns
from app.engine.reports.price_columns import cell_columns, columns_of, text_columns
from app.engine.reports.tables import Table
from app.engine.reports.workbook import write_workbook

_READ_ROWS = 20_000
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
    streamed = StreamedTable(source)
    table = streamed.head(token=token)
    rows = list(streamed.batches(_READ_ROWS, token=token))
    # Pricing and writing take about as long as each other
    half = sum(map(len, rows))
    batch = price_table(
        pricer,
        table,
        rows,
        defaults,
        progress=lambda done, _total, note="": progress(done, 2 * half, note),
        token=token,
    )

    def writing(done: int, _total: int | None, note: str = "", /) -> None:
        progress(half + done, 2 * half, note)

    titles = columns_of(batch, language)
    if target.suffix.lower() == ".csv":
        parts = (text_columns(part, batch, language) for part in batch.parts)
        write_csv_columns(target, [column.title for column in titles], parts, progress=writing, token=token)
    else:
        cells = [row for part in batch.parts for row in zip(*cell_columns(part, batch, language), strict=True)]
        priced = Table(source.stem, titles, cells)
        write_workbook(target, _about(pricer, source, language, made_at), [priced], progress=writing, token=token)
    return PriceFileReport(target, len(batch), batch.priced, batch.problems)


def check_target(source: Path, target: Path) -> None:
    """UsageError for a kind of file that is not written, and for the source itself."""
    if target.suffix.lower() not in SUFFIXES:
        raise UsageError("price.batch_target_kind", path=str(target), known=", ".join(SUFFIXES))
    if source.resolve() == target.resolve():
        raise UsageError("price.batch_target_is_source", path=str(target))


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
