"""Labelled photos as a table, with what contradicts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.bridge.goods_words import chapter_name
from app.engine.messages import Language, text
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.photo_labels import PhotoLabel
from app.engine.store.training_set import Doubt, doubts

_NAMES = ("photo", "label", "flag", "guessed", "probability", "who", "labelled_at", "source", "model")


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """The labels that count, newest first, and for each of them by its hash what it looks like or contradicts."""

    labels: tuple[PhotoLabel, ...]
    doubts: Mapping[str, Doubt]

    @property
    def chapters(self) -> int:
        """How many chapters have photos."""
        return len({label.chapter for label in self.labels})

    @property
    def conflicts(self) -> int:
        """How many photos are contradicted by one that looks alike."""
        return sum(doubt.is_conflict for doubt in self.doubts.values())

    def like(self, label: PhotoLabel) -> PhotoLabel | None:
        """The photo that looks like this one; a contradicting one first."""
        doubt = self.doubts.get(label.key.digest)
        if doubt is None:
            return None
        return doubt.second if doubt.first.key == label.key else doubt.first


def training_set(labels: Sequence[PhotoLabel]) -> TrainingSet:
    """The labels with their doubts."""
    found: dict[str, Doubt] = {}
    for doubt in doubts(labels):
        for label in (doubt.first, doubt.second):
            found.setdefault(label.key.digest, doubt)
    return TrainingSet(tuple(labels), found)


def labels_table(content: TrainingSet, language: Language) -> Table:
    """A label for each row; those that are in doubt say why."""
    columns = tuple(
        Column(text(f"recognise.column_{name}", language), Kind.SHARE if name == "probability" else Kind.TEXT)
        for name in _NAMES
    )
    rows = [_cells(content, label, language) for label in content.labels]
    return Table(text("recognise.training_set", language), columns, rows)


def _cells(content: TrainingSet, label: PhotoLabel, language: Language) -> list[Cell]:
    return [
        label.name,
        f"{label.chapter} {chapter_name(label.chapter, language)}",
        _flag(content, label, language),
        f"{label.guessed} {chapter_name(label.guessed, language)}" if label.guessed else "",
        label.probability,
        label.labelled_by,
        f"{label.labelled_at.astimezone():%Y-%m-%d %H:%M}",
        label.source,
        f"{label.model} {label.version}",
    ]


def _flag(content: TrainingSet, label: PhotoLabel, language: Language) -> str:
    like, doubt = content.like(label), content.doubts.get(label.key.digest)
    if like is None or doubt is None:
        return ""
    code = "conflict" if doubt.is_conflict else "duplicate"
    return text(f"recognise.flag_{code}", language, name=like.name, chapter=like.chapter)
