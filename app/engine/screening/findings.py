"""What a score says of one declaration: each component apart, with its reasons, and what was not checked."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine import messages
from app.engine.errors import EngineError
from app.engine.messages import Language
from app.engine.screening.declaration import Declaration
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PricePlace

REMARKABLE = 0.05
"""A component is shown as remarkable when so few sound declarations lie as far out."""

Value = str | int | float


class Component(enum.Enum):
    """What a declaration is held against, in the order in which it is shown."""

    PRICE = "price"
    PHOTO = "photo"
    WORDS = "words"
    RULES = "rules"
    HISTORY = "history"


OWN_TAILS = {
    Component.PRICE: REMARKABLE,
    Component.PHOTO: REMARKABLE,
    Component.WORDS: REMARKABLE,
    Component.RULES: 0.99,  # any rule that weighs
    Component.HISTORY: 0.5,  # more was found than usual
}
"""Up to which tail each component is a finding of the line itself, so that its risk is not that of the file alone."""
RAISED = 0.05
"""From this risk on a reader asks where it comes from."""


def is_risk_of_file(risk: float, tails: Sequence[float | None]) -> bool:
    """Whether a raised risk is mostly that of the whole file, as nothing was found in the line.

    Tails are in the order of `Component`.
    """
    found = (tail is not None and tail <= most for tail, most in zip(tails, OWN_TAILS.values(), strict=True))
    return risk >= RAISED and not any(found)


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the catalogue by its code, with what fills it.

    What reads differently in either language is given twice, as `title_zh` and `title_en` for `title`.
    """

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        own = {name.removesuffix(f"_{language.value}"): value for name, value in self.values}
        return messages.text(self.code, language, **own)


def reason_of(error: EngineError) -> Reason:
    """Why something was not checked."""
    values = ((name, value if isinstance(value, Value) else str(value)) for name, value in error.params.items())
    return Reason(error.code, tuple(values))


@dataclass(frozen=True, slots=True)
class Finding:
    """`tail` is the share of sound declarations that are at least as remarkable; None for what was not checked."""

    component: Component
    tail: float | None
    reasons: tuple[Reason, ...]

    @property
    def is_checked(self) -> bool:
        """Whether there was enough to check with."""
        return self.tail is not None

    @property
    def is_remarkable(self) -> bool:
        """Whether this component alone is a reason to look."""
        return self.tail is not None and self.tail <= REMARKABLE

    def text(self, language: Language) -> str:
        """All its reasons; one of another version of the program that this one has no words for is left out."""
        known = messages.catalogue()
        said = [reason.text(language) for reason in self.reasons if reason.code in known]
        return ("" if language is Language.ZH else " ").join(said)


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A heading or subheading whose text is like the declared name, with the likeness (0 to 1)."""

    hs: str
    likeness: float


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """A declaration with everything that was found; findings are in the order of `Component`, none left out.

    `value` is the comparable value of the line in the currency of the store, None where it could not be told;
    `recovery` is the risk (0 to 1) times what is at stake, 0 without a value.
    """

    declaration: Declaration
    findings: tuple[Finding, ...]
    risk: float
    value: float | None
    recovery: float
    price: PricePlace | None
    photo: PhotoAnswer | None
    words: tuple[CodeMatch, ...]

    @property
    def is_risk_of_file(self) -> bool:
        """Whether nothing was found in the line, and its risk is raised all the same."""
        return is_risk_of_file(self.risk, [each.tail for each in self.findings])

    def finding(self, component: Component) -> Finding:
        """What one component says."""
        return next(each for each in self.findings if each.component is component)
