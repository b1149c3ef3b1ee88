from __future__ import annotations

import pytest

from app.bridge.pivot_layout import NumberUnit
from app.bridge.pivot_numbers import number_style
from app.engine.messages import Language
from app.engine.store.questions.pivot_table import Measure

AUTOMATIC = NumberUnit.AUTOMATIC


@pytest.mark.parametrize(
    ("language", "largest", "figure", "text", "unit"),
    [
        (Language.ZH, 2.5e12, 1_234_567_890.0, "12.35", NumberUnit.MEDIUM),
        (Language.EN, 2.5e12, 1_234_567_890.0, "1.23", NumberUnit.LARGE),
        (Language.ZH, 5e9, 1_234_567_890.0, "123,456.79", NumberUnit.SMALL),
        (Language.EN, 5e9, 1_234_567_890.0, "1,234.57", NumberUnit.MEDIUM),
        (Language.ZH, 5e5, 12_345.4, "12,345", NumberUnit.ONE),
    ],
)
def test_one_unit_for_the_table_follows_the_language_and_its_largest_figure(
    language: Language, largest: float, figure: float, text: str, unit: NumberUnit
) -> None:
    style = number_style(Measure.VALUE, AUTOMATIC, language, largest)

    assert (style.write(figure), style.unit) == (text, unit)


def test_what_would_round_to_nothing_is_not_written_as_zero() -> None:
    style = number_style(Measure.VALUE, NumberUnit.MEDIUM, Language.ZH, 1e12)

    assert [style.write(figure) for figure in (0.0, 12_000.0, 5e5, 4.9e5)] == ["0.00", "<0.01", "0.01", "<0.01"]


def test_ratios_are_per_cent_and_changes_carry_their_sign() -> None:
    share = number_style(Measure.SHARE_OF_ROW, NumberUnit.MEDIUM, Language.ZH, 1.0)
    growth = number_style(Measure.GROWTH, AUTOMATIC, Language.ZH, 20.0)

    assert (share.write(0.1234), share.write(0.0001)) == ("12.3%", "<0.1%")
    assert (growth.write(0.1234), growth.write(-0.05), growth.write(12.5)) == ("+12.3%", "-5.0%", "+1,250.0%")


def test_cheap_goods_keep_the_digits_of_their_unit_value() -> None:
    style = number_style(Measure.UNIT_VALUE, AUTOMATIC, Language.EN, 5e6)

    assert (style.write(0.001234), style.write(1234.5)) == ("0.001234", "1,234.50")


def test_numbers_of_records_are_not_scaled_unless_asked() -> None:
    style = number_style(Measure.RECORDS, AUTOMATIC, Language.ZH, 5e7)

    assert style.write(1_234_567.0) == "1,234,567"
