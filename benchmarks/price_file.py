"""`bench price_file`: a file of goods in, a file of prices out, by the program and by LightGBM with the same features.

The other program reads the file with pandas, looks the same features up, predicts the logarithm of the price, and
writes the file with one more column, or with six bounds besides, a model each: no reasons, no problems. Beside both
stands what each library needs for the prediction alone, on rows of the newest year: one figure of the trees, and of
LightGBM also all that our network tells (mean, price of least relative error, quantiles; a model each). All on one
thread, in one process, in turn.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.engine.errors import EngineError
from app.engine.messages import Language
from app.engine.price.asking import base_of, factor_of, find_unit
from app.engine.price.batch_cells import BatchDefaults
from app.engine.price.features import build_features
from app.engine.price.network import QUANTILES, default_network, load_price_network
from app.engine.price.opening import open_pricer
from app.engine.price.pricer import Pricer
from app.engine.price.rows import PriceRows
from app.engine.reports.price_file import price_file
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member
from app.engine.store.open_store import open_store
from app.engine.store.selection import Direction, Selection
from benchmarks.measure import machine
from benchmarks.price import generation_of, tuned
from benchmarks.price_measures import rows_per_cpu_second
from benchmarks.price_peers import PEERS, Peer, Settings, Table, fit_lightgbm_quantiles, table_of
from training.price.data import Examples, read_split

_ROUNDS = 3
_SPEED_ROWS = 65_536
_RATED = ("LightGBM", "XGBoost", "CatBoost")
_BOUNDS = {0.025: "low95", 0.1: "low80", 0.25: "low50", 0.75: "high50", 0.9: "high80", 0.975: "high95"}
_COLUMNS = ("商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位")

_WHOLE = "LightGBM"

Floats = NDArray[np.float64]
Values = NDArray[np.float32]
Predict = Callable[[Values], Floats]


@dataclass(frozen=True, slots=True)
class _Work:
    """The file, and what it is priced for."""

    source: Path
    direction: Direction
    year: int


@dataclass(frozen=True, slots=True)
class _Whole:
    """One library's models for all that our network tells of a row: (rows,) or (rows, levels), ln price."""

    mean: Predict
    price_point: Predict
    bounds: Predict
    other_quantiles: Predict

    def tell(self, values: Values) -> Floats:
        """Everything, (rows, figures)."""
        told = (self.mean(values), self.price_point(values), self.bounds(values), self.other_quantiles(values))
        return np.column_stack(told)


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench price_file", description=__doc__)
    parser.add_argument("--store", type=Path, required=True, help="a store of demo data")
    parser.add_argument("--file", type=Path, help="one of its files (default: exports of the newest year)")
    parser.add_argument(
        "--work", type=Path, default=Path("build/bench-price"), help="settings that `bench price` keeps"
    )
    options = parser.parse_args(arguments)
    work = options.work / generation_of(options.store)
    work.mkdir(parents=True, exist_ok=True)
    print(machine())
    with open_store(options.store) as store, tempfile.TemporaryDirectory() as folder:
        split = read_split(store, seed=0)
        fit, choose, test = map(table_of, (split.fit, split.choose, split.test))
        fitted: dict[str, Predict] = {}
        for peer in (peer for peer in PEERS if peer.name in _RATED):
            settings = tuned(peer, fit, choose, work)
            fitted[peer.name] = peer.fit(fit, choose, settings, 0, False)
            if peer.name == _WHOLE:
                whole = _fit_whole(peer, fit, choose, settings, fitted[peer.name])
        files = options.store.with_name(f"{options.store.name}-demo")
        source = options.file or next(files.glob(f"{split.years[2]}*出口.csv"))
        goods = _Work(source, Direction.EXPORT, split.years[2])
        started = time.process_time()
        open_pricer(store, folder=Path(folder), choices=Selection()).prepare()
        first = time.process_time() - started
        started = time.process_time()
        pricer = open_pricer(store, folder=Path(folder), choices=Selection())
        again = time.process_time() - started
        print(f"\nopened: {first:.2f} CPU s the first time, {again:.2f} at each further start\n")
        _compare_files(pricer, goods, fitted[_WHOLE], whole, Path(folder))
        fitted[f"{_WHOLE}, the same {2 + len(QUANTILES)} figures"] = whole.tell
        _compare_rates(split.test, test.values, fitted)
    return 0


def _fit_whole(peer: Peer, fit: Table, choose: Table, settings: Settings, mean: Predict) -> _Whole:
    return _Whole(
        mean,
        peer.fit(fit, choose, settings, 0, True),
        fit_lightgbm_quantiles(fit, choose, settings, 0, tuple(_BOUNDS)),
        fit_lightgbm_quantiles(fit, choose, settings, 0, [each for each in QUANTILES if each not in _BOUNDS]),
    )


def _compare_files(pricer: Pricer, goods: _Work, predict: Predict, whole: _Whole, folder: Path) -> None:
    rows = len(pd.read_csv(goods.source, usecols=[0]))
    contestants: dict[str, Callable[[], object]] = {
        "Tradescope, CSV": lambda: _price(pricer, goods, folder / "ours.csv"),
        "LightGBM, CSV by pandas": lambda: _predict(pricer, goods, predict, None, folder / "theirs.csv"),
        "LightGBM with bounds, CSV by pandas": lambda: _predict(
            pricer, goods, whole.price_point, whole.bounds, folder / "bounds.csv"
        ),
        "Tradescope, XLSX": lambda: _price(pricer, goods, folder / "ours.xlsx"),
    }
    spent: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(_ROUNDS):
        for name, call in contestants.items():
            started = time.process_time()
            call()
            spent[name].append(time.process_time() - started)
    print(f"| {rows:,} lines, opened before | CPU s | lines/CPU s |\n| --- | ---: | ---: |")
    for name, seconds in spent.items():
        print(f"| {name} | {min(seconds):.2f} | {rows / min(seconds):,.0f} |")


def _price(pricer: Pricer, goods: _Work, target: Path) -> None:
    price_file(
        pricer,
        goods.source,
        target,
        defaults=BatchDefaults(goods.year, goods.direction),
        language=Language.ZH,
        made_at=datetime.now(UTC),
    )


def _predict(pricer: Pricer, goods: _Work, predict: Predict, bounds: Predict | None, target: Path) -> None:
    frame = pd.read_csv(goods.source, encoding="utf-8-sig", dtype=dict.fromkeys(_COLUMNS, str))
    rows, factors = _rows(frame, goods)
    features = build_features(pricer.history, rows)
    values = table_of(Examples(features, np.zeros(len(rows)), rows)).values
    frame["price"] = np.exp(features.anchor + predict(values)) * factors
    if bounds is not None:
        frame[list(_BOUNDS.values())] = np.exp(features.anchor[:, None] + bounds(values)) * factors[:, None]
    frame.to_csv(target, index=False, encoding="utf-8-sig", float_format="%.6g")


def _rows(frame: pd.DataFrame, goods: _Work) -> tuple[PriceRows, NDArray[np.float64]]:
    codes, countries, provinces, modes, quantities, units = (frame[name] for name in _COLUMNS)
    unit = _found(units, find_unit)
    factors = unit.map({each: factor_of(each or None) for each in unit.unique()}).to_numpy(np.float64)
    short: dict[str, Any] = {
        "country": _found(countries, lambda text: find_member(Dimension.COUNTRY, text)),
        "province": _found(provinces, lambda text: find_member(Dimension.PROVINCE, text)),
        "mode": _found(modes, lambda text: find_member(Dimension.MODE, text)),
        "unit": unit.map({each: base_of(each or None) for each in unit.unique()}),
    }
    quantity = pd.to_numeric(quantities, errors="coerce").to_numpy(np.float64)
    rows = PriceRows(
        direction=np.full(len(frame), goods.direction.id, dtype=np.int8),
        hs=pd.to_numeric(codes, errors="coerce").fillna(0).to_numpy(np.int32),
        hs_digits=np.full(len(frame), 8, dtype=np.int8),
        year=np.full(len(frame), goods.year, dtype=np.int16),
        ln_quantity=np.log(np.where(quantity > 0, quantity, np.nan) * factors),
        **{name: column.to_numpy(np.int16) for name, column in short.items()},
    )
    return rows, factors


def _found(column: pd.Series[Any], find: Callable[[str], int]) -> pd.Series[Any]:
    """Each text looked up once; what nobody knows is left open, without a word."""
    known: dict[str, int] = {}
    for text in column.dropna().unique():
        try:
            known[text] = find(str(text))
        except EngineError:  # the other program tells no problems
            known[text] = 0
    return column.map(known).fillna(0).astype(int)


def _compare_rates(test: Examples, values: Values, fitted: dict[str, Predict]) -> None:
    network, few = load_price_network(default_network()), test.features.take(slice(0, _SPEED_ROWS))
    rates = {"Tradescope": rows_per_cpu_second(lambda: network.tell(few), len(few))}
    for name, predict in fitted.items():
        rates[name] = rows_per_cpu_second(lambda told=predict: told(values[:_SPEED_ROWS]), len(few))  # type: ignore[misc]
    print("\n| the prediction alone | rows/CPU s | Tradescope's is so many times as quick |\n| --- | ---: | ---: |")
    for name, rate in rates.items():
        print(f"| {name} | {rate:,.0f} | {rates['Tradescope'] / rate:.2f} |")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
