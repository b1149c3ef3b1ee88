"""The photos of a folder: which class each shows, where it comes from, and what its licence allows."""

from __future__ import annotations

import csv
import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError, NotInDataError
from app.engine.images.decode import KINDS

MANIFEST = "MANIFEST.csv"
IMAGENET = "ImageNet"  # one source, however many repositories hold parts of it
_CHAPTER = re.compile(r"(\d{2})(_.*)?")
_SUFFIXES = frozenset(suffix for suffixes in KINDS.values() for suffix in suffixes)
_LEAST_CLASSES = 2
_NON_COMMERCIAL = ("non-commercial", "noncommercial", "research use", "imagenet terms", "by-nc")
_PERMISSIVE = ("cc by 4", "cc-by-4", "cc0", "mit", "apache", "bsd", "public domain")


class Terms(enum.Enum):
    """What the licence of a photo says about using it."""

    PERMISSIVE = "permissive"
    UNSTATED = "unstated"
    NON_COMMERCIAL = "non-commercial"


class Allowed(enum.Enum):
    """Which photos may be learnt from: all, all that are not explicitly non-commercial, or permissive ones only."""

    ALL = "all"
    USABLE = "usable"
    PERMISSIVE = "permissive"

    def permits(self, terms: Terms) -> bool:
        """True if photos under these terms may be learnt from."""
        if self is Allowed.ALL:
            return True
        return terms is Terms.PERMISSIVE or (self is Allowed.USABLE and terms is Terms.UNSTATED)


@dataclass(frozen=True, slots=True)
class Photo:
    """One file below the folder, by its path with forward slashes; `source` is where it was taken from."""

    file: str
    label: str
    source: str
    licence: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All photos of a folder, sorted by file; without a manifest nobody knows their sources."""

    folder: Path
    photos: tuple[Photo, ...]
    knows_sources: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes, sorted."""
        return tuple(sorted({photo.label for photo in self.photos}))

    def keep(self, allowed: Allowed) -> Catalogue:
        """Only what may be learnt from."""
        photos = tuple(photo for photo in self.photos if allowed.permits(photo.terms))
        return Catalogue(self.folder, photos, self.knows_sources)


def read_catalogue(folder: Path) -> Catalogue:
    """The photos of the class folders in `folder`; InputError or NotInDataError where there is nothing to learn."""
    if not folder.is_dir():
        raise InputError("train.no_folder", path=str(folder))
    manifest = _read_manifest(folder / MANIFEST)
    photos = [_photo(folder, path, manifest) for path in sorted(folder.glob("*/**/*")) if _is_picture(path)]
    catalogue = Catalogue(folder, tuple(photos), bool(manifest))
    if len(catalogue.labels) < _LEAST_CLASSES:
        raise NotInDataError("train.too_few_classes", path=str(folder), found=len(catalogue.labels))
    return catalogue


def terms_of(licence: str) -> Terms:
    """What a licence text allows; a text that names none of the known licences states nothing."""
    text = licence.casefold()
    if any(word in text for word in _NON_COMMERCIAL):
        return Terms.NON_COMMERCIAL
    is_known = any(re.search(rf"\b{word}\b", text) for word in _PERMISSIVE)
    return Terms.PERMISSIVE if is_known and not text.startswith("none stated") else Terms.UNSTATED


def chapter_of(folder_name: str) -> str:
    """`64` of `64_footwear`; other names are classes of their own."""
    match = _CHAPTER.fullmatch(folder_name)
    return match[1] if match else folder_name


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and path.is_file()


def _photo(folder: Path, path: Path, manifest: Mapping[str, tuple[str, str]]) -> Photo:
    file = path.relative_to(folder).as_posix()
    source, licence = manifest.get(file, ("", ""))
    terms = terms_of(licence)
    return Photo(file, chapter_of(file.split("/", 1)[0]), source, licence, terms)


def _read_manifest(path: Path) -> dict[str, tuple[str, str]]:
    """Source and licence by file; nothing where there is no manifest with a column of sources."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            columns = _columns(rows.fieldnames or ())
            if columns is None:
                return {}
            file, source, licence = columns
            return {row[file]: _origin(row[source] or "", (row[licence] or "") if licence else "") for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, csv.Error) as error:
        raise InputError("train.manifest_unreadable", path=str(path)) from error


def _columns(names: Sequence[str]) -> tuple[str, str, str] | None:
    source = next((name for name in names if name.startswith("source")), None)
    licence = next((name for name in names if name in {"licence", "license"}), "")
    return ("file", source, licence) if source and "file" in names else None


def _origin(source: str, licence: str) -> tuple[str, str]:
    is_imagenet = licence.casefold().startswith("imagenet")
    return (IMAGENET if is_imagenet else source), licence
