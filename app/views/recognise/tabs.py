"""The tabs of the page in their order; a new one is a widget over the desk and one line here."""

from __future__ import annotations

from functools import partial

from app.bridge.photo_session import PhotoSession
from app.views.recognise.codes_tab import CodesTab
from app.views.recognise.goods_tab import GoodsTab
from app.widgets.lazy_tabs import TabEntry


def tabs(session: PhotoSession) -> tuple[TabEntry, ...]:
    """All tabs over the same session."""
    return (
        TabEntry("goods", "recognise.tab_goods", partial(GoodsTab, session=session)),
        TabEntry("codes", "recognise.tab_codes", CodesTab),
    )
