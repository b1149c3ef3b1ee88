"""The noise-free ln price of demo records, from the truth files that a demo build leaves beside its CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.engine.price.rows import PriceRows

_DIRECTIONS = {"import": ("进口", 1), "export": ("出口", 2)}
_KEY = ["direction", "hs", "value", "place"]


def read_truth(folder: Path, rows: PriceRows, year: int) -> NDArray[np.float64]:
    """Noise-free ln price per base unit of each row; ValueError unless every row is found."""
    assert rows.ln_price is not None
    files = pd.concat([_file(folder, year, name) for name in _DIRECTIONS], ignore_index=True)
    own = pd.DataFrame(
        {
            "direction": rows.direction.astype(np.int64),
            "hs": rows.hs.astype(np.int64),
            "value": np.rint(np.exp(rows.ln_price + rows.ln_quantity)).astype(np.int64),
            "ln_price": rows.ln_price,
            "ln_quantity": rows.ln_quantity,
            "at": np.arange(len(rows)),
        }
    )
    found = _placed(own).merge(_placed(files), on=_KEY, suffixes=("", "_file"), validate="1:1").sort_values("at")
    if len(found) != len(rows):
        raise ValueError(f"{len(rows) - len(found)} of {len(rows)} records are in no truth file of {year}")
    # What the store converts to the base unit moves price and truth alike
    converted = (found["ln_price"] - found["ln_price_file"]).to_numpy()
    return np.asarray(found["mean"].to_numpy(dtype=np.float64) + converted)


def _file(folder: Path, year: int, direction: str) -> pd.DataFrame:
    name, number = _DIRECTIONS[direction]
    table = pd.read_csv(folder / f"{year}年{name}.csv", dtype=str)
    table.columns = pd.Index([str(column).strip() for column in table.columns])
    with np.load(folder / "truth" / f"{year}_{direction}.npz") as truth:
        table = table.iloc[truth["row"] - 1]
        mean = truth["mean"]
    value = table["金额"].astype(float).to_numpy()
    quantity = table["贸易数量"].astype(float).to_numpy()
    return pd.DataFrame(
        {
            "direction": number,
            "hs": table["商品编码"].str.strip().str[:8].astype(np.int64).to_numpy(),
            "value": np.rint(value).astype(np.int64),
            "ln_price": np.log(value / quantity),
            "ln_quantity": np.log(quantity),
            "mean": mean,
        }
    )


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    """Records of equal code and value are told apart by the order of their quantities."""
    ordered = table.sort_values(["direction", "hs", "value", "ln_quantity"], kind="stable")
    return ordered.assign(place=ordered.groupby(["direction", "hs", "value"]).cumcount())
