"""What this desk keeps of photos: the history of answers and the labels that people gave, all in the user's folder."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.engine.store.photo_labels import PhotoLabel, PhotoLabels
    from app.engine.store.recognitions import Recognitions, Seen

LONGEST_KEPT = 640


@dataclass(frozen=True, slots=True)
class PhotoDesk:
    """Every call takes milliseconds and may come from any thread."""

    folder: Path

    def recognitions(self) -> Recognitions:
        """The history."""
        from app.engine.store.desk_file import FILE_NAME, DeskFile  # noqa: PLC0415  # the window is there before SQLite
        from app.engine.store.recognitions import Recognitions  # noqa: PLC0415  # as above

        return Recognitions(DeskFile(self.folder / FILE_NAME))

    def labels(self) -> PhotoLabels:
        """The training set."""
        from app.engine.store.desk_file import FILE_NAME, DeskFile  # noqa: PLC0415  # as above
        from app.engine.store.photo_labels import PhotoLabels  # noqa: PLC0415  # as above

        return PhotoLabels(DeskFile(self.folder / FILE_NAME))

    def give_label(self, seen: Seen, chapter: str, *, source: str, picture: bytes) -> PhotoLabel:
        """A person says what the photo shows; an empty chapter takes the label back. Returns what was kept."""
        from app.engine.store.photo_labels import PhotoLabel  # noqa: PLC0415  # as above

        label = PhotoLabel(
            key=seen.key,
            chapter=chapter,
            labelled_at=datetime.now(tz=UTC),
            labelled_by=_user(),
            name=seen.name,
            origin=seen.origin,
            source=source,
            model=seen.model,
            version=seen.version,
            guessed=seen.chapter,
            probability=seen.probability,
        )
        self.labels().put(label, picture)
        return label

    def withdraw(self, label: PhotoLabel) -> None:
        """Take a label back; who does so and when is kept."""
        self.labels().put(replace(label, chapter="", labelled_at=datetime.now(tz=UTC), labelled_by=_user()), b"")


def _user() -> str:
    """The name by which the system knows who works here; empty where it does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
