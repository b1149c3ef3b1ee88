"""What a scan answers with."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Step(enum.Enum):
    """The repair after which a code could be read, in the order in which they are tried."""

    AS_IT_IS = "as_it_is"
    CONTRAST = "contrast"
    INVERTED = "inverted"
    ENLARGED = "enlarged"
    EVEN_LIGHT = "even_light"
    DEBLURRED = "deblurred"
    TURNED = "turned"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the bytes of a code as text."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Code:
    """One code: `corners` are (x, y) in pixels of the picture, clockwise from the code's own top left.

    `others` are readings as plausible as the first, so that a person must choose; `is_doubtful` says that a weakly
    protected code was read only after a repair and not confirmed by a second reading.
    """

    symbology: str
    reading: Reading
    content: bytes
    corners: tuple[tuple[int, int], ...]
    step: Step
    others: tuple[Reading, ...] = ()
    is_doubtful: bool = False

    @property
    def is_certain(self) -> bool:
        """True if text and symbology can be used without a person looking."""
        return not self.others and not self.is_doubtful
