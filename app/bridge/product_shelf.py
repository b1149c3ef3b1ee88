"""Recent and favourite products of this desk; every call takes about a millisecond."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.engine.store.product_shelf import ProductShelf

RECENT_SHOWN = 30


def open_shelf(folder: Path) -> ProductShelf:
    """The shelf in the user's folder, made at its first use."""
    from app.engine.store.desk_file import FILE_NAME, DeskFile  # noqa: PLC0415  # the window is there before SQLite is
    from app.engine.store.product_shelf import ProductShelf  # noqa: PLC0415  # as above

    return ProductShelf(DeskFile(folder / FILE_NAME))
