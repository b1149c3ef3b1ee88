"""What can be compared of a declaration: imports CIF, exports FOB, per first statutory unit, in one currency.

What cannot be converted is not checked, and the reason says why; no cost and no rate is ever guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.engine.errors import NotInDataError, as_finding
from app.engine.screening.declaration import Charge, ChargeKind, Declaration, Term
from app.engine.screening.rates import RateTable
from app.engine.store.selection import Direction

_KG_PER_TONNE = 1000
_HUNDRED = 100
_NOTHING = Decimal(0)
_HOLDS_FREIGHT = frozenset({Term.CIF, Term.COST_AND_FREIGHT})
_HOLDS_INSURANCE = frozenset({Term.CIF, Term.COST_AND_INSURANCE})


@dataclass(frozen=True, slots=True)
class ComparablePrice:
    """Per `unit`, in the currency asked for; `total` is the comparable value of the whole line."""

    price: Decimal
    unit: int | None
    quantity: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class _Share:
    """What part of its whole declaration a line is, for charges that are stated once for all lines."""

    of_value: Decimal
    gross_kg: Decimal | None


def comparable_prices(
    declarations: Sequence[Declaration], rates: RateTable, currency: str
) -> list[ComparablePrice | NotInDataError]:
    """One for each declaration, in order: its price, or why there is nothing to compare."""
    shares = _shares(declarations)
    found: list[ComparablePrice | NotInDataError] = []
    for declaration, share in zip(declarations, shares, strict=True):
        try:
            found.append(_comparable(declaration, share, rates, currency))
        except NotInDataError as error:
            found.append(as_finding(error))
    return found


def _comparable(declaration: Declaration, share: _Share | None, rates: RateTable, currency: str) -> ComparablePrice:
    amount = declaration.first or declaration.declared
    stated = _stated_total(declaration)
    if amount is None or amount.quantity <= 0:
        raise NotInDataError("screening.unchecked_no_quantity")
    if stated is None or stated <= 0:
        raise NotInDataError("screening.unchecked_no_total")
    if declaration.currency is None:
        raise NotInDataError("screening.unchecked_no_currency")
    if declaration.term is None:
        raise NotInDataError("screening.unchecked_no_term")
    value = _Costs(declaration, declaration.currency, stated, share, rates).comparable(declaration.term)
    if value <= 0:
        raise NotInDataError("screening.unchecked_charges_above_total")
    total = value * rates.factor(declaration.currency, currency, declaration.declared_on)
    return ComparablePrice(total / amount.quantity, amount.unit, amount.quantity, total)


@dataclass(frozen=True, slots=True)
class _Costs:
    """Arithmetic on one line in the currency of its goods."""

    declaration: Declaration
    currency: str
    stated: Decimal
    share: _Share | None
    rates: RateTable

    def comparable(self, term: Term) -> Decimal:
        """CIF of imports, FOB of exports."""
        is_import = self.declaration.direction is Direction.IMPORT
        if self.declaration.other is None and term is (Term.CIF if is_import else Term.FOB):
            return self.stated
        # Ex works, an export lacks the way to the port, of which the form has no field
        if term in {Term.MARKET, Term.STOWAGE} or (term is Term.EX_WORKS and not is_import):
            raise NotInDataError("screening.unchecked_term", term=term.name)
        return self._cif(term) if is_import else self._fob(term)

    def _cif(self, term: Term) -> Decimal:
        value = self.stated + self._other()
        if term not in _HOLDS_FREIGHT:
            value += self._required(self.declaration.freight, "screening.unchecked_no_freight")
        if term in _HOLDS_INSURANCE:
            return value
        insurance = self.declaration.insurance
        if insurance is not None and insurance.kind is ChargeKind.RATE:
            # A rate of insurance is one of the insured value, which holds the premium itself
            return value / (1 - _rate(insurance))
        return value + self._required(insurance, "screening.unchecked_no_insurance")

    def _fob(self, term: Term) -> Decimal:
        value = self.stated + self._other()
        if term in _HOLDS_FREIGHT:
            value -= self._required(self.declaration.freight, "screening.unchecked_no_freight")
        if term in _HOLDS_INSURANCE:
            value -= self._required(self.declaration.insurance, "screening.unchecked_no_insurance")
        return value

    def _other(self) -> Decimal:
        """Other costs are stated with a minus where they are to be deducted."""
        other = self.declaration.other
        return _NOTHING if other is None else self._sum(other)

    def _required(self, charge: Charge | None, code: str) -> Decimal:
        if charge is None:
            raise NotInDataError(code)
        if charge.figure < 0:
            raise NotInDataError("screening.unchecked_charge_negative")
        return self._sum(charge)

    def _sum(self, charge: Charge) -> Decimal:
        """The part of a charge that falls on this line."""
        if charge.kind is ChargeKind.RATE:
            return self.stated * _rate(charge)
        if charge.figure == 0:
            return _NOTHING
        if self.share is None:
            raise NotInDataError("screening.unchecked_shared_charge")
        whole = charge.figure
        if charge.kind is ChargeKind.PER_TONNE:
            if self.share.gross_kg is None:
                raise NotInDataError("screening.unchecked_no_gross_weight")
            whole = whole * self.share.gross_kg / _KG_PER_TONNE
        factor = self.rates.factor(charge.currency or self.currency, self.currency, self.declaration.declared_on)
        return whole * self.share.of_value * factor


def _rate(charge: Charge) -> Decimal:
    if abs(charge.figure) >= _HUNDRED:
        raise NotInDataError("screening.unchecked_rate_impossible", given=f"{charge.figure}")
    return charge.figure / _HUNDRED


def _stated_total(declaration: Declaration) -> Decimal | None:
    """The total as stated, else that of the stated unit price."""
    if declaration.total is not None:
        return declaration.total
    if declaration.unit_price is None or declaration.declared is None:
        return None
    return declaration.unit_price * declaration.declared.quantity


def _shares(declarations: Sequence[Declaration]) -> list[_Share | None]:
    """By value, as charges are divided; None where lines of one declaration cannot be added up.

    A line without a number of declaration stands for itself.
    """
    lines: dict[str, list[Declaration]] = {}
    for declaration in declarations:
        if declaration.number:
            lines.setdefault(declaration.number, []).append(declaration)
    sums = {number: _whole(group) for number, group in lines.items()}
    return [_share(each, sums.get(each.number, (None, each.gross_kg))) for each in declarations]


def _whole(lines: Sequence[Declaration]) -> tuple[Decimal | None, Decimal | None]:
    """Value of all lines, not positive where they do not add up, and the gross weight that they agree on."""
    weights = {each.gross_kg for each in lines}
    gross_kg = next(iter(weights)) if len(weights) == 1 else None
    totals = [_stated_total(each) for each in lines]
    known = [total for total in totals if total is not None and total > 0]
    adds_up = len(known) == len(lines) and len({each.currency for each in lines}) == 1
    return (sum(known, _NOTHING) if adds_up else _NOTHING), gross_kg


def _share(declaration: Declaration, whole: tuple[Decimal | None, Decimal | None]) -> _Share | None:
    value, gross_kg = whole
    if value is None:
        return _Share(Decimal(1), gross_kg)
    stated = _stated_total(declaration)
    return None if stated is None or value <= 0 else _Share(stated / value, gross_kg)
