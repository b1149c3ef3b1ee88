"""What a photo is answered with: ranked chapters, how sure they are, where they were seen, and how fast."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.engine.images.picture import Oddity
from app.engine.vision.places import Region

THRESHOLD = 0.6
SHOWN = 3


class Verdict(enum.Enum):
    """What the answer may be used for."""

    SURE = "sure"
    MUST_LOOK = "must_look"  # a person
    NOT_COVERED = "not_covered"  # the photo shows nothing that the network has learnt


@dataclass(frozen=True, slots=True)
class Candidate:
    """One chapter with its calibrated probability."""

    chapter: str
    probability: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All chapters that the network covers, most probable first; `known` (0 to 1) is low for what it never learnt."""

    chapters: tuple[Candidate, ...]
    known: float
    is_known: bool

    @property
    def best(self) -> Candidate:
        """The most probable chapter."""
        return self.chapters[0]

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """The three that a person is shown."""
        return self.chapters[:SHOWN]

    def verdict(self, threshold: float = THRESHOLD) -> Verdict:
        """Under the threshold a person must look."""
        if not self.is_known:
            return Verdict.NOT_COVERED
        return Verdict.SURE if self.best.probability >= threshold else Verdict.MUST_LOOK

    def place_of(self, chapter: str) -> int | None:
        """1 for the most probable; None for a chapter that the network does not cover."""
        places = (place for place, each in enumerate(self.chapters, 1) if each.chapter == chapter)
        return next(places, None)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Where in `region` of the photo a chapter was seen: rows from top to bottom, each value between 0 and 1."""

    chapter: str
    region: Region
    rows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Good:
    """One of the goods in a photo, classified by itself."""

    region: Region
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of each stage."""

    decode_ms: float
    preprocess_ms: float
    infer_ms: float
    postprocess_ms: float

    @property
    def total_ms(self) -> float:
        """From the bytes of the file to the answer, without the search for several goods."""
        return self.decode_ms + self.preprocess_ms + self.infer_ms + self.postprocess_ms


@dataclass(frozen=True, slots=True)
class Recognition:
    """The answer for one photo; `width` and `height` are those of the file, upright.

    `heat_maps` are those of the shown chapters; `goods` is empty unless they were asked for and found.
    """

    name: str
    width: int
    height: int
    oddities: tuple[Oddity, ...]
    ranking: Ranking
    heat_maps: tuple[HeatMap, ...]
    goods: tuple[Good, ...]
    model: str
    version: str
    latency: Latency
