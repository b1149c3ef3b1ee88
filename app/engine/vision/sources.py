"""Photos with known chapters, where each comes from, and folds that never share a source.

Photos of one source look alike, so that whoever has seen some of them knows the others: a split by photo flatters.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError
from app.engine.images.decode import KINDS

MANIFEST = "MANIFEST.csv"
IMAGENET = "ImageNet"
FOLDS = 6
# A chapter is scored where at least so many of its photos come from other sources
LEAST_OTHERS = 10
_DERIVED_FROM_IMAGENET = re.compile("imagenet", re.IGNORECASE)
_NAMED_FOLDER = re.compile(r"(\d{2})(?:\D.*)?")
_SUFFIXES = frozenset(suffix for suffixes in KINDS.values() for suffix in suffixes)


@dataclass(frozen=True, slots=True)
class Photo:
    """`file` is the path below the folder; `source` and `licence` are empty where no manifest tells them."""

    file: str
    chapter: str
    source: str = ""
    licence: str = ""

    @property
    def group(self) -> str:
        """The source, where all that were drawn from ImageNet count as one."""
        return IMAGENET if _DERIVED_FROM_IMAGENET.search(self.licence) else self.source


def read_photos(folder: Path) -> tuple[Photo, ...]:
    """The photos of the folder's manifest, else of its folders `NN_name`; InputError where there is none."""
    manifest = folder / MANIFEST
    photos = _listed(manifest) if manifest.is_file() else _found(folder)
    if not photos:
        raise InputError("vision.no_photos", folder=str(folder))
    return photos


def manifest_hash(folder: Path) -> str:
    """SHA-256 of the folder's manifest, by which a card tells what a network was trained on; "" without one."""
    manifest = folder / MANIFEST
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""


def assign_folds(photos: Sequence[Photo], folds: int = FOLDS) -> dict[str, int]:
    """Each group's fold, the same for the same photos: chapters lose as few scored photos as possible.

    Groups are placed from the largest on, each where most photos can still be scored and then where fewest are.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for photo in photos:
        counts[photo.group][photo.chapter] += 1
    groups = sorted(counts, key=lambda group: (-counts[group].total(), group))
    placed: dict[str, int] = {}
    for group in groups:
        placed[group] = min(range(folds), key=lambda fold: _cost(counts, {**placed, group: fold}))
    for group in groups * 2:
        placed[group] = min(range(folds), key=lambda fold: _cost(counts, {**placed, group: fold}))
    return placed


def scored_chapters(photos: Sequence[Photo], folds: Mapping[str, int]) -> dict[int, frozenset[str]]:
    """The chapters of each fold that keep enough photos of other sources to have been learnt from."""
    everywhere = Counter(photo.chapter for photo in photos)
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    for photo in photos:
        inside[folds[photo.group]][photo.chapter] += 1
    return {
        fold: frozenset(chapter for chapter, n in chapters.items() if everywhere[chapter] - n >= LEAST_OTHERS)
        for fold, chapters in inside.items()
    }


def _cost(counts: Mapping[str, Counter[str]], placed: Mapping[str, int]) -> tuple[int, int]:
    """Photos that could not be scored, then how uneven the folds are."""
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    everywhere: Counter[str] = Counter()
    for group, fold in placed.items():
        inside[fold].update(counts[group])
        everywhere.update(counts[group])
    lost = sum(
        n for chapters in inside.values() for chapter, n in chapters.items() if everywhere[chapter] - n < LEAST_OTHERS
    )
    return lost, sum(chapters.total() ** 2 for chapters in inside.values())


def _listed(manifest: Path) -> tuple[Photo, ...]:
    with manifest.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if not {"file", "chapter"} <= set(rows.fieldnames or ()):
            raise InputError("vision.manifest_altered", path=str(manifest))
        return tuple(
            Photo(row["file"], row["chapter"], row.get("source_repo") or "", row.get("licence") or "") for row in rows
        )


def _found(folder: Path) -> tuple[Photo, ...]:
    photos = []
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ():
        named = _NAMED_FOLDER.fullmatch(inner.name)
        if named:
            files = sorted(path for path in inner.rglob("*") if path.suffix.lower() in _SUFFIXES)
            photos += [Photo(path.relative_to(folder).as_posix(), named[1]) for path in files]
    return tuple(photos)
