"""A scored line as a document that a case keeps for ever: codes and values, so that both languages can show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from app.engine.errors import InputError
from app.engine.screening.declaration import Amount, Charge, ChargeKind, Declaration, Term
from app.engine.screening.findings import CodeMatch, Component, Finding, Reason, ScoredLine
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PricePlace
from app.engine.screening.valuing import ComparablePrice
from app.engine.store.selection import Direction

FORMAT = "screened-line/1"
Document = dict[str, Any]  # of JSON
_DECIMALS = ("gross_kg", "unit_price", "total")
_CHARGES = ("freight", "insurance", "other")
_AMOUNTS = ("declared", "first", "second")


def line_document(line: ScoredLine) -> Document:
    """Everything of a line; the same line gives the same document."""
    return {
        "format": FORMAT,
        "declaration": declaration_document(line.declaration),
        "findings": [finding_document(each) for each in line.findings],
        "risk": line.risk,
        "value": line.value,
        "recovery": line.recovery,
        "price": None if line.price is None else price_document(line.price),
        "photo": None if line.photo is None else photo_document(line.photo),
        "words": [[each.hs, each.likeness] for each in line.words],
    }


def line_from(document: Mapping[str, Any]) -> ScoredLine:
    """The line of a document; InputError for one that is damaged or of another format."""
    if document.get("format") != FORMAT:
        raise InputError("screening.document_unknown", format=str(document.get("format"))[:40])
    try:
        return _line_from(document)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise InputError("screening.document_damaged") from error


def _line_from(document: Mapping[str, Any]) -> ScoredLine:
    price, photo = document["price"], document["photo"]
    return ScoredLine(
        declaration_from(document["declaration"]),
        tuple(_finding_from(each) for each in document["findings"]),
        risk=document["risk"],
        value=document["value"],
        recovery=document["recovery"],
        price=None if price is None else _price_from(price),
        photo=None if photo is None else _photo_from(photo),
        words=tuple(CodeMatch(hs, likeness) for hs, likeness in document["words"]),
    )


def declaration_document(declaration: Declaration) -> Document:
    """What was declared; fields that it does not say are left out."""
    told = ((each.name, getattr(declaration, each.name)) for each in fields(Declaration))
    return {name: plain_value(value) for name, value in told if value is not None and value != ""}


def declaration_from(document: Mapping[str, Any]) -> Declaration:
    """The declaration of a document."""
    read: dict[str, Any] = {each.name: document.get(each.name) for each in fields(Declaration)}
    for name in ("number", "name", "trader", "place"):
        read[name] = read[name] or ""
    read["direction"] = Direction(document["direction"])
    for name, kind in (("declared_on", date.fromisoformat), ("term", Term), *((each, Decimal) for each in _DECIMALS)):
        read[name] = None if read[name] is None else kind(read[name])
    for name in _CHARGES:
        read[name] = None if read[name] is None else _charge_from(*read[name])
    for name in _AMOUNTS:
        read[name] = None if read[name] is None else Amount(Decimal(read[name][0]), read[name][1])
    return Declaration(**read)


def plain_value(value: object) -> object:
    """What a declaration says in a field, as JSON holds it."""
    match value:
        case Charge():
            return [value.kind.value, str(value.figure), value.currency]
        case Amount():
            return [str(value.quantity), value.unit]
        case Direction() | Term():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def _charge_from(kind: str, figure: str, currency: str | None) -> Charge:
    return Charge(ChargeKind(kind), Decimal(figure), currency)


def finding_document(finding: Finding) -> Document:
    """What one component says."""
    reasons = [[each.code, dict(each.values)] for each in finding.reasons]
    return {"component": finding.component.value, "tail": finding.tail, "reasons": reasons}


def _finding_from(document: Mapping[str, Any]) -> Finding:
    reasons = tuple(Reason(code, tuple(values.items())) for code, values in document["reasons"])
    return Finding(Component(document["component"]), document["tail"], reasons)


def price_document(price: PricePlace) -> Document:
    """Where a price lies."""
    declared = price.declared
    return {
        "price": str(declared.price),
        "unit": declared.unit,
        "quantity": str(declared.quantity),
        "total": str(declared.total),
        "expected": price.expected,
        "percentile": price.percentile,
        "distance": price.distance,
    }


def _price_from(document: Mapping[str, Any]) -> PricePlace:
    price, quantity, total = (Decimal(document[name]) for name in ("price", "quantity", "total"))
    declared = ComparablePrice(price, document["unit"], quantity, total)
    return PricePlace(declared, document["expected"], document["percentile"], document["distance"])


def photo_document(photo: PhotoAnswer) -> Document:
    """What a classifier saw."""
    chapters = [list(each) for each in photo.chapters]
    return {"chapters": chapters, "is_sure": photo.is_sure, "model_version": photo.model_version, "path": photo.path}


def _photo_from(document: Mapping[str, Any]) -> PhotoAnswer:
    chapters = tuple((chapter, share) for chapter, share in document["chapters"])
    return PhotoAnswer(chapters, document["is_sure"], document["model_version"], document["path"])
