import pytest

from app.bridge.charts.scales import Scale, bounds


def test_a_wide_span_is_cut_at_powers_of_ten() -> None:
    assert bounds([3e4, 5e7, 2e9], Scale.LOG) == [1e5, 1e6, 1e7, 1e8, 1e9]


def test_a_narrow_span_is_cut_finer_than_powers_of_ten() -> None:
    assert bounds([120.0, 950.0], Scale.LOG) == [200.0, 500.0]


def test_the_largest_steps_are_kept_where_there_are_too_many() -> None:
    assert bounds([1e-3, 5e10], Scale.LOG) == [1e5, 1e6, 1e7, 1e8, 1e9, 1e10]


def test_quantiles_put_equally_many_values_into_each_step() -> None:
    values = [float(number) for number in range(1, 71)]

    cuts = bounds(values, Scale.QUANTILE)

    assert [
        sum(low <= value < high for value in values) for low, high in zip([0, *cuts], [*cuts, 99], strict=True)
    ] == [10] * 7


def test_quantiles_of_many_equal_values_do_not_repeat_a_bound() -> None:
    cuts = bounds([5.0] * 50 + [7.0, 9.0], Scale.QUANTILE)

    assert len(cuts) == len(set(cuts))


@pytest.mark.parametrize("values", [[], [4.0], [4.0, 4.0], [0.0, -3.0]])
def test_values_without_a_span_have_no_bounds(values: list[float]) -> None:
    assert bounds(values, Scale.LOG) == []


def test_growth_has_a_neutral_middle() -> None:
    assert bounds([], Scale.GROWTH) == [-0.5, -0.2, -0.05, 0.05, 0.2, 0.5]
