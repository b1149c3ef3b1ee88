from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import InputError, NotInDataError
from app.engine.screening.rates import list_rates, rate_of, read_rates, write_empty_rates, write_rates

HEADER = "valid_from,currency,cny_per_unit\n"


def test_the_newest_rate_before_the_day_counts(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(HEADER + "2021-06-01,USD,6.3\n2021-05-01,美元,6.5\n", encoding="utf-8")

    rates = read_rates(path)

    assert rates.factor("USD", "CNY", date(2021, 5, 31)) == Decimal("6.5")
    assert rates.factor("CNY", "USD", date(2021, 6, 1)) == 1 / Decimal("6.3")


@pytest.mark.parametrize("day", [date(2021, 4, 30), date(2021, 8, 3)], ids=["before the first", "a quarter later"])
def test_a_day_without_a_rate_has_none(day: date, tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(HEADER + "2021-05-01,USD,6.5\n", encoding="utf-8")

    with pytest.raises(NotInDataError) as told:
        read_rates(path).factor("USD", "CNY", day)

    assert told.value.code == "screening.unchecked_no_rate"


@pytest.mark.parametrize("line", ["2021-05-01,USD,0", "2021-05-01,USD,nan", "5/1/2021,USD,6", "2021-05-01,XXX,6", "a"])
def test_a_line_that_is_no_rate_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(f"{HEADER}2021-05-01,EUR,8\n{line}\n", encoding="utf-8")

    with pytest.raises(InputError) as told:
        read_rates(path)

    assert (told.value.code, told.value.params["line"]) == ("screening.rates_line", 3)


def test_an_empty_table_is_laid_out_once_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "home" / "rates.csv"
    write_empty_rates(path)
    path.write_text(HEADER + "2021-05-01,USD,6.5\n", encoding="utf-8")

    write_empty_rates(path)

    assert read_rates(path).factor("USD", "CNY", date(2021, 5, 2)) == Decimal("6.5")


def test_without_a_table_equal_currencies_need_none(tmp_path: Path) -> None:
    assert read_rates(tmp_path / "none.csv").factor("USD", "USD", None) == 1


def test_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("day,code,rate\n", encoding="utf-8")

    with pytest.raises(InputError) as told:
        read_rates(path)

    assert told.value.code == "screening.rates_header"


def test_rates_that_were_edited_read_back_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "home" / "rates.csv"
    first, second = rate_of("2021-06-01", "美元", "6.3"), rate_of(" 2021-05-01", "EUR ", " 7.80")
    assert first is not None
    assert second is not None

    write_rates(path, [first, second])

    assert list_rates(path) == [first, second]
    assert read_rates(path).factor("USD", "CNY", date(2021, 6, 1)) == Decimal("6.3")


@pytest.mark.parametrize("line", [("2021-05-01", "USD", "-1"), ("yesterday", "USD", "6"), ("2021-05-01", "", "6")])
def test_a_line_being_typed_is_no_rate_yet(line: tuple[str, str, str]) -> None:
    assert rate_of(*line) is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(InputError) as told:
        write_rates(tmp_path / "file" / "rates.csv", [])

    assert told.value.code == "screening.rates_unwritable"
