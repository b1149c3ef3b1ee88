"""The Korean declarations: which rows leak their answer, and what a table of the others can tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.screen_korean import FILES, looked_up, measure_korean, repeated_rows, report_korean

TRAIN = pd.DataFrame({"Net Mass": [1.0, 1.0, 2.0], "Item Price": [10.0, 10.0, 5.0], "Fraud": [1, 0, 0]})
VALID = pd.DataFrame({"Net Mass": [1.0, 2.0, 1.0, 10.0], "Item Price": [10.0, 5.0, 5.0, 1.0], "Fraud": [1, 0, 0, 1]})


def test_a_row_leaks_only_where_mass_and_price_together_were_learnt_from() -> None:
    assert repeated_rows(TRAIN, VALID).tolist() == [True, True, False, False]


def test_a_table_tells_the_share_of_frauds_and_that_of_all_where_it_has_no_row() -> None:
    assert looked_up(TRAIN, VALID).tolist() == pytest.approx([1 / 2, 0, 1 / 3, 1 / 3])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Declarations of which half are copies; fraud is what one importer declares."""
    folder, chance = tmp_path_factory.mktemp("declarations"), np.random.default_rng(7)
    fresh = [_rows(chance, 400), _rows(chance, 200)]
    fresh[1].iloc[:100] = fresh[0].iloc[:100].to_numpy()
    for name, table in zip(FILES, fresh, strict=True):
        table.to_csv(folder / name, index=False)
    return folder


def _rows(chance: np.random.Generator, count: int) -> pd.DataFrame:
    importer = chance.integers(0, 4, count)
    texts = ("Process Type", "Import Type", "Import Use", "Payment Type", "Mode of Transport", "Declarant ID",
             "Seller ID", "Courier ID", "Country of Departure", "Country of Origin", "Tax Type",
             "Country of Origin Indicator", "Office ID")  # fmt: skip
    return pd.DataFrame(
        {
            **{name: np.full(count, "A") for name in texts},
            "Importer ID": np.array(["I0", "I1", "I2", "I3"])[importer],
            "HS6 Code": np.full(count, "870899"),
            "Tax Rate": np.full(count, 8.0),
            "Net Mass": chance.uniform(1, 1_000, count).round(3),
            "Item Price": chance.uniform(1, 1_000, count).round(3),
            "Fraud": (importer == 0).astype(int),
        }
    )


def test_the_table_is_worth_nothing_on_rows_that_repeat_none_where_the_model_still_is(folder: Path) -> None:
    facts, whole, fresh = measure_korean(folder, seed=0)

    auc = {figures.name: figures.auc for figures in fresh}
    assert (facts.train, facts.valid, facts.unrepeated, facts.repeated) == (400, 200, 100, 0.5)
    assert auc["lookup table of mass and price"] == 0.5
    assert auc["categorical model"] > 0.99
    assert {figures.name: figures.auc for figures in whole}["lookup table of mass and price"] > 0.6


def test_the_report_says_both_and_on_how_many_rows(folder: Path) -> None:
    said = "\n".join(report_korean(folder))

    assert "400 training and 200 validation rows" in said
    assert "50.0% of the validation rows repeat" in said
    assert said.count("| categorical model |") == 2
