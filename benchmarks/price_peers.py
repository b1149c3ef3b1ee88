"""Gradient-boosted trees on the features of `bench price`, each with the loss that a figure asks for.

Settings are chosen by the error in the year to choose, as is the number of trees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import catboost  # type: ignore[import-untyped]  # it ships no types
import lightgbm
import numpy as np
import xgboost
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor  # type: ignore[import-untyped]  # it ships no types

from app.engine.price.features import COLUMNS, IDENTITIES, SILENT
from training.price.data import Examples
from training.price.losses import relative_weights

THREADS = 1
_ROUNDS, _PATIENCE = 600, 30
_FIGURES = tuple(name for name in COLUMNS if name not in SILENT)
_CATEGORIES = ("country", "province", "hs2", "hs4", "mode", "unit", "direction")

Floats = NDArray[np.float64]
Settings = dict[str, float]


class Trees(Protocol):
    """A fitted ensemble."""

    def predict(self, table: Any, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Table:
    """Features as trees take them: figures, then categories as numbers; targets and weights for relative errors."""

    values: NDArray[np.float32]
    target: Floats
    weight: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Peer:
    """How one library is fitted, and the settings that are tried."""

    name: str
    fit: Callable[[Table, Table, Settings, int, bool], Callable[[NDArray[np.float32]], Floats]]
    grid: Sequence[Settings]


def table_of(examples: Examples) -> Table:
    """Every figure and every category of the examples."""
    places = [at for at, token in enumerate(IDENTITIES) if token.value in _CATEGORIES]
    figures = examples.features.figures[:, [COLUMNS.index(name) for name in _FIGURES]]
    values = np.concatenate([figures, examples.features.ids[:, places].astype(np.float32)], axis=1)
    return Table(values, examples.target, relative_weights(examples.target))


def _fit_lightgbm(
    fit: Table, choose: Table, settings: Settings, seed: int, is_relative: bool
) -> Callable[[NDArray[np.float32]], Floats]:
    return _lightgbm(fit, choose, {**settings, "objective": "l1" if is_relative else "l2"}, seed, is_relative)


def fit_lightgbm_quantiles(
    fit: Table, choose: Table, settings: Settings, seed: int, levels: Sequence[float]
) -> Callable[[NDArray[np.float32]], Floats]:
    """One model per level, all with the settings found for the mean; tells (rows, levels), ordered within a row."""
    models = [
        _lightgbm(fit, choose, {**settings, "objective": "quantile", "alpha": level}, seed, False) for level in levels
    ]
    return lambda values: np.sort(np.stack([tell(values) for tell in models], axis=1), axis=1)


def _lightgbm(
    fit: Table, choose: Table, own: Mapping[str, object], seed: int, is_relative: bool
) -> Callable[[NDArray[np.float32]], Floats]:
    common = {"bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.7, "lambda_l2": 10.0, "verbose": -1}
    train = lightgbm.Dataset(fit.values, fit.target, weight=fit.weight if is_relative else None)
    held = lightgbm.Dataset(
        choose.values, choose.target, weight=choose.weight if is_relative else None, reference=train
    )
    stop = lightgbm.early_stopping(_PATIENCE, verbose=False)
    given = {**common, "num_threads": THREADS, "seed": seed, **own}
    model = lightgbm.train(given, train, _ROUNDS, valid_sets=[held], callbacks=[stop])
    return lambda values: np.asarray(model.predict(values, num_threads=1))


def _fit_xgboost(
    fit: Table, choose: Table, settings: Settings, seed: int, is_relative: bool
) -> Callable[[NDArray[np.float32]], Floats]:
    own = {
        "objective": "reg:absoluteerror" if is_relative else "reg:squarederror",
        "tree_method": "hist",
        "nthread": THREADS,
        "seed": seed,
        "subsample": 0.8,
        "colsample_bytree": 0.7,
        "lambda": 10.0,
    }
    train = xgboost.QuantileDMatrix(fit.values, fit.target, weight=fit.weight if is_relative else None)
    held = xgboost.QuantileDMatrix(
        choose.values, choose.target, weight=choose.weight if is_relative else None, ref=train
    )
    model = xgboost.train(
        {**own, **settings},
        train,
        _ROUNDS,
        evals=[(held, "choose")],
        early_stopping_rounds=_PATIENCE,
        verbose_eval=False,
    )
    model.set_param({"nthread": 1})
    last = model.best_iteration + 1
    return lambda values: np.asarray(model.inplace_predict(values, iteration_range=(0, last)), dtype=np.float64)


def _fit_histogram(
    fit: Table, choose: Table, settings: Settings, seed: int, is_relative: bool
) -> Callable[[NDArray[np.float32]], Floats]:
    model = HistGradientBoostingRegressor(
        loss="absolute_error" if is_relative else "squared_error",
        max_iter=_ROUNDS,
        early_stopping=True,
        n_iter_no_change=_PATIENCE,
        l2_regularization=10.0,
        max_features=0.7,
        random_state=seed,
        **settings,
    )
    weights = (fit.weight, choose.weight) if is_relative else (None, None)
    model.fit(
        fit.values,
        fit.target,
        sample_weight=weights[0],
        X_val=choose.values,
        y_val=choose.target,
        sample_weight_val=weights[1],
    )
    return lambda values: np.asarray(model.predict(values))


def _fit_catboost(
    fit: Table, choose: Table, settings: Settings, seed: int, is_relative: bool
) -> Callable[[NDArray[np.float32]], Floats]:
    model = catboost.CatBoostRegressor(
        loss_function="MAE" if is_relative else "RMSE",
        iterations=_ROUNDS,
        od_type="Iter",
        od_wait=_PATIENCE,
        thread_count=THREADS,
        random_seed=seed,
        verbose=False,
        allow_writing_files=False,
        **settings,
    )
    model.fit(_pool(fit, is_relative), eval_set=_pool(choose, is_relative))
    return lambda values: np.asarray(model.predict(_native(values), thread_count=1))


def _pool(table: Table, is_relative: bool) -> Any:
    return catboost.Pool(_native(table.values), table.target, weight=table.weight if is_relative else None)


def _native(values: NDArray[np.float32]) -> Any:
    figures = len(_FIGURES)
    return catboost.FeaturesData(
        num_feature_data=np.ascontiguousarray(values[:, :figures]),
        cat_feature_data=np.ascontiguousarray(values[:, figures:]).astype(np.int32).astype("S").astype(object),
    )


PEERS = (
    Peer(
        "LightGBM",
        _fit_lightgbm,
        (
            {"learning_rate": 0.05, "num_leaves": 31, "min_data_in_leaf": 200},
            {"learning_rate": 0.03, "num_leaves": 63, "min_data_in_leaf": 500},
            {"learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 200},
        ),
    ),
    Peer(
        "CatBoost",
        _fit_catboost,
        ({"learning_rate": 0.1, "depth": 6, "l2_leaf_reg": 10}, {"learning_rate": 0.1, "depth": 8, "l2_leaf_reg": 30}),
    ),
    Peer(
        "XGBoost",
        _fit_xgboost,
        (
            {"eta": 0.05, "max_depth": 5, "min_child_weight": 200},
            {"eta": 0.05, "max_depth": 7, "min_child_weight": 500},
        ),
    ),
    Peer(
        "HistGradientBoosting",
        _fit_histogram,
        (
            {"learning_rate": 0.05, "max_leaf_nodes": 31, "min_samples_leaf": 200},
            {"learning_rate": 0.05, "max_leaf_nodes": 63, "min_samples_leaf": 500},
        ),
    ),
)
