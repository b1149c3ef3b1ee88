"""The story of a partner, a province or a product: six pictures, with sentences whose figures come from answers."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.engine.errors import UsageError
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member
from app.engine.store.selection import Selection

_HS_DIGITS = (2, 4, 6, 8)


class Of(enum.Enum):
    """What a story may be of; the values are those of the command line."""

    COUNTRY = "country"
    PROVINCE = "province"
    PRODUCT = "product"


class Topic(enum.Enum):
    """The six pictures in their order."""

    COURSE = "course"
    WHO = "who"
    WHAT = "what"
    HOW = "how"
    CONCENTRATION = "concentration"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the story is of; `key` is a customs code, a province code or an HS prefix."""

    of: Of
    key: str

    def narrowed(self, selection: Selection) -> Selection:
        """The part of the selection that is the subject's."""
        match self.of:
            case Of.COUNTRY:
                return replace(selection, countries=(int(self.key),))
            case Of.PROVINCE:
                return replace(selection, provinces=(int(self.key),))
            case _:
                return replace(selection, hs=(self.key,))

    def widened(self, selection: Selection) -> Selection:
        """The selection with all siblings of the subject."""
        match self.of:
            case Of.COUNTRY:
                return replace(selection, countries=())
            case Of.PROVINCE:
                return replace(selection, provinces=())
            case _:
                return replace(selection, hs=())

    @property
    def dimension(self) -> Dimension:
        """Among what it is ranked: products among those of the same level."""
        if self.of is Of.PRODUCT:
            return Dimension(f"hs{len(self.key)}")
        return Dimension(self.of.value)


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in the currency of the story."""

    value: float


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one."""

    value: float


@dataclass(frozen=True, slots=True)
class Change:
    """A relative change, with its sign."""

    value: float


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of two shares, in percentage points."""

    value: float


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with so many decimals."""

    value: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A member by its name."""

    dimension: Dimension
    member: int


@dataclass(frozen=True, slots=True)
class Word:
    """A phrase of the catalogue."""

    code: str


Figure = Amount | Share | Change | Points | Number | Named | Word | int | str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A code of the catalogue and its figures, to be said in a language."""

    code: str
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Columns:
    """Values by year for each series, whose names are codes of the catalogue."""

    years: tuple[int, ...]
    series: Mapping[str, tuple[float | None, ...]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A member; `share` is of the whole, `change` against the year before."""

    member: int
    value: float
    share: float | None = None
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Members by size; values below zero stand to the left."""

    dimension: Dimension
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An index of 0 to 1 by year."""

    years: tuple[int, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One step of the story; `drawing` is None where the data do not tell it, which the sentences then say."""

    topic: Topic
    sentences: tuple[Sentence, ...]
    drawing: Columns | Bars | Line | None


@dataclass(frozen=True, slots=True)
class Story:
    """The pictures and what all of them rest on; none where no record matches."""

    subject: Subject
    basis: Basis
    years: tuple[int, ...]
    pictures: tuple[Picture, ...]

    @property
    def currency(self) -> str | None:
        """Of all amounts."""
        return self.basis.context.currency if self.basis.context else None


def find_subject(of: Of, text: str) -> Subject:
    """The subject by name, code, ISO3 or HS prefix; UsageError where there is none."""
    if of is Of.PRODUCT:
        if not (text.isascii() and text.isdigit() and len(text) in _HS_DIGITS):
            raise UsageError("story.product_unreadable", given=text)
        return Subject(of, text)
    return Subject(of, str(find_member(Dimension(of.value), text)))


def subject_of(selection: Selection) -> Subject | None:
    """What a selection is about, if that is one product, partner or province."""
    if len(selection.hs) == 1 and len(selection.hs[0]) in _HS_DIGITS:
        return Subject(Of.PRODUCT, selection.hs[0])
    if len(selection.countries) == 1:
        return Subject(Of.COUNTRY, str(selection.countries[0]))
    if len(selection.provinces) == 1:
        return Subject(Of.PROVINCE, str(selection.provinces[0]))
    return None
