"""Charges of many lines at once, where they are stated plainly: in the currency of the goods, of lines that add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.coded import Coded, crossed
from app.engine.screening.declaration import Charge, ChargeKind, Term
from app.engine.screening.facts import are_told, hashes
from app.engine.screening.lines import Floats, Ints, Lines

Flags = NDArray[np.bool_]
_MOST_RATE = 100
# Whether the price holds freight, and insurance
_HOLDS = {
    Term.CIF: (True, True),
    Term.COST_AND_FREIGHT: (True, False),
    Term.FOB: (False, False),
    Term.COST_AND_INSURANCE: (False, True),
}


@dataclass(frozen=True, slots=True)
class _Charges:
    """Of one kind: what is plain, what is a share of the value, and the share or the sum."""

    is_plain: Flags
    is_rate: Flags
    figure: Floats

    def of(self, stated: Floats, share: Floats) -> Floats:
        """What falls on each line."""
        return np.where(self.is_rate, stated * self.figure, np.where(self.figure == 0, 0.0, self.figure * share))


def value_with_charges(lines: Lines, places: Ints, stated: Floats) -> Floats:
    """CIF of imports, FOB of exports in the currency of the goods; nan for what has to be looked at by itself."""
    with np.errstate(all="ignore"):  # absurd figures become inf or nan, which is no value
        return _valued(lines, places, stated)


def _valued(lines: Lines, places: Ints, stated: Floats) -> Floats:
    term = lines.term.take(places)
    has_freight, has_insurance = (
        term.told(lambda each, at=at: _HOLDS.get(each, (False, False))[at], np.bool_)  # type: ignore[misc]  # bound
        for at in (0, 1)
    )
    is_import = lines.is_import[places]
    own, share = stated[places], _shares(lines, stated)[places]
    currency = lines.currency.take(places)
    freight, insurance = (_read(column.take(places), currency) for column in (lines.freight, lines.insurance))
    with_freight, with_insurance = is_import != has_freight, is_import != has_insurance
    moved = np.where(with_freight, freight.of(own, share), 0.0)
    covered = np.where(with_insurance & ~(is_import & insurance.is_rate), insurance.of(own, share), 0.0)
    value = np.where(is_import, own + moved + covered, own - moved - covered)
    # A rate of insurance is one of the insured value, which holds the premium itself
    value = np.where(is_import & with_insurance & insurance.is_rate, value / (1 - insurance.figure), value)
    is_plain = (
        term.told(_HOLDS.__contains__, np.bool_)
        & lines.other.is_(None)[places]
        & (freight.is_plain | ~with_freight)
        & (insurance.is_plain | ~with_insurance)
    )
    return np.where(is_plain & (value > 0), value, np.nan)


def _read(charge: Coded[Charge | None], currency: Coded[str | None]) -> _Charges:
    found = crossed(charge, currency).mapped(lambda both: _plain(*both))
    plain, rate, figure = (
        found.told(lambda each, at=at: each[at], kind)  # type: ignore[misc]  # bound
        for at, kind in enumerate((np.bool_, np.bool_, np.float64))
    )
    return _Charges(plain, rate, figure)


def _plain(charge: Charge | None, currency: str | None) -> tuple[bool, bool, float]:
    if charge is None or charge.figure < 0:
        return False, False, 0.0
    if charge.kind is ChargeKind.RATE:
        return charge.figure < _MOST_RATE, True, min(float(charge.figure), _MOST_RATE / 2) / 100
    is_sum = charge.kind is ChargeKind.TOTAL and charge.currency in {None, currency}
    return is_sum, False, float(charge.figure)


def _shares(lines: Lines, stated: Floats) -> Floats:
    """Of each line in the value of its declaration, nan where its lines do not add up."""
    currency = lines.currency.told(hash, np.int64)
    _, first, group = np.unique(hashes(lines.number), return_index=True, return_inverse=True)
    is_odd = ~(stated > 0) | (currency != currency[first[group]])
    whole = np.bincount(group, weights=np.where(stated > 0, stated, 0.0))
    adds_up = np.bincount(group, weights=is_odd) == 0
    return np.where(are_told(lines.number), np.where(adds_up[group], stated / whole[group], np.nan), 1.0)
