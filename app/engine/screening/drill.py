"""A drill: fraud of a known kind is planted in the newest year's own records, and it is counted who finds it.

Nothing is written to the store. Prices are predicted from earlier years alone, as for declarations; what the score
learns of the file, it learns from the rows with the planted ones among them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.truth import Records, Truth, read_truth
from app.engine.errors import NotInDataError, UsageError
from app.engine.jobs import CancelToken, Progress
from app.engine.price.conformal import Spread
from app.engine.price.pricer import Pricer
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.screening.combining import odds_of_tail
from app.engine.screening.drill_evidence import PhotoPool, name_tails, photo_tails
from app.engine.screening.noise import Noise, learn_noise
from app.engine.screening.peers import PEERS, Trial
from app.engine.screening.planting import Fraud, Kind, Planted, plant
from app.engine.screening.price_odds import Odds, PlacedPrices, Side, learn_habits, price_odds
from app.engine.store.open_store import Store, interruptible
from app.engine.store.questions.priced_records import priced_records, priced_sample
from app.engine.store.selection import Years

BUDGETS = (0.01, 0.02, 0.05, 0.10)
_DEMO_DEGREES = 4.0  # of the generator
_EARLIER_ROWS = 100_000
_EARLIER_YEARS = 3
_BATCH = 16_384
_LEAST_ROWS = 200

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the first lines of a ranking hold, by the budgets that reach them."""

    precision: Mapping[float, float]
    recall: Mapping[float, float]
    value_recovered: Mapping[float, float]


@dataclass(frozen=True, slots=True)
class Contestant:
    """By the likelihood of fraud, and by what looking is expected to recover."""

    by_risk: Ranking
    by_recovery: Ranking


@dataclass(frozen=True, slots=True)
class DrillReport:
    """`tails` is the share of sound rows at or below each tail probability; `oracle` is known for demo data only."""

    fraud: Fraud
    side: Side
    seed: int
    year: int
    rows: int
    planted: int
    unpriced: int
    model: Contestant
    baselines: Mapping[str, Contestant]
    oracle: Contestant | None
    tails: Mapping[float, float]
    model_version: str
    is_demo: bool
    with_names: bool = False
    photos: int = 0  # that rows were given, each many times
    by_price: Contestant | None = None  # the score without names and photos, where these took part


@dataclass(frozen=True, slots=True)
class DrillGround:
    """What is the same for every drill of one store: rows of the newest year, earlier ones, and the truth.

    `spread` and `tails` are of the rows as they were recorded.
    """

    pricer: Pricer
    rows: PriceRows
    spread: Spread
    tails: Floats
    earlier: PriceRows
    noise: Noise
    truth: Truth | None

    @property
    def year(self) -> int:
        """The year that the rows are of."""
        return int(self.rows.year[0])


def prepare_drill(
    store: Store, pricer: Pricer, *, truth_files: Path | None = None, year: int | None = None, token: CancelToken
) -> DrillGround:
    """Read what drills need; NotInDataError for a store with a single year or hardly any prices."""
    year = pricer.years[-1] if year is None else year
    before = [each for each in pricer.years if each < year]
    if not before:
        raise NotInDataError("screening.drill_one_year")
    with interruptible(token):
        rows = rows_of_records(priced_records(store, replace(pricer.choices, years=Years(year, year))))
        wanted = dict.fromkeys(before[-_EARLIER_YEARS:], _EARLIER_ROWS)
        earlier = rows_of_records(priced_sample(store, pricer.choices, wanted))
        if len(rows) < _LEAST_ROWS:
            raise NotInDataError("screening.drill_few_rows", rows=len(rows), least=_LEAST_ROWS, year=year)
        noise = learn_noise(store, pricer, before=year)
    assert rows.ln_price is not None
    truth = None
    if truth_files is not None and pricer.is_demo:
        truth = read_truth(truth_files, Records(rows.direction, rows.hs, rows.ln_price, rows.ln_quantity), year)
    spread, tails = predict_rows(pricer, rows, token)
    return DrillGround(pricer, rows, spread, tails, earlier, noise, truth)


def drill(
    ground: DrillGround,
    fraud: Fraud,
    *,
    seed: int,
    side: Side | None = None,
    with_names: bool = False,
    photos: PhotoPool | None = None,
    progress: Progress,
    token: CancelToken,
) -> DrillReport:
    """One round; the same ground, fraud and seed give the same report.

    Everybody knows which side is planted, unless another one is to be looked for. Names always take part where they
    are what is false.
    """
    side = side or fraud.side
    if not 0 < fraud.share < 1:
        raise UsageError("screening.drill_share", given=f"{fraud.share:g}")
    planted = plant(ground.rows, fraud, seed=seed)
    with_names = with_names or fraud.kind is Kind.NAME
    steps = len(PEERS) + 2
    progress(0, steps)
    spread = _spread_of(ground, planted, token)
    prices = _price_odds(ground, planted, spread, side)
    others = _other_odds(planted, seed, photos, with_names=with_names)
    model = _model(planted, prices, others)
    baselines = {}
    for done, (name, score) in enumerate(PEERS.items(), start=1):
        token.check()
        progress(done, steps)
        baselines[name] = _peer(planted, score(Trial(planted.rows, ground.earlier, side, seed)))
    oracle = None if ground.truth is None or fraud.multiplier is None else _oracle(ground.truth, planted, fraud)
    progress(steps, steps)
    return DrillReport(
        fraud,
        side,
        seed,
        ground.year,
        rows=len(planted.rows),
        planted=int(planted.is_fraud.sum()),
        unpriced=int(np.isnan(spread.median).sum()),
        model=model,
        baselines=baselines,
        oracle=oracle,
        tails=_tail_shares(ground.tails[~planted.is_fraud]),
        model_version=ground.pricer.model_version,
        is_demo=ground.pricer.is_demo,
        with_names=with_names,
        photos=0 if photos is None else photos.size,
        by_price=_model(planted, prices, np.ones(len(others))) if with_names or photos else None,
    )


def predict_rows(pricer: Pricer, rows: PriceRows, token: CancelToken) -> tuple[Spread, Floats]:
    """The distribution of each row and the tail probability of its price."""
    spreads, tails = [], []
    for first in range(0, len(rows), _BATCH):
        token.check()
        part = rows.take(slice(first, first + _BATCH))
        assert part.ln_price is not None
        estimates = pricer.estimator.estimate(part)
        _, percentiles = pricer.estimator.percentiles(estimates, part.ln_price)
        spreads.append(estimates.spread)
        tails.append(2 * np.minimum(percentiles, 1 - percentiles))
    joined = Spread(*(np.concatenate([getattr(each, name) for each in spreads]) for name in Spread.__slots__))
    return joined, np.concatenate(tails)


def _spread_of(ground: DrillGround, planted: Planted, token: CancelToken) -> Spread:
    """Only goods under another code have another price to be expected than the recorded one."""
    recoded = np.flatnonzero(planted.rows.hs != ground.rows.hs)
    if not len(recoded):
        return ground.spread
    own, _ = predict_rows(ground.pricer, planted.rows.take(recoded), token)
    columns = [getattr(ground.spread, name).copy() for name in Spread.__slots__]
    for column, name in zip(columns, Spread.__slots__, strict=True):
        column[recoded] = getattr(own, name)
    return Spread(*columns)


def _price_odds(ground: DrillGround, planted: Planted, spread: Spread, side: Side) -> Odds:
    rows = planted.rows
    assert rows.ln_price is not None
    prices = PlacedPrices(rows.ln_price, spread, rows.direction, rows.hs.astype(np.int64) // 10**6)
    return price_odds(prices, learn_habits(prices, ground.noise, side), ground.noise)


def _other_odds(planted: Planted, seed: int, photos: PhotoPool | None, *, with_names: bool) -> Floats:
    odds = np.ones(len(planted.rows))
    if with_names:
        odds *= odds_of_tail(name_tails(planted))
    if photos is not None:
        odds *= odds_of_tail(photo_tails(planted, photos, seed=seed))
    return odds


def _model(planted: Planted, prices: Odds, others: Floats) -> Contestant:
    odds = prices.odds * others
    risk = odds / (1 + odds)
    return _contestant(planted, risk, risk * prices.stake * planted.value)


def _oracle(truth: Truth, planted: Planted, fraud: Fraud) -> Contestant:
    """Knows mean and scale of every record, what was planted and how often, and no more."""
    assert fraud.multiplier is not None
    assert planted.rows.ln_price is not None
    noise = Noise(_DEMO_DEGREES, 1.0)
    spread = Spread(truth.mean, truth.scale, truth.scale)
    away = planted.rows.ln_price - truth.mean
    ratio = noise.ln_ratios(away, [math.log(fraud.multiplier)], spread)[0]
    odds = np.exp(ratio) * fraud.share / (1 - fraud.share)
    risk = odds / (1 + odds)
    return _contestant(planted, risk, risk * abs(1 / fraud.multiplier - 1) * planted.value)


def _peer(planted: Planted, score: Floats) -> Contestant:
    """Ranked by value, a peer gets the better of its own order and that of its score times the declared value."""
    order = np.argsort(np.argsort(score, kind="stable"), kind="stable") / len(score)
    weighted = _contestant(planted, score, order * planted.value)
    own, other = weighted.by_risk, weighted.by_recovery
    is_better = other.value_recovered[BUDGETS[2]] > own.value_recovered[BUDGETS[2]]
    return Contestant(own, other if is_better else own)


def _contestant(planted: Planted, risk: Floats, recovery: Floats) -> Contestant:
    return Contestant(_ranking(planted, risk), _ranking(planted, recovery))


def _ranking(planted: Planted, score: Floats) -> Ranking:
    order = np.argsort(-np.nan_to_num(score, nan=-np.inf), kind="stable")
    hits, value = np.cumsum(planted.is_fraud[order]), np.cumsum(planted.shortfall[order])
    reach = {budget: int(np.ceil(round(budget * len(order), 9))) for budget in BUDGETS}
    return Ranking(
        precision={budget: float(hits[lines - 1] / lines) for budget, lines in reach.items()},
        recall={budget: float(hits[lines - 1] / max(hits[-1], 1)) for budget, lines in reach.items()},
        value_recovered={budget: float(value[lines - 1] / max(value[-1], 1e-9)) for budget, lines in reach.items()},
    )


def _tail_shares(tails: Floats) -> dict[float, float]:
    checked = tails[np.isfinite(tails)]
    return {level: float((checked <= level).mean()) if len(checked) else 0.0 for level in (0.01, 0.05, 0.10)}
