from __future__ import annotations

import numpy as np
import pytest

from app.bridge.pivot_heat import HeatScale, contrast, heat_scale
from app.bridge.pivot_layout import Heat
from app.bridge.theme import tokens
from app.engine.store.questions.pivot_table import Floats

LIGHT = tokens(is_dark=False)
FIGURES = np.array([1.0, 10.0, 100.0, 1_000.0, 10_000.0, np.nan])


def scale(heat: Heat, *, is_signed: bool = False, figures: Floats = FIGURES) -> HeatScale:
    found = heat_scale(heat, figures, LIGHT, is_signed=is_signed)
    assert found is not None
    return found


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("heat", [Heat.LINEAR, Heat.LOGARITHMIC, Heat.DIVERGING])
def test_text_can_be_read_on_every_colour(heat: Heat, is_dark: bool) -> None:
    found = heat_scale(heat, FIGURES, tokens(is_dark=is_dark), is_signed=False)

    assert found is not None
    assert min(contrast(ground, text) for ground, text in found.pairs) >= 4.5


def test_the_largest_cell_has_the_strongest_colour_and_the_smallest_the_weakest() -> None:
    linear = scale(Heat.LINEAR)

    assert (linear.pair(1.0), linear.pair(10_000.0)) == (linear.pairs[0], linear.pairs[-1])


def test_a_logarithmic_scale_tells_small_cells_apart_that_a_linear_one_does_not() -> None:
    linear, logarithmic = scale(Heat.LINEAR), scale(Heat.LOGARITHMIC)

    assert linear.pair(1.0) == linear.pair(100.0)
    assert logarithmic.pair(1.0) != logarithmic.pair(100.0)


def test_zero_has_no_place_on_a_logarithmic_scale() -> None:
    assert scale(Heat.LOGARITHMIC).pair(0.0) is None


def test_changes_diverge_around_zero_and_fall_and_rise_differ() -> None:
    signed = scale(Heat.DIVERGING, is_signed=True, figures=np.array([-0.5, 0.1, 2.0]))
    middle = signed.pairs[len(signed.pairs) // 2]

    assert signed.pair(0.0) == middle
    assert signed.pair(-0.5) != signed.pair(0.5)


@pytest.mark.parametrize("figures", [[], [np.nan], [3.0, 3.0], [0.0, 0.0]])
@pytest.mark.parametrize("heat", list(Heat))
def test_nothing_to_tell_apart_is_not_coloured(heat: Heat, figures: list[float]) -> None:
    assert heat_scale(heat, np.array(figures, dtype=float), LIGHT, is_signed=False) is None


def test_colours_can_be_off() -> None:
    assert heat_scale(Heat.OFF, FIGURES, LIGHT, is_signed=False) is None
