"""The tabs of the page in their order; a new one is a widget over the desk and one line here."""

from __future__ import annotations

from app.views.recognise.codes_tab import CodesTab
from app.widgets.lazy_tabs import TabEntry

TABS = (TabEntry("codes", "recognise.tab_codes", CodesTab),)
