"""A file of declarations in, a list in the order in which they are worth a look out: CSV or XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.engine import messages
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.messages import Language
from app.engine.price.pricer import Pricer
from app.engine.records.whole_tables import read_whole_table
from app.engine.reference import amounts, units
from app.engine.reports.about import About
from app.engine.reports.csv import write_csv
from app.engine.reports.price_file import check_target
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.reports.workbook import write_workbook
from app.engine.screening.price_check import PricePlace, check_prices
from app.engine.screening.ranking import RankedLine, check_budget, rank
from app.engine.screening.rates import RateTable
from app.engine.screening.reading import UnreadRow, read_declarations
from app.engine.store.selection import Direction

_COLUMNS = (
    ("row", Kind.INTEGER),
    ("number", Kind.TEXT),
    ("hs", Kind.TEXT),
    ("name", Kind.TEXT),
    ("proposed", Kind.TEXT),
    ("tail", Kind.NUMBER),
    ("percentile", Kind.SHARE),
    ("declared", Kind.NUMBER),
    ("expected", Kind.NUMBER),
    ("currency", Kind.TEXT),
    ("unit", Kind.TEXT),
    ("reason", Kind.TEXT),
)


@dataclass(frozen=True, slots=True)
class Screened:
    """Every row of a file: ranked lines, most remarkable first, and rows that could not be read."""

    lines: tuple[RankedLine, ...]
    unread: tuple[UnreadRow, ...]

    @property
    def checked(self) -> int:
        """Lines whose price was compared."""
        return sum(1 for line in self.lines if isinstance(line.price, PricePlace))

    @property
    def proposed(self) -> list[RankedLine]:
        """Lines that the budget reaches."""
        return [line for line in self.lines if line.is_proposed]


def screen_file(
    pricer: Pricer,
    source: Path,
    rates: RateTable,
    *,
    budget: float,
    direction: Direction | None,
    progress: Progress = no_progress,
    token: CancelToken,
) -> Screened:
    """Read and rank every row; `direction` holds where the file has no such column."""
    check_budget(budget)
    table = read_whole_table(source, token=token)
    file = read_declarations(table, direction=direction, progress=progress, token=token)
    prices = check_prices(pricer, file.declarations, rates, progress=progress, token=token)
    return Screened(tuple(rank(file.declarations, prices, budget=budget)), file.unread)


def write_screened(
    screened: Screened,
    pricer: Pricer,
    source: Path,
    target: Path,
    *,
    language: Language,
    made_at: datetime,
    progress: Progress = no_progress,
    token: CancelToken,
) -> None:
    """Write the list whole or not at all; UsageError for another kind of file or the source itself."""
    check_target(source, target)
    table = _table(source.stem, screened, pricer.context.currency or "", language)
    if target.suffix.lower() == ".csv":
        write_csv(target, table, progress=progress, token=token)
    else:
        write_workbook(target, _about(pricer, source, language, made_at), [table], progress=progress, token=token)


def reason(price: PricePlace | EngineError, language: Language) -> str:
    """What is remarkable about a price, or why it was not checked."""
    if isinstance(price, EngineError):
        return messages.sentence(price, language)
    side = "low" if price.percentile <= 1 / 2 else "high"
    times = float(price.declared.price) / price.expected
    return messages.text(f"screening.reason_{side}", language, share=price.tail, times=amounts.times(times))


def unit_name(price: PricePlace, language: Language) -> str:
    """The unit that both prices are told in."""
    unit = price.declared.unit
    return "" if unit is None else units.table().by_id(unit).name(language)


def _table(name: str, screened: Screened, currency: str, language: Language) -> Table:
    columns = tuple(Column(messages.text(f"screening.column_{key}", language), kind) for key, kind in _COLUMNS)
    rows: list[Sequence[Cell]] = [_row(line, currency, language) for line in screened.lines]
    blank: tuple[Cell, ...] = (None,) * (len(_COLUMNS) - 2)
    rows += [(each.row, *blank, messages.sentence(each.problem, language)) for each in screened.unread]
    return Table(name, columns, rows)


def _row(line: RankedLine, currency: str, language: Language) -> tuple[Cell, ...]:
    declaration, price = line.declaration, line.price
    own: tuple[Cell, ...] = (declaration.row, declaration.number, declaration.hs, declaration.name)
    if isinstance(price, EngineError):
        return (*own, *((None,) * 7), reason(price, language))
    return (
        *own,
        messages.text("screening.is_proposed", language) if line.is_proposed else "",
        told(price.tail),
        round(price.percentile, 4),
        told(float(price.declared.price)),
        told(price.expected),
        currency,
        unit_name(price, language),
        reason(price, language),
    )


def told(figure: float) -> float:
    """Six digits that count: more would pretend."""
    return float(f"{figure:.6g}")


def _about(pricer: Pricer, source: Path, language: Language, made_at: datetime) -> About:
    demo = [messages.text("demo.label", language)] if pricer.is_demo else []
    return About(
        title=messages.text("screening.about_title", language, file=source.name),
        made_at=made_at,
        language=language,
        basis=(messages.text("price.about_model", language, model=pricer.model_version),),
        left_out=(messages.text("screening.parts_not_checked", language),),
        note=" ".join([*demo, messages.text("screening.about_note", language)]),
    )
