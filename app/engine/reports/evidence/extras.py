"""What an evidence file shows beside the case itself: curve, comparables, pictures, earlier cases."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.engine.errors import EngineError
from app.engine.images.copies import jpeg_copy
from app.engine.images.decode import decode, read_image
from app.engine.price.answers import Comparable, PriceCurve, PriceQuestion
from app.engine.price.pricer import Pricer
from app.engine.reports.evidence.pdf_pieces import sha256
from app.engine.screening.case_outcomes import KnownCase
from app.engine.screening.cases import Case

_LONGEST = 1_400
_COMPARABLES = 15


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture as it is printed, and the hash of the file that it was made from."""

    image: bytes
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class EvidenceExtras:
    """Everything may be missing; what is missing is not in the file."""

    curve: PriceCurve | None = None
    comparables: tuple[Comparable, ...] = ()
    photo: PrintedPicture | None = None
    heat_map: PrintedPicture | None = None
    like_cases: tuple[KnownCase, ...] = ()
    filters: tuple[str, ...] = ()  # how the queue was limited, in words


def printed_photo(path: Path) -> PrintedPicture:
    """A photo small enough to print; InputError for what is no picture."""
    content = read_image(path)
    picture = decode(content, name=path.name, side=_LONGEST)
    return PrintedPicture(jpeg_copy(picture.pixels, longest=_LONGEST), sha256(content), path.name)


def printed_heat_map(image: bytes, name: str) -> PrintedPicture:
    """A heat map as PNG or JPEG, printed as it is."""
    return PrintedPicture(image, sha256(image), name)


def priced_extras(pricer: Pricer | None, case: Case) -> tuple[PriceCurve | None, tuple[Comparable, ...]]:
    """Curve and comparables of the declared goods from the store as it is now; nothing where prices cannot be told."""
    question = price_question(case)
    if pricer is None or question is None:
        return None, ()
    try:
        return pricer.curve(question), tuple(pricer.comparables(question, limit=_COMPARABLES))
    except EngineError:
        return None, ()


def price_question(case: Case) -> PriceQuestion | None:
    """What the price of a line was compared with; None for a line whose price was not checked."""
    declaration, price = case.scored.declaration, case.scored.price
    if price is None or declaration.declared_on is None:
        return None
    return PriceQuestion(
        direction=declaration.direction,
        hs=declaration.hs,
        year=declaration.declared_on.year,
        unit=price.declared.unit,
        country=declaration.partner,
        province=declaration.province,
        mode=declaration.mode,
        quantity=_quantity(price.declared.quantity),
    )


def _quantity(quantity: Decimal) -> Decimal | None:
    return quantity if quantity > 0 else None
