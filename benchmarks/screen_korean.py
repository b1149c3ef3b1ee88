"""The public Korean declarations (synthetic): what they can show, and what a table of repeated rows scores on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]  # ships no types
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]  # as above
from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]  # as above
from sklearn.preprocessing import TargetEncoder  # type: ignore[import-untyped]  # as above
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # as above

FILES = ("korea_df_syn_train_eng.csv", "korea_df_syn_valid_eng.csv")
BUDGETS = (0.01, 0.05, 0.10)
_LABEL, _PAIR = "Fraud", ["Net Mass", "Item Price"]
_CATEGORIES = (
    "Office ID", "Process Type", "Import Type", "Import Use", "Payment Type", "Mode of Transport", "Declarant ID",
    "Importer ID", "Seller ID", "Courier ID", "HS6 Code", "Country of Departure", "Country of Origin", "Tax Type",
    "Country of Origin Indicator",
)  # fmt: skip

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one ranking on one set of rows."""

    name: str
    auc: float
    precision: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sets hold."""

    train: int
    valid: int
    fraud: float
    repeated: float  # share of validation rows whose mass and price stand in a training row
    unrepeated: int
    fresh_fraud: float  # share of frauds among those that are not repeated
    same_unit_value: float  # share of all rows whose price per kilogram another row of the code has as well


def measure_korean(folder: Path, *, seed: int) -> tuple[Facts, list[Figures], list[Figures]]:
    """Facts, rankings of all validation rows, and of those that repeat no training row."""
    train, valid = (pd.read_csv(folder / name, dtype=dict.fromkeys(_CATEGORIES, str)) for name in FILES)
    is_repeated = repeated_rows(train, valid)
    scores = {
        "categorical model": _categorical(train, valid, seed=seed),
        "lookup table of mass and price": looked_up(train, valid),
        "price deviation within the code": _deviation(train, valid),
        "random": np.random.default_rng(seed).random(len(valid)),
    }
    label = valid[_LABEL].to_numpy()
    facts = Facts(
        train=len(train),
        valid=len(valid),
        fraud=float(label.mean()),
        repeated=float(is_repeated.mean()),
        unrepeated=int((~is_repeated).sum()),
        fresh_fraud=float(label[~is_repeated].mean()),
        same_unit_value=_same_unit_value(pd.concat([train, valid])),
    )
    whole = [_figures(name, score, label) for name, score in scores.items()]
    fresh = [_figures(name, score[~is_repeated], label[~is_repeated]) for name, score in scores.items()]
    return facts, whole, fresh


def report_korean(folder: Path, *, seed: int = 0) -> list[str]:
    """Lines of Markdown."""
    facts, whole, fresh = measure_korean(folder, seed=seed)
    repeats = f"{facts.same_unit_value:.1%} of all rows have a price per kilogram that another row of their code has"
    lines = [
        f"{facts.train:,} training and {facts.valid:,} validation rows, {facts.fraud:.1%} of these labelled fraud;",
        f"{facts.repeated:.1%} of the validation rows repeat mass and price of a training row,",
        f"{facts.unrepeated:,} do not, of which {facts.fresh_fraud:.1%} are labelled fraud;",
        f"{repeats} as well.",
    ]
    for title, figures in (("All validation rows", whole), ("Only rows that repeat none", fresh)):
        lines += [
            "",
            f"{title}:",
            "",
            "| ranking | AUC | " + " | ".join(f"precision@{each:.0%}" for each in BUDGETS) + " |",
        ]
        lines += ["|---|---|" + "---|" * len(BUDGETS)]
        lines += [
            f"| {each.name} | {each.auc:.3f} | " + " | ".join(f"{p:.3f}" for p in each.precision) + " |"
            for each in figures
        ]
    return lines


def repeated_rows(train: pd.DataFrame, valid: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows to be ranked have the mass and the price of a row that was learnt from: for them the answer leaks."""
    return np.asarray(valid.set_index(_PAIR).index.isin(train.set_index(_PAIR).index))


def _same_unit_value(table: pd.DataFrame) -> float:
    values = pd.DataFrame({"hs": table["HS6 Code"], "value": (table["Item Price"] / table["Net Mass"]).round(6)})
    return float(values.duplicated(keep=False).mean())


def _categorical(train: pd.DataFrame, valid: pd.DataFrame, *, seed: int) -> Floats:
    """Trees over fraud rates by category, each measured on other rows than those it is told for, and the tax rate."""
    columns = list(_CATEGORIES)
    encoder = TargetEncoder(cv=StratifiedKFold(5, shuffle=True, random_state=seed))
    told = encoder.fit_transform(train[columns].fillna(""), train[_LABEL])
    asked = encoder.transform(valid[columns].fillna(""))
    trees = HistGradientBoostingClassifier(random_state=seed, max_iter=200, learning_rate=0.05, l2_regularization=1.0)
    # On a machine at work, threads that wait for each other take ten times as long
    with threadpool_limits(1):
        trees.fit(_with_rate(told, train), train[_LABEL])
        return np.asarray(trees.predict_proba(_with_rate(asked, valid))[:, 1])


def _with_rate(told: NDArray[Any], table: pd.DataFrame) -> NDArray[Any]:
    return np.column_stack([told, table["Tax Rate"].to_numpy()])


def looked_up(train: pd.DataFrame, valid: pd.DataFrame) -> Floats:
    """Share of frauds among training rows with the same mass and price; that of all where there are none."""
    rates = train.groupby(_PAIR)[_LABEL].mean().rename("rate").reset_index()
    found = valid[_PAIR].merge(rates, on=_PAIR, how="left")["rate"]
    return found.fillna(train[_LABEL].mean()).to_numpy(dtype=np.float64)


def _deviation(train: pd.DataFrame, valid: pd.DataFrame) -> Floats:
    """How far ln price per kilogram lies from the median of its code, on either side."""
    before, asked = (
        pd.Series(np.log(table["Item Price"].clip(lower=1) / table["Net Mass"].clip(lower=0.01)))
        for table in (train, valid)
    )
    medians = before.groupby(train["HS6 Code"]).median()
    expected = valid["HS6 Code"].map(medians).fillna(before.median())
    return np.asarray((asked - expected).abs(), dtype=np.float64)


def _figures(name: str, score: Floats, label: NDArray[Any]) -> Figures:
    """Of equal scores, the order of the file decides."""
    order = np.argsort(-score, kind="stable")
    reach = [int(np.ceil(budget * len(order))) for budget in BUDGETS]
    return Figures(
        name, float(roc_auc_score(label, score)), tuple(float(label[order[:lines]].mean()) for lines in reach)
    )
