"""What is known of a page before its module is imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.bridge.desk import Desk


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page that can be gone to; `factory` imports its module only when it is called.

    `keys` are those of its parts, each with the code of what it does.
    """

    id: str
    icon: str
    title_code: str
    factory: Callable[[Desk], QWidget]
    shortcut: str
    keys: tuple[tuple[str, str], ...] = ()
