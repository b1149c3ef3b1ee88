"""Rates of exchange by date, from a table that the user keeps; none is fetched and none is guessed."""

from __future__ import annotations

import bisect
import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.engine.errors import InputError, NotInDataError
from app.engine.reference import currencies
from app.engine.whole_files import written_whole

FILE_NAME = "rates.csv"
HOME_CURRENCY = "CNY"
LONGEST_USE = timedelta(days=93)
"""A rate older than a quarter says nothing about the day; customs publishes them by the month."""
_COLUMNS = ("valid_from", "currency", "cny_per_unit")


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency was worth in yuan from a day on."""

    valid_from: date
    currency: str
    cny_per_unit: Decimal


class RateTable:
    """Rates by currency; of two for one day the later in the file counts."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        by_currency: dict[str, dict[date, Decimal]] = {}
        for rate in rates:
            by_currency.setdefault(rate.currency, {})[rate.valid_from] = rate.cny_per_unit
        self._days: Mapping[str, list[date]] = {code: sorted(days) for code, days in by_currency.items()}
        self._figures = by_currency

    def factor(self, given: str, wanted: str, on: date | None) -> Decimal:
        """How many of `wanted` one of `given` was worth on a day; NotInDataError where the table does not tell."""
        if given == wanted:
            return Decimal(1)
        return self._in_yuan(given, on) / self._in_yuan(wanted, on)

    def _in_yuan(self, currency: str, on: date | None) -> Decimal:
        if currency == HOME_CURRENCY:
            return Decimal(1)
        if on is None:
            raise NotInDataError("screening.unchecked_no_date", currency=currency)
        days = self._days.get(currency, [])
        place = bisect.bisect_right(days, on) - 1
        if place < 0 or on - days[place] > LONGEST_USE:
            raise NotInDataError("screening.unchecked_no_rate", currency=currency, day=on.isoformat())
        return self._figures[currency][days[place]]


def read_rates(path: Path) -> RateTable:
    """The table of a file, an empty one where there is none; InputError with the line that cannot be read."""
    return RateTable(list_rates(path))


def list_rates(path: Path) -> list[Rate]:
    """The lines of a file in their order, for an editor; fails as `read_rates` does."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream)
            if tuple(cell.strip() for cell in next(lines, [])) != _COLUMNS:
                raise InputError("screening.rates_header", path=str(path), columns=",".join(_COLUMNS))
            return [_rate(path, number, line) for number, line in enumerate(lines, start=2) if any(line)]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError("screening.rates_unreadable", path=str(path), reason=str(error)) from error


def write_rates(path: Path, rates: Iterable[Rate]) -> None:
    """Replace the table by these lines, whole or not at all; InputError where the folder refuses."""
    lines = [",".join(_COLUMNS), *(f"{one.valid_from},{one.currency},{one.cny_per_unit}" for one in rates)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as partial:
            partial.write_text("\n".join([*lines, ""]), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError("screening.rates_unwritable", path=str(path), reason=reason) from error


def write_empty_rates(path: Path) -> None:
    """Put a table with only its header where there is none, for the user to fill."""
    if not path.exists():
        write_rates(path, ())


def rate_of(day: str, currency: str, figure: str) -> Rate | None:
    """A rate as a person writes it: the day as 2021-05-01, any spelling of the currency; None where it is none."""
    found = currencies.table().find(currency.strip())
    try:
        rate = Decimal(figure.strip())
        if found is not None and rate.is_finite() and rate > 0:
            return Rate(date.fromisoformat(day.strip()), found.code, rate)
    except (ValueError, InvalidOperation):
        pass
    return None


def _rate(path: Path, number: int, line: list[str]) -> Rate:
    rate = rate_of(*line) if len(line) == len(_COLUMNS) else None
    if rate is None:
        raise InputError("screening.rates_line", path=str(path), line=number, given=",".join(line))
    return rate
