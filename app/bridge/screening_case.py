"""One line of the queue opened: what it declares in words, and what its price is to be held against."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.bridge.dashboard_amounts import currency_name
from app.bridge.price_curve import price_text
from app.bridge.price_members import unit_name
from app.bridge.price_products import product_name
from app.bridge.price_words import member
from app.bridge.screening_words import term_name
from app.bridge.texts import Texts
from app.engine.messages import Language
from app.engine.price.answers import PriceQuestion
from app.engine.screening.columns import Part
from app.engine.screening.declaration import Amount, Charge, ChargeKind, Declaration
from app.engine.screening.findings import Finding, ScoredLine

Fact = tuple[str, str]  # what the form calls it, what is declared


def facts(declaration: Declaration, texts: Texts) -> list[Fact]:
    """Everything that is declared, in the order of the form; what is not declared is left out."""
    language = texts.language
    told: dict[Part, str] = {
        Part.NUMBER: declaration.number,
        Part.DECLARED_ON: "" if declaration.declared_on is None else declaration.declared_on.isoformat(),
        Part.DIRECTION: texts.say(f"price_desk.direction_{declaration.direction.value}"),
        Part.TRADER: declaration.trader,
        Part.PLACE: declaration.place or member("province", declaration.province, language),
        Part.HS: product_name(declaration.hs, language),
        Part.NAME: declaration.name,
        Part.ORIGIN: member("country", declaration.origin, language),
        Part.DESTINATION: member("country", declaration.destination, language),
        Part.MODE: member("mode", declaration.mode, language),
        Part.TERM: term_name(declaration.term),
        Part.FREIGHT: _charge(declaration.freight, texts),
        Part.INSURANCE: _charge(declaration.insurance, texts),
        Part.OTHER: _charge(declaration.other, texts),
        Part.GROSS: _figure(declaration.gross_kg),
        Part.QUANTITY: _amount(declaration.declared, language),
        Part.FIRST_QUANTITY: _amount(declaration.first, language),
        Part.SECOND_QUANTITY: _amount(declaration.second, language),
        Part.UNIT_PRICE: _figure(declaration.unit_price),
        Part.TOTAL: _figure(declaration.total),
        Part.CURRENCY: currency_name(declaration.currency, language) if declaration.currency else "",
    }
    return [(texts.say(f"screening_desk.part_{part.value}"), text) for part, text in told.items() if text]


def price_question(line: ScoredLine, dimensions: str) -> PriceQuestion | None:
    """What its price is to be held against, with the dimensions that the data tell; None for an unchecked price."""
    declaration = line.declaration
    if line.price is None or declaration.declared_on is None:
        return None
    told = dimensions.split(",")
    return PriceQuestion(
        direction=declaration.direction,
        hs=declaration.hs,
        year=declaration.declared_on.year,
        unit=line.price.declared.unit,
        country=declaration.partner if "country" in told else None,
        province=declaration.province if "province" in told else None,
        mode=declaration.mode if "mode" in told else None,
        quantity=line.price.declared.quantity,
    )


def price_line(line: ScoredLine, unit: str, texts: Texts) -> str:
    """Declared beside expected, or why there is no comparison."""
    if line.price is None:
        return line.findings[0].text(texts.language)
    return texts.say(
        "screening_desk.price_line",
        declared=price_text(float(line.price.declared.price)),
        expected=price_text(line.price.expected),
        unit=unit,
        share=f"{line.price.percentile:.1%}",
    )


def unchecked(findings: Sequence[Finding]) -> list[Finding]:
    """Components that could not be checked."""
    return [finding for finding in findings if not finding.is_checked]


def _amount(amount: Amount | None, language: Language) -> str:
    return "" if amount is None else f"{_figure(amount.quantity)} {unit_name(amount.unit, language)}".strip()


def _figure(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():,f}"


def _charge(charge: Charge | None, texts: Texts) -> str:
    if charge is None:
        return ""
    figure, currency = _figure(charge.figure), currency_name(charge.currency, texts.language)
    match charge.kind:
        case ChargeKind.RATE:
            return f"{figure}%"
        case ChargeKind.PER_TONNE:
            return texts.say("screening_desk.per_tonne", charge=f"{figure} {currency}".strip())
        case ChargeKind.TOTAL:
            return f"{figure} {currency}".strip()
