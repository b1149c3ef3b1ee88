"""What a reader of a PDF sees: its text, and where its pictures are placed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pypdf import PageObject, PdfReader, Transformation
from pypdf.generic import ContentStream


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """The rectangle of a picture in points from the lower left corner, and the ratio of its pixels."""

    left: float
    bottom: float
    width: float
    height: float
    pixel_ratio: float


def page_texts(path: Path) -> list[str]:
    """Text of each page without the breaks that lines and layout put into it."""
    return ["".join(page.extract_text().split()) for page in PdfReader(path).pages]


def placed_pictures(page: PageObject) -> list[PlacedPicture]:
    """Every picture that the page draws."""
    found, stack, matrix = list[PlacedPicture](), list[Transformation](), Transformation()
    contents = page.get_contents()
    assert contents is not None
    for operands, operator in ContentStream(contents, page.pdf).operations:
        if operator == b"q":
            stack.append(matrix)
        elif operator == b"Q":
            matrix = stack.pop()
        elif operator == b"cm":
            matrix = Transformation(tuple(float(each) for each in operands)).transform(matrix)  # type: ignore[arg-type]  # six numbers
        elif operator == b"Do":
            picture = page["/Resources"]["/XObject"][operands[0]]  # type: ignore[index]  # pypdf's values are untyped
            width, _, _, height, left, bottom = matrix.ctm
            found.append(PlacedPicture(left, bottom, width, height, picture["/Width"] / picture["/Height"]))
    return found
