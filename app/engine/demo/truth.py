"""The noise-free ln price and the scale of the noise of demo records, from the truth files beside their CSV files."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import InputError

Floats = NDArray[np.float64]
_FILES = {1: ("进口", "import"), 2: ("出口", "export")}


@dataclass(frozen=True, slots=True)
class Records:
    """Demo records of one year as a store holds them: ln price and ln quantity per base unit."""

    direction: NDArray[np.int8]
    hs: NDArray[np.int32]
    ln_price: Floats
    ln_quantity: Floats


@dataclass(frozen=True, slots=True)
class Truth:
    """What the generator knew of each record before it drew the noise."""

    mean: Floats
    scale: Floats


def truth_folder(store: Path) -> Path | None:
    """Where a demo build leaves its files beside its store; None where there are none."""
    folder = store.with_name(f"{store.name}-demo")
    return folder if (folder / "truth").is_dir() else None


def read_truth(folder: Path, records: Records, year: int) -> Truth:
    """One entry per record; InputError where the files are not those that the records came from."""
    mean, scale = np.full(len(records.hs), np.nan), np.full(len(records.hs), np.nan)
    for direction, names in _FILES.items():
        own = np.flatnonzero(records.direction == direction)
        if not len(own):
            continue
        file = _read(folder, year, *names)
        value = np.rint(np.exp(records.ln_price[own] + records.ln_quantity[own]))
        ours = own[np.lexsort((records.ln_quantity[own], value, records.hs[own]))]
        if len(ours) != len(file.hs) or not np.array_equal(records.hs[ours], file.hs):
            raise InputError("demo.other_truth", folder=str(folder), year=year)
        # What the store converts to the base unit moves price and truth alike
        mean[ours] = file.mean + records.ln_price[ours] - file.ln_price
        scale[ours] = file.scale
    return Truth(mean, scale)


@dataclass(frozen=True, slots=True)
class _File:
    hs: NDArray[np.int32]
    ln_price: Floats
    mean: Floats
    scale: Floats


def _read(folder: Path, year: int, name: str, direction: str) -> _File:
    """The kept rows of one file, in the order of code, value and quantity."""
    try:
        with np.load(folder / "truth" / f"{year}_{direction}.npz") as truth:
            kept, mean, scale = truth["row"] - 1, truth["mean"], truth["scale"]
        with (folder / f"{year}年{name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream)
            places = {column.strip(): place for place, column in enumerate(next(rows))}
            code, amount, money = (places[column] for column in ("商品编码", "贸易数量", "金额"))
            texts = np.array([(row[code].strip()[:8], row[amount], row[money]) for row in rows])[kept]
        hs, quantity, value = texts[:, 0].astype(np.int32), *(texts[:, at].astype(np.float64) for at in (1, 2))
    except (OSError, ValueError, KeyError, IndexError, StopIteration) as error:
        raise InputError("demo.other_truth", folder=str(folder), year=year) from error
    order = np.lexsort((np.log(quantity), np.rint(value), hs))
    ln_price = np.log(value / quantity)
    return _File(hs[order], ln_price[order], mean[order].astype(np.float64), scale[order].astype(np.float64))
