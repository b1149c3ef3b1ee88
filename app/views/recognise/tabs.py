"""The tabs of the page in their order; a new one is a widget over the desk and one line here."""

from __future__ import annotations

from functools import partial

from app.bridge.photo_session import PhotoSession
from app.views.recognise.batch_tab import BatchTab
from app.views.recognise.codes_tab import CodesTab
from app.views.recognise.goods_tab import GoodsTab
from app.views.recognise.history_tab import HistoryTab
from app.views.recognise.labels_tab import LabelsTab
from app.views.recognise.models_tab import ModelsTab
from app.widgets.lazy_tabs import TabEntry

GOODS, BATCH = "goods", "batch"


def tabs(session: PhotoSession) -> tuple[TabEntry, ...]:
    """All tabs over the same session."""
    return (
        TabEntry(GOODS, "recognise.tab_goods", partial(GoodsTab, session=session)),
        TabEntry(BATCH, "recognise.tab_batch", partial(BatchTab, session=session)),
        TabEntry("codes", "recognise.tab_codes", CodesTab),
        TabEntry("history", "recognise.tab_history", partial(HistoryTab, session=session)),
        TabEntry("labels", "recognise.tab_labels", partial(LabelsTab, session=session)),
        TabEntry("models", "recognise.tab_models", partial(ModelsTab, session=session)),
    )
