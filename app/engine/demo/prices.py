"""The price model behind the demo: ln unit price is a sum of effects plus Student-t noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.cells import Cells
from app.engine.demo.facts import YEARS, Margins, read_cycles, read_price_tiers
from app.engine.demo.hashing import Codes, Floats, hashed_normal, hashed_uniform
from app.engine.demo.products import Products, noise_scale
from app.engine.demo.relations import Relations

NOISE_DEGREES = 4
# The exponent of an untruncated Student-t has no mean, and one draw could outweigh a country.
NOISE_LIMIT = 12.0
_INFLATION_A_YEAR = 0.018
_EXPORT_SHIFT = -0.25
_PARTNER, _PARTNER_CHAPTER, _QUALITY = 0.36, 0.36, 0.40
_PROVINCE, _PROVINCE_CHAPTER = 0.07, 0.06
_MODE = {10: 0.0, 14: -0.12, 15: -0.06, 16: -0.05, 19: -0.18, 23: 0.25, 27: 0.10, 30: -0.10, 33: 0.03, 34: 0.06}


@dataclass(frozen=True, slots=True)
class PriceModel:
    """Effects on ln US dollars per unit; relation effects follow the order of the relations they were built for."""

    relation: Floats
    cycle: Floats
    cycle_of_product: NDArray[np.int8]
    province: Floats
    mode: Floats
    discount: Floats
    scale: Floats


@dataclass(frozen=True, slots=True)
class Draw:
    """What one record is given: noise-free mean and scale of ln price, the noise itself, and its relative lot size."""

    mean: Floats
    scale: NDArray[np.float32]
    noise: Floats
    lot: NDArray[np.float32]


def build_price_model(
    products: Products, margins: Margins, relations: Relations, *, direction: str, seed: int, base: Floats
) -> PriceModel:
    """Effects of one direction on top of the calibrated `base` of the commodities."""
    product, country = relations.product, margins.countries.codes[relations.country]
    hs2 = products.hs2[product]
    cycles = read_cycles()
    names = sorted(cycles)
    years = np.array(YEARS) - 2016.5
    provinces = margins.provinces.codes
    chapters = np.arange(100)
    return PriceModel(
        relation=base[product]
        + (_EXPORT_SHIFT if direction == "export" else 0.0)
        + _partner_effect(direction, seed, hs2, country)
        + _QUALITY * relations.quality,
        cycle=np.array([cycles[name] + _INFLATION_A_YEAR * years for name in names]),
        cycle_of_product=np.array([names.index(name) for name in products.cycle], dtype=np.int8),
        province=_PROVINCE * hashed_normal(f"{direction}/{seed}/province", provinces)[:, None]
        + _PROVINCE_CHAPTER
        * hashed_normal(f"{direction}/{seed}/province chapter", provinces[:, None], chapters[None, :]),
        mode=np.array([_MODE[int(code)] for code in margins.modes.codes]),
        discount=0.02 + 0.06 * hashed_uniform("discount", products.hs4),
        scale=noise_scale(products.hs4),
    )


def draw_prices(
    products: Products,
    model: PriceModel,
    relations: Relations,
    cells: Cells,
    *,
    year: int,
    random: np.random.Generator,
) -> Draw:
    """Mean, scale and noise of ln price for each cell."""
    product = relations.product[cells.relation]
    lot = random.standard_normal(len(product), dtype=np.float32)
    mean = model.relation[cells.relation]
    mean += model.cycle[model.cycle_of_product[product], YEARS.index(year)]
    mean += model.province[cells.province, products.hs2[product]]
    mean += model.mode[cells.mode]
    mean -= model.discount[product] * lot
    scale = model.scale[product].astype(np.float32)
    return Draw(mean, scale, scale * student_t(len(product), random), lot)


def student_t(count: int, random: np.random.Generator) -> Floats:
    """Student-t numbers with four degrees of freedom, redrawn beyond the limit."""
    values = random.standard_t(NOISE_DEGREES, count)
    while (beyond := np.abs(values) > NOISE_LIMIT).any():
        values[beyond] = random.standard_t(NOISE_DEGREES, int(beyond.sum()))
    return values


def noise_variance() -> float:
    """Variance of the noise at scale 1: 2 for four degrees, less what the limit takes."""
    return 2.0 - 24.0 / NOISE_LIMIT**2


def _partner_effect(direction: str, seed: int, hs2: Codes, country: Codes) -> Floats:
    """What a partner charges, overall and by chapter; exporters' tiers hold on the import side only."""
    effect = _PARTNER * hashed_normal(f"{direction}/{seed}/partner", country)
    effect += _PARTNER_CHAPTER * hashed_normal(f"{direction}/{seed}/partner chapter", country, hs2)
    tiers = read_price_tiers()
    strength = 1.0 if direction == "import" else 0.3
    return np.asarray(effect + strength * np.array([tiers.get(code, 0.0) for code in country.tolist()]))
