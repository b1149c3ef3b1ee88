"""The tabs of the page in their order; a new one is a widget over the desk and one line here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.bridge.analysis_breaks import BREAKS
from app.bridge.analysis_growth import CHANGES
from app.bridge.desk import Desk
from app.views.analysis.indicators import IndicatorsTab
from app.views.analysis.inquiry_panel import InquiryPanel
from app.views.analysis.potential import PotentialTab
from app.views.analysis.story import StoryTab
from app.views.analysis.watching import WatchTab
from app.widgets.lazy_tabs import TabEntry


def _changes(desk: Desk) -> QWidget:
    return InquiryPanel(desk, CHANGES)


def _breaks(desk: Desk) -> QWidget:
    return InquiryPanel(desk, BREAKS)


TABS = (
    TabEntry("indicators", "analysis.tab_indicators", IndicatorsTab),
    TabEntry("changes", "analysis.tab_changes", _changes),
    TabEntry("breaks", "analysis.tab_breaks", _breaks),
    TabEntry("potential", "analysis.tab_potential", PotentialTab),
    TabEntry("watch", "analysis.tab_watch", WatchTab),
    TabEntry("story", "analysis.tab_story", StoryTab),
)
