"""Finds and reads the codes of a picture: as it is first, then repaired step by step until something can be read."""

from __future__ import annotations

import itertools

import zxingcpp

from app.engine.codes.answers import Code, Step
from app.engine.codes.repairs import Grey, Repaired, grey_of, repairs
from app.engine.codes.texts import readings
from app.engine.images.picture import Picture
from app.engine.jobs import CancelToken

# Not ITF, Codabar and the like, which are read out of any striped picture
_FORMATS = zxingcpp.barcode_formats_from_str(
    "QRCode|MicroQRCode|DataMatrix|PDF417|Aztec|Code128|Code39|EAN13|EAN8|UPCA"
)
# Bars without, or with weak, check characters: noise that a repair brings out can look like them
_WEAK = frozenset({"Code 39", "EAN-8", "UPC-A", "EAN-13", "Code 128"})
# ISO/IEC 15424: modifiers of the symbology identifier that say "ECI protocol implemented"
_WITH_ECI = {"]Q": {"2", "4", "6"}, "]d": {"4", "5", "6"}, "]z": {"3", "4", "5", "9", "A", "B"}}


def scan(picture: Picture, *, token: CancelToken | None = None, most_repairs: int | None = None) -> tuple[Code, ...]:
    """All codes that can be read, from top to bottom; empty where there is none, or none that any repair helps.

    `most_repairs` stops earlier, as for frames of a camera, of which the next one may be sharper.
    """
    token = token or CancelToken()
    grey = grey_of(picture.pixels)
    found = _read(Repaired(Step.AS_IT_IS, grey, lambda x, y: (x, y)))
    if found:
        return _in_order(found)
    for repaired in itertools.islice(repairs(grey), most_repairs):
        token.check()
        found = _read(repaired)
        if found:
            return _in_order(found)
    return ()


def _read(repaired: Repaired) -> list[Code]:
    barcodes = zxingcpp.read_barcodes(repaired.grey, formats=_FORMATS)
    if not barcodes:
        return []
    confirmed = None
    codes = []
    for barcode in barcodes:
        symbology = str(barcode.format)
        is_doubtful = False
        if repaired.step is not Step.AS_IT_IS and symbology in _WEAK:
            confirmed = _texts_otherwise(repaired.grey) if confirmed is None else confirmed
            is_doubtful = barcode.text not in confirmed
        codes.append(_code(barcode, repaired, symbology, is_doubtful=is_doubtful))
    return codes


def _texts_otherwise(grey: Grey) -> set[str]:
    """What the same picture gives when light and dark are told apart in another way."""
    binarizer = zxingcpp.Binarizer.GlobalHistogram
    return {barcode.text for barcode in zxingcpp.read_barcodes(grey, formats=_FORMATS, binarizer=binarizer)}


def _code(barcode: zxingcpp.Barcode, repaired: Repaired, symbology: str, *, is_doubtful: bool) -> Code:
    content = bytes(barcode.bytes)
    first, *others = readings(content, told=barcode.text, is_told=_names_its_characters(barcode))
    return Code(
        symbology=symbology,
        reading=first,
        content=content,
        corners=_corners(barcode.position, repaired),
        step=repaired.step,
        others=tuple(others),
        is_doubtful=is_doubtful,
    )


def _names_its_characters(barcode: zxingcpp.Barcode) -> bool:
    """True where the code says its characters (ECI), as the modifier of its symbology identifier tells."""
    if barcode.content_type in {zxingcpp.ContentType.Binary, zxingcpp.ContentType.UnknownECI}:
        return False
    identifier = barcode.symbology_identifier
    return identifier[2:] in _WITH_ECI.get(identifier[:2], set())


def _corners(position: zxingcpp.Position, repaired: Repaired) -> tuple[tuple[int, int], ...]:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    moved = (repaired.back(point.x, point.y) for point in points)
    return tuple((round(x), round(y)) for x, y in moved)


def _in_order(codes: list[Code]) -> tuple[Code, ...]:
    return tuple(sorted(codes, key=lambda code: (min(y for _, y in code.corners), min(x for x, _ in code.corners))))
