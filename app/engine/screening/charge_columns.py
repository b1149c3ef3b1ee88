"""Charges of many lines at once, where they are stated plainly: in the currency of the goods, of lines that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.declaration import Charge, ChargeKind, Term
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
    holds = [_HOLDS.get(lines.term[place]) if lines.other[place] is None else None for place in places.tolist()]
    with np.errstate(all="ignore"):  # absurd figures become inf or nan, which is no value
        return _valued(lines, places, stated, holds)


def _valued(lines: Lines, places: Ints, stated: Floats, holds: Sequence[tuple[bool, bool] | None]) -> Floats:
    has_freight, has_insurance = (
        np.array([each is not None and each[at] for each in holds], dtype=np.bool_) for at in (0, 1)
    )
    is_import = lines.is_import[places]
    own, share = stated[places], _shares(lines, stated)[places]
    currencies = [lines.currency[place] for place in places.tolist()]
    freight, insurance = (
        _read([column[place] for place in places.tolist()], currencies) for column in (lines.freight, lines.insurance)
    )
    with_freight, with_insurance = is_import != has_freight, is_import != has_insurance
    moved = np.where(with_freight, freight.of(own, share), 0.0)
    covered = np.where(with_insurance & ~(is_import & insurance.is_rate), insurance.of(own, share), 0.0)
    value = np.where(is_import, own + moved + covered, own - moved - covered)
    # A rate of insurance is one of the insured value, which holds the premium itself
    value = np.where(is_import & with_insurance & insurance.is_rate, value / (1 - insurance.figure), value)
    is_plain = (
        np.array([each is not None for each in holds], dtype=np.bool_)
        & (freight.is_plain | ~with_freight)
        & (insurance.is_plain | ~with_insurance)
    )
    return np.where(is_plain & (value > 0), value, np.nan)


def _read(charges: Sequence[Charge | None], currencies: Sequence[str | None]) -> _Charges:
    known: dict[tuple[int, str | None], tuple[bool, bool, float]] = {}  # equal texts were read as one charge
    found = []
    for charge, currency in zip(charges, currencies, strict=True):
        key = id(charge), currency
        if key not in known:
            known[key] = _plain(charge, currency)
        found.append(known[key])
    plain, rate, figure = zip(*found, strict=True) if found else ((), (), ())
    return _Charges(np.array(plain, dtype=np.bool_), np.array(rate, dtype=np.bool_), np.array(figure, dtype=np.float64))


def _plain(charge: Charge | None, currency: str | None) -> tuple[bool, bool, float]:
    if charge is None or charge.figure < 0:
        return False, False, 0.0
    if charge.kind is ChargeKind.RATE:
        return charge.figure < _MOST_RATE, True, min(float(charge.figure), _MOST_RATE / 2) / 100
    is_sum = charge.kind is ChargeKind.TOTAL and charge.currency in {None, currency}
    return is_sum, False, float(charge.figure)


def _shares(lines: Lines, stated: Floats) -> Floats:
    """Of each line in the value of its declaration, nan where its lines do not add up."""
    known: dict[str, int] = {}
    group = np.array([known.setdefault(number, len(known)) for number in lines.number], dtype=np.int64)
    currency = np.fromiter(map(hash, lines.currency), dtype=np.int64, count=len(lines))
    _, first = np.unique(group, return_index=True)
    is_odd = ~(stated > 0) | (currency != currency[first[group]])
    whole = np.bincount(group, weights=np.where(stated > 0, stated, 0.0))
    adds_up = np.bincount(group, weights=is_odd) == 0
    has_number = np.array(list(map(bool, lines.number)), dtype=np.bool_)
    return np.where(has_number, np.where(adds_up[group], stated / whole[group], np.nan), 1.0)
