"""The tables of drills: who is ahead is told seed by seed, beside the best of the others in each column."""

from __future__ import annotations

from typing import Any

from benchmarks.screen_drills import report_drills

SHARES = ("0.01", "0.02", "0.05", "0.1")
Document = dict[str, Any]


def contestant(precision: float, value: float) -> Document:
    return {
        "precision": dict.fromkeys(SHARES, precision),
        "value_recovered": dict.fromkeys(SHARES, value),
    }


def drilled(*, ours: float, oracle: float, simple: float, large: float) -> Document:
    return {
        "rows": 1_000,
        "year": 2020,
        "planted": 50,
        "tails": {"0.01": 0.0105},
        "multiplier": 0.9,
        "kind": "price",
        "side": "low",
        "with_names": False,
        "photos": 0,
        "price_alone": None,
        "model": contestant(ours, ours),
        "baselines": {"simple": contestant(simple, 0.1), "large": contestant(0.1, large)},
        "oracle": contestant(oracle, oracle),
    }


def cells(report: list[str], name: str) -> list[str]:
    (row,) = (line for line in report if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in row.split("|")[2:-1]]


def test_each_column_has_its_own_best_baseline_and_differences_are_paired_by_seed() -> None:
    drills = [
        drilled(ours=0.30, oracle=0.5, simple=0.2, large=0.40),
        drilled(ours=0.50, oracle=0.5, simple=0.4, large=0.44),
    ]

    report = report_drills(drills)

    assert cells(report, "best baseline") == ["simple"] * 4 + ["large"] * 4
    assert cells(report, "Tradescope - best baseline") == ["+10.00 ± 0.00"] * 4 + ["-2.00 ± 8.00"] * 4
    assert cells(report, "Tradescope - oracle") == ["-10.00 ± 10.00"] * 8


def test_a_single_seed_has_no_standard_error() -> None:
    report = report_drills([drilled(ours=0.3, oracle=0.5, simple=0.2, large=0.4)])

    assert cells(report, "oracle - best baseline") == ["+30.00"] * 4 + ["+10.00"] * 4
