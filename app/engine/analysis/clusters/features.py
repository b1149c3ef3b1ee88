"""The list of features by which members are told apart: what each is about, needs, and how it is written.

The name, formula and caveat of a feature stand in the catalogue under `clusters.feature_…`, `…formula_…`, `…caveat_…`.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.errors import UsageError
from app.engine.store.dimensions import Dimension

GROUPED = (Dimension.COUNTRY, Dimension.PROVINCE, Dimension.HS2, Dimension.HS4)
_PLACES = frozenset({Dimension.COUNTRY, Dimension.PROVINCE})
_GOODS = frozenset({Dimension.HS2, Dimension.HS4})
_ALL = frozenset(GROUPED)
_NOT_COUNTRY = _ALL - {Dimension.COUNTRY}
_NOT_PROVINCE = _ALL - {Dimension.PROVINCE}


class Theme(enum.Enum):
    """What a feature is about; a description names one feature of each theme first."""

    SIZE = "size"
    MOTION = "motion"
    BALANCE = "balance"
    PRODUCTS = "products"
    PARTNERS = "partners"
    PROVINCES = "provinces"
    MODES = "modes"
    PRICE = "price"
    SEASON = "season"


class Form(enum.Enum):
    """How a figure is written."""

    SHARE = "share"  # 0.25 is 25 %
    CHANGE = "change"  # 0.25 is +25 %
    INDEX = "index"  # 0 to 1, or -1 to 1
    COUNT = "count"
    RATIO = "ratio"  # 1.25 is 1.25 times
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the matrix; `part` is what its members are broken down by, `may_log` if none is negative."""

    name: str
    theme: Theme
    form: Form
    of: frozenset[Dimension] = _ALL
    part: Dimension | None = None
    needs_prices: bool = False
    may_log: bool = False
    is_usual: bool = False


FEATURES: tuple[Feature, ...] = (
    Feature("share", Theme.SIZE, Form.SHARE, may_log=True, is_usual=True),
    Feature("records", Theme.SIZE, Form.COUNT, may_log=True),
    Feature("growth", Theme.MOTION, Form.CHANGE, is_usual=True),
    Feature("recent", Theme.MOTION, Form.CHANGE),
    Feature("volatility", Theme.MOTION, Form.INDEX, may_log=True, is_usual=True),
    Feature("drawdown", Theme.MOTION, Form.SHARE),
    Feature("presence", Theme.MOTION, Form.SHARE),
    Feature("balance", Theme.BALANCE, Form.INDEX, is_usual=True),
    Feature("chapters", Theme.PRODUCTS, Form.COUNT, _PLACES, Dimension.HS2, may_log=True),
    Feature("product_hhi", Theme.PRODUCTS, Form.INDEX, _PLACES, Dimension.HS2, may_log=True, is_usual=True),
    Feature("product_likeness", Theme.PRODUCTS, Form.SHARE, _PLACES, Dimension.HS2),
    Feature("farm", Theme.PRODUCTS, Form.SHARE, _PLACES, Dimension.HS2, may_log=True),
    Feature("ores", Theme.PRODUCTS, Form.SHARE, _PLACES, Dimension.HS2, may_log=True, is_usual=True),
    Feature("chemicals", Theme.PRODUCTS, Form.SHARE, _PLACES, Dimension.HS2, may_log=True),
    Feature("textiles", Theme.PRODUCTS, Form.SHARE, _PLACES, Dimension.HS2, may_log=True),
    Feature("metals", Theme.PRODUCTS, Form.SHARE, _PLACES, Dimension.HS2, may_log=True),
    Feature("machines", Theme.PRODUCTS, Form.SHARE, _PLACES, Dimension.HS2, may_log=True, is_usual=True),
    Feature("partners", Theme.PARTNERS, Form.COUNT, _NOT_COUNTRY, Dimension.COUNTRY, may_log=True),
    Feature("partner_hhi", Theme.PARTNERS, Form.INDEX, _NOT_COUNTRY, Dimension.COUNTRY, may_log=True, is_usual=True),
    Feature("partner_likeness", Theme.PARTNERS, Form.SHARE, _NOT_COUNTRY, Dimension.COUNTRY),
    Feature("provinces", Theme.PROVINCES, Form.COUNT, _NOT_PROVINCE, Dimension.PROVINCE, may_log=True),
    Feature(
        "province_hhi", Theme.PROVINCES, Form.INDEX, _NOT_PROVINCE, Dimension.PROVINCE, may_log=True, is_usual=True
    ),
    Feature("province_likeness", Theme.PROVINCES, Form.SHARE, _NOT_PROVINCE, Dimension.PROVINCE),
    Feature("ordinary", Theme.MODES, Form.SHARE, part=Dimension.MODE, may_log=True, is_usual=True),
    Feature("processing", Theme.MODES, Form.SHARE, part=Dimension.MODE, may_log=True),
    Feature("bonded", Theme.MODES, Form.SHARE, part=Dimension.MODE, may_log=True),
    Feature("mode_hhi", Theme.MODES, Form.INDEX, part=Dimension.MODE, may_log=True),
    Feature("price_level", Theme.PRICE, Form.RATIO, _PLACES, needs_prices=True, may_log=True, is_usual=True),
    Feature("kilo_price", Theme.PRICE, Form.PRICE, _GOODS, needs_prices=True, may_log=True, is_usual=True),
    Feature("seasonality", Theme.SEASON, Form.INDEX, part=Dimension.MONTH, may_log=True),
)


def features_of(dimension: Dimension) -> tuple[Feature, ...]:
    """All that members of the dimension can be described by."""
    return tuple(feature for feature in FEATURES if dimension in feature.of)


def usual_features(dimension: Dimension) -> tuple[Feature, ...]:
    """Those that are used unless others are chosen."""
    return tuple(feature for feature in features_of(dimension) if feature.is_usual)


def named_features(dimension: Dimension, names: Sequence[str]) -> tuple[Feature, ...]:
    """Features by name in the order of the list; UsageError for one that the dimension does not have."""
    known = {feature.name: feature for feature in features_of(dimension)}
    for name in names:
        if name not in known:
            raise UsageError("clusters.feature_unknown", given=name, known=", ".join(known))
    return tuple(feature for name, feature in known.items() if name in names)
