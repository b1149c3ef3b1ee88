"""The wall behind the content policy: every request that is not for the chart page is refused, and noted."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from app.bridge.charts.scheme import HOME

_LOG = logging.getLogger(__name__)


class RequestGuard(QWebEngineUrlRequestInterceptor):
    """Sees every request of a profile before it leaves; lets only the page's own files through."""

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  # Qt's name
        """Block all but our own scheme and host."""
        url = info.requestUrl()
        if url.scheme() == HOME.scheme() and url.host() == HOME.host():
            return
        info.block(True)
        # The path can hold data; scheme and host tell enough.
        where = f"{url.scheme()}://{url.host()}"
        _LOG.warning("the chart page was refused a request to %s", where)
        self.refused.emit(where)
