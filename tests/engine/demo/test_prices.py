"""Prices against the truth: the noise, the moments, the spread between partners."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine.demo.files import DemoFiles
from app.engine.demo.products import noise_scale
from tests.engine.demo.conftest import Kept, read_kept


@pytest.fixture(scope="module")
def imports(demo: DemoFiles) -> list[tuple[int, Kept]]:
    return [(file.year, read_kept(file)) for file in demo.files if file.direction == "import"]


def test_noise_is_student_t_with_four_degrees_of_freedom(imports: list[tuple[int, Kept]]) -> None:
    noise = np.sort(np.concatenate([(kept.ln_price - kept.mean) / kept.scale for _, kept in imports]))

    below = np.arange(1, len(noise) + 1) / len(noise)
    distance = np.abs(_student_t4_below(noise) - below).max()

    assert distance < 1.63 / np.sqrt(len(noise))  # Kolmogorov-Smirnov at 1 %


def test_student_t_distribution_of_the_test_has_the_tabled_quantiles() -> None:
    assert _student_t4_below(np.array([0.0, 2.1318, 3.7469])) == pytest.approx([0.5, 0.95, 0.99], abs=1e-4)


def test_noise_scale_lies_between_a_third_and_six_tenths_and_belongs_to_the_heading(
    imports: list[tuple[int, Kept]],
) -> None:
    of_heading: dict[str, set[float]] = {}
    for _, kept in imports:
        for line, scale in zip(kept.lines, kept.scale.tolist(), strict=True):
            of_heading.setdefault(line.hs.strip()[:4], set()).add(scale)

    assert all(len(scales) == 1 for scales in of_heading.values())
    assert all(0.3 <= scale <= 0.6 for scales in of_heading.values() for scale in scales)


def test_noise_scale_of_a_heading_never_changes() -> None:
    scales = noise_scale(np.array([8471, 2709]))

    assert scales == pytest.approx([0.530381452, 0.310384454], abs=1e-8)


def test_ln_unit_price_of_imports_has_the_known_mean_and_deviation(imports: list[tuple[int, Kept]]) -> None:
    ln_price = np.concatenate([kept.ln_price for _, kept in imports])

    assert ln_price.mean() == pytest.approx(4.07, abs=0.05)
    assert ln_price.std() == pytest.approx(2.10, abs=0.05)


def test_partners_of_one_subheading_and_year_differ_as_much_as_asked(imports: list[tuple[int, Kept]]) -> None:
    spreads = np.array(list(_partner_spreads(imports)))

    assert len(spreads) > 100
    assert 0.7 <= np.median(spreads) <= 1.1
    assert 0.7 <= np.sqrt((spreads**2).mean()) <= 1.1


def test_stated_unit_price_is_value_by_quantity_to_four_decimals(imports: list[tuple[int, Kept]]) -> None:
    line = imports[0][1].lines[0]

    assert float(line.price) == pytest.approx(float(line.value) / float(line.quantity), abs=5.1e-5)


def _student_t4_below(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distribution function of Student's t with four degrees of freedom, in closed form."""
    root = 1.0 + t * t / 4.0
    return np.asarray(0.5 + 0.375 * t / np.sqrt(root) * (1.0 - t * t / (12.0 * root)))


def _partner_spreads(years: list[tuple[int, Kept]]) -> Iterator[float]:
    """Standard deviation, over the partners of a subheading and year, of their mean ln prices; from five partners."""
    for _, kept in years:
        prices: dict[str, dict[str, list[float]]] = {}
        for line, ln_price in zip(kept.lines, kept.ln_price.tolist(), strict=True):
            partners = prices.setdefault(line.hs.strip()[:6], {})
            partners.setdefault(line.partner.strip(), []).append(ln_price)
        for partners in prices.values():
            if len(partners) >= 5:
                yield float(np.std([np.mean(values) for values in partners.values()], ddof=1))
