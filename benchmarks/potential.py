"""`bench potential`: does the ranking of partners foretell growth better than size alone, over many products.

Demo data hold no growth that anything could foretell beyond its margins; public figures of ten partners do, if few.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from app.engine.analysis.potential import DEFAULT_WEIGHTS, Scoring, score_parts
from app.engine.analysis.potential_record import Target, Trial, spread, track_record
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import open_store
from app.engine.store.questions.partner_panel import CHAPTERS, PartnerPanel, partner_panel
from app.engine.store.questions.top import top
from app.engine.store.selection import Direction, Selection

_PRODUCTS = 60


@dataclass(frozen=True, slots=True)
class Result:
    """All trials of one data set, direction and target; differences are score less size, by trial."""

    data: str
    direction: str
    target: str
    products: int
    trials: int
    score_correlation: float
    size_correlation: float
    difference: float
    deviation: float
    better: float
    score_hits: float
    size_hits: float
    chance: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON for each data set, direction and target."""
    parser = argparse.ArgumentParser(prog="bench potential")
    parser.add_argument("--store", type=Path, help="a store, of which the largest headings are tried")
    parser.add_argument("--comtrade", type=Path, help="CSV of partners by SITC division and year, as Comtrade gives it")
    options = parser.parse_args(arguments)
    for direction in Direction:
        if options.store:
            _report("store", direction, list(_of_store(options.store, direction)))
        if options.comtrade:
            _report("comtrade", direction, list(_of_comtrade(options.comtrade, direction)))


def _report(data: str, direction: Direction, scorings: Sequence[Scoring]) -> None:
    for target in Target:
        trials = [track_record(scoring, DEFAULT_WEIGHTS, target).trials for scoring in scorings]
        print(json.dumps(asdict(_summed_up(data, direction, target, trials))), flush=True)


def _summed_up(data: str, direction: Direction, target: Target, trials: Sequence[Sequence[Trial]]) -> Result:
    every = [one for product in trials for one in product]
    pairs = [
        (one.score_correlation, one.size_correlation)
        for one in every
        if one.score_correlation is not None and one.size_correlation is not None
    ]
    difference = spread([score - size for score, size in pairs])
    if difference is None:
        raise SystemExit(f"{data}: no product has partners and years enough")
    return Result(
        data=data,
        direction=direction.value,
        target=target.value,
        products=sum(bool(product) for product in trials),
        trials=len(pairs),
        score_correlation=statistics.fmean([score for score, _ in pairs]),
        size_correlation=statistics.fmean([size for _, size in pairs]),
        difference=difference.mean,
        deviation=difference.deviation or 0.0,
        better=statistics.fmean([score > size for score, size in pairs]),
        score_hits=statistics.fmean([one.score_hits for one in every]),
        size_hits=statistics.fmean([one.size_hits for one in every]),
        chance=statistics.fmean([one.chance for one in every]),
    )


def _of_store(path: Path, direction: Direction) -> Iterator[Scoring]:
    with open_store(path) as store:
        for row in top(store, Selection(direction=direction), Dimension.HS4, limit=_PRODUCTS).rows:
            code = str(row.member).zfill(4)
            yield score_parts(partner_panel(store, Selection(direction=direction, hs=(code,))))


def _of_comtrade(path: Path, direction: Direction) -> Iterator[Scoring]:
    """A panel for each division; divisions stand where chapters do, and provinces are not told."""
    flow = direction.value.capitalize()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Trade Flow"] == flow and row["Commodity Code"].isdigit()]
    rows = [row for row in rows if int(row["Commodity Code"]) < CHAPTERS and row["Commodity Code"] != "TOTAL"]
    years = sorted({int(row["Year"]) for row in rows})
    partners = sorted({row["Partner ISO"] for row in rows})
    basket = np.zeros((len(partners), len(years), CHAPTERS))
    weight = np.zeros_like(basket)
    for row in rows:
        place = partners.index(row["Partner ISO"]), years.index(int(row["Year"])), int(row["Commodity Code"])
        basket[place] += float(row["Trade Value (US$)"] or 0)
        weight[place] += float(row["Netweight (kg)"] or 0)
    untold = np.full(basket.shape[:2], np.nan)
    for division in sorted({int(row["Commodity Code"]) for row in rows}):
        selection = Selection(direction=direction, hs=(str(division).zfill(2),))
        yield score_parts(
            PartnerPanel(
                basis=Basis(selection, None, ()),
                years=tuple(years),
                partners=tuple(range(len(partners))),
                value=basket[:, :, division],
                quantity=weight[:, :, division],
                unit=None,
                supply_hhi=untold,
                own=None,
                basket=basket,
            )
        )


if __name__ == "__main__":
    main()
