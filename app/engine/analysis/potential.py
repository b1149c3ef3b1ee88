"""Market potential: partners for a product by a score whose parts are all shown.

Each part is a plain quantity that is turned into the partner's place among all partners (0 to 1, 0.5 where the data do
not tell it), so that no part counts more because its numbers are larger. The score is the weighted mean of the places.
A year's parts use that year and earlier ones only, which makes the ranking of the past what it would have been then.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.analysis.rank_places import percentiles
from app.engine.errors import UsageError
from app.engine.store.questions.partner_panel import Floats, PartnerPanel
from app.engine.store.selection import Direction

LOOKS_BACK = 3  # years of growth that a part is the mean of
HEAVIEST = 10.0
_FEWEST_CHANGES = 2
_UNTOLD = 0.5
_SIZE = 0  # the place of the part among all


class Part(enum.Enum):
    """What the score is made of; the values are those of the command line."""

    SIZE = "size"
    GROWTH = "growth"
    ROOM = "room"
    TREND = "trend"
    PRICE = "price"
    BREADTH = "breadth"
    STABILITY = "stability"
    SIMILARITY = "similarity"


Weights = Mapping[Part, float]
# Room is the one part that went with later growth on public figures, if weakly (docs/benchmarks.md); size says how much
# there is to win
DEFAULT_WEIGHTS: Weights = {part: {Part.ROOM: 3.0, Part.SIZE: 2.0}.get(part, 1.0) for part in Part}


@dataclass(frozen=True, slots=True)
class Scoring:
    """The parts of every year, ready to be weighted: raw quantities and places, each (year, partner, part)."""

    panel: PartnerPanel
    raw: Floats
    places: Floats

    def scores(self, year: int, weights: Weights) -> Floats:
        """Of every partner, by position of the year; UsageError where no part counts."""
        heaviness = np.array([weights.get(part, 0.0) for part in Part])
        if heaviness.sum() <= 0:
            raise UsageError("potential.no_weight")
        filled = np.where(np.isnan(self.places[year]), _UNTOLD, self.places[year])
        scores: Floats = filled @ heaviness / heaviness.sum()
        return scores


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner with its score; parts are None where the data do not tell them."""

    partner: int
    rank: int
    score: float
    value: float
    raw: Mapping[Part, float | None]
    place: Mapping[Part, float | None]


def score_parts(panel: PartnerPanel) -> Scoring:
    """The parts of each partner in each year of the panel."""
    raw = np.stack([_parts_at(panel, year) for year in range(len(panel.years))]) if panel.years else _nothing(panel)
    signs = np.array([_sign(part, panel.basis.selection.direction) for part in Part])
    columns = [[percentiles(one[:, part] * signs[part]) for part in range(len(Part))] for one in raw]
    placed = np.array(columns, dtype=np.float64).transpose(0, 2, 1) if len(raw) else raw
    _put_last(placed)
    return Scoring(panel, raw, placed)


def rank_partners(scoring: Scoring, weights: Weights, *, year: int = -1) -> list[Candidate]:
    """All partners, the highest score first; equal ones by value, then by code."""
    panel = scoring.panel
    if not panel.years or not panel.partners:
        return []
    scores, values = scoring.scores(year, weights), panel.value[:, year]
    order = sorted(range(len(panel.partners)), key=lambda at: (-scores[at], -values[at], panel.partners[at]))
    return [
        Candidate(
            partner=panel.partners[at],
            rank=rank,
            score=float(scores[at]),
            value=float(values[at]),
            raw=_told(scoring.raw[year, at]),
            place=_told(scoring.places[year, at]),
        )
        for rank, at in enumerate(order, start=1)
    ]


def read_weights(given: Sequence[str]) -> dict[Part, float]:
    """The default weights with those of `part=number` in their place; UsageError for what cannot be meant."""
    weights = dict(DEFAULT_WEIGHTS)
    for entry in given:
        name, _, number = (piece.strip() for piece in entry.partition("="))
        known = {part.value: part for part in Part}
        weight = _number(number)
        if name not in known or weight is None:
            raise UsageError("potential.weight_unreadable", given=entry, known=", ".join(known), most=HEAVIEST)
        weights[known[name]] = weight
    return weights


def midpoint_growth(before: Floats, after: Floats) -> Floats:
    """Change over the mean of both (Davis, Haltiwanger and Schuh 1996): -2 for one that ends, 2 for one that begins.

    Unlike the usual rate it has a value for relations that begin; NaN where there was nothing before and after.
    """
    mean = (before + after) / 2
    growth: Floats = np.divide(after - before, mean, out=np.full(mean.shape, np.nan), where=mean > 0)
    return growth


def _parts_at(panel: PartnerPanel, year: int) -> Floats:
    """(partner, part) of one year, from nothing later."""
    first = max(0, year - LOOKS_BACK)
    values = panel.value[:, first : year + 1]
    is_served = (values > 0).any(axis=1)
    growths = midpoint_growth(values[:, :-1], values[:, 1:])
    market_share = _market_share(panel)
    parts = {
        Part.SIZE: panel.value[:, year],
        Part.GROWTH: _mean(growths),
        Part.ROOM: market_share[:, year],
        Part.TREND: market_share[:, year] - market_share[:, first] if first < year else _column(panel, np.nan),
        Part.PRICE: _relative_price(panel, year),
        Part.BREADTH: panel.supply_hhi[:, year],
        Part.STABILITY: _spread(midpoint_growth(panel.value[:, :year], panel.value[:, 1 : year + 1])),
        Part.SIMILARITY: _similarity(panel, year),
    }
    # Nobody's trade is no room yet: nothing shows that these partners want the product
    for part in (Part.SIZE, Part.ROOM, Part.TREND):
        parts[part] = np.where(is_served, parts[part], np.nan)
    return np.column_stack([parts[part] for part in Part])


def _put_last(placed: Floats) -> None:
    """Partners without any trade in the product for years come after those with some, in the order of similarity."""
    is_idle = np.isnan(placed[:, :, _SIZE])
    placed[np.isnan(placed) & is_idle[:, :, None]] = 0.0


def _sign(part: Part, direction: Direction | None) -> float:
    """-1 where less is better: a small share leaves room, a few sellers or sharp swings are risks."""
    if part is Part.PRICE:
        return -1.0 if direction is Direction.IMPORT else 1.0
    return -1.0 if part in {Part.ROOM, Part.BREADTH, Part.STABILITY} else 1.0


def _market_share(panel: PartnerPanel) -> Floats:
    """The chosen provinces' part of the product's trade with the partner; without any, the product's weight there.

    That weight is the product's share of trade with the partner, over its share of trade with all partners.
    """
    if panel.own is not None:
        return _ratio(panel.own, panel.value)
    return _ratio(_ratio(panel.value, panel.total), _ratio(panel.value.sum(axis=0), panel.total.sum(axis=0)))


def _relative_price(panel: PartnerPanel, year: int) -> Floats:
    """Unit value over the median of all partners'."""
    prices = _ratio(panel.value[:, year], panel.quantity[:, year])
    prices[~(prices > 0)] = np.nan
    told = prices[~np.isnan(prices)]
    return prices / np.median(told) if len(told) else prices


def _similarity(panel: PartnerPanel, year: int) -> Floats:
    """Cosine of the partner's basket with the mean basket of the others that have the product, the product's own
    chapter left out: partners who buy what those buy are likely to have a use for the product too."""
    baskets = panel.basket[:, year].copy()
    baskets[:, sorted({int(prefix[:2].ljust(2, "0")) for prefix in panel.basis.selection.hs})] = 0.0
    shares = _ratio(baskets, baskets.sum(axis=1, keepdims=True))
    weights = np.where(np.isnan(shares[:, 0]), 0.0, panel.value[:, year])
    told = np.nan_to_num(shares)
    others = (told.T @ weights)[:, None] - (told * weights[:, None]).T
    cosine: Floats = _ratio(
        (told.T * others).sum(axis=0), np.linalg.norm(told, axis=1) * np.linalg.norm(others, axis=0)
    )
    return cosine


def _mean(growths: Floats) -> Floats:
    counts = (~np.isnan(growths)).sum(axis=1)
    means: Floats = np.divide(np.nansum(growths, axis=1), counts, out=np.full(len(growths), np.nan), where=counts > 0)
    return means


def _spread(growths: Floats) -> Floats:
    """Standard deviation of the yearly growths, where there are enough of them."""
    counts = (~np.isnan(growths)).sum(axis=1)
    squares = np.nansum((growths - _mean(growths)[:, None]) ** 2, axis=1)
    enough = counts >= _FEWEST_CHANGES
    spreads: Floats = np.sqrt(np.divide(squares, counts - 1, out=np.full(len(growths), np.nan), where=enough))
    return spreads


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> Floats:
    """NaN where there is no whole."""
    shape = np.broadcast_shapes(part.shape, whole.shape)
    ratio: Floats = np.divide(part, whole, out=np.full(shape, np.nan), where=whole > 0)
    return ratio


def _column(panel: PartnerPanel, value: float) -> Floats:
    return np.full(len(panel.partners), value)


def _nothing(panel: PartnerPanel) -> Floats:
    return np.zeros((0, len(panel.partners), len(Part)))


def _told(row: Floats) -> dict[Part, float | None]:
    return {part: None if np.isnan(value) else float(value) for part, value in zip(Part, row, strict=True)}


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= HEAVIEST else None
