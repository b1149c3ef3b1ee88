"""The declared chapter against what a photo shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.engine.errors import EngineError, NotInDataError, as_finding
from app.engine.screening.findings import Component, Finding, Reason, reason_of
from app.engine.screening.photos import PhotoAnswer, PhotoReader
from app.engine.vision.answers import Verdict
from app.engine.vision.recogniser import Recogniser

OUTSIDE, OUTSIDE_UNSURE = 0.01, 0.2
SECOND, THIRD = 0.3, 0.15
"""Taken shares of sound photos whose chapter is not in the top three (of sure and unsure answers), second, or third."""
_CHAPTER = 2
NO_PHOTO = NotInDataError("screening.photo_none")


class PhotoClassifier:
    """The photo classifier as screening asks it."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    @property
    def model(self) -> str:
        """Name and version of the network."""
        return f"{self._recogniser.network.model} {self._recogniser.network.version}"

    def recognise(self, photo: Path) -> PhotoAnswer:
        """The likeliest three chapters; NotInDataError for a photo of nothing that it has learnt."""
        found = self._recogniser.recognise_file(photo)
        verdict = found.ranking.verdict()
        if verdict is Verdict.NOT_COVERED:
            raise NotInDataError("screening.photo_not_covered", photo=photo.name)
        shown = tuple((each.chapter, round(each.probability, 6)) for each in found.ranking.shown)
        return PhotoAnswer(shown, verdict is Verdict.SURE, f"{found.model} {found.version}", str(photo))


def opened_classifier(opener: Callable[[], Recogniser]) -> PhotoReader | None:
    """None where no network can be used: then photos are not checked, which the findings say."""
    try:
        return PhotoClassifier(opener())
    except EngineError:
        return None


def read_photo(reader: PhotoReader | None, photo: Path | None) -> PhotoAnswer | EngineError:
    """What a photo shows, or why that is not known."""
    if photo is None:
        return NO_PHOTO
    if reader is None:
        return NotInDataError("screening.photo_no_classifier")
    try:
        return reader.recognise(photo)
    except EngineError as error:
        return as_finding(error)


def check_photo(hs: str, photo: PhotoAnswer | EngineError) -> Finding:
    """Whether the declared chapter is among the likeliest."""
    if isinstance(photo, EngineError):
        return Finding(Component.PHOTO, None, (reason_of(photo),))
    chapters = [chapter for chapter, _ in photo.chapters]
    values = (
        ("chapter", hs[:_CHAPTER]),
        ("shown", ", ".join(f"{each} ({share:.0%})" for each, share in photo.chapters)),
    )
    if hs[:_CHAPTER] not in chapters:
        tail = OUTSIDE if photo.is_sure else OUTSIDE_UNSURE
        code = "screening.photo_outside" if photo.is_sure else "screening.photo_outside_unsure"
        return Finding(Component.PHOTO, tail, (Reason(code, values),))
    tail = (1.0, SECOND, THIRD)[chapters.index(hs[:_CHAPTER])]
    return Finding(Component.PHOTO, tail, (Reason("screening.photo_inside", values),))
