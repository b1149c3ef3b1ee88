"""The tabs of the page in their order; a new one is a widget over the desk and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.views.analysis.indicators import IndicatorsTab


@dataclass(frozen=True, slots=True)
class TabEntry:
    """A tab before it is first shown; its widget asks when it is shown and follows the session's selection itself."""

    id: str
    title_code: str
    factory: Callable[[Desk], QWidget]


TABS = (TabEntry("indicators", "analysis.tab_indicators", IndicatorsTab),)
