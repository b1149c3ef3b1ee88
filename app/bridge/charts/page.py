"""The page of a chart area: goes nowhere else, opens nothing, reports what its scripts complain about."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEnginePermission

from app.bridge.charts.channel import ChartChannel
from app.bridge.charts.profile import ChartProfile
from app.bridge.charts.scheme import HOME, HOME_WITH_MAPS

_LOG = logging.getLogger(__name__)
_Level = QWebEnginePage.JavaScriptConsoleMessageLevel


class ChartPage(QWebEnginePage):
    """One long-lived page with its channel; `open()` loads it, also after its renderer died.

    It brings a map when it is first given a chart that is drawn on it; with `has_maps`, both at once.
    """

    def __init__(self, profile: ChartProfile, parent: QObject | None = None, *, has_maps: bool = False) -> None:
        super().__init__(profile, parent)
        self._home = HOME_WITH_MAPS if has_maps else HOME
        self.was_opened = False
        self.channel = ChartChannel(self)
        transport = QWebChannel(self)
        transport.registerObject("area", self.channel)
        self.setWebChannel(transport)
        self.permissionRequested.connect(_deny)

    def open(self) -> None:
        """Load the page from its beginning."""
        self.was_opened = True
        self.load(self._home)

    def acceptNavigationRequest(  # noqa: N802  # Qt's name
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Only the page itself, in the main frame."""
        if is_main_frame and QUrl(url) == self._home:
            return True
        _LOG.warning("the chart page was refused a navigation to %s:", QUrl(url).scheme())
        return False

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]  # noqa: N802  # None refuses the window
        """No window is ever opened."""
        _LOG.warning("the chart page was refused a window")
        return None

    def javaScriptConsoleMessage(self, level: _Level, message: str, line: int, source: str) -> None:  # noqa: N802  # Qt's name
        """Errors and warnings of the page go to the log."""
        if level is not _Level.InfoMessageLevel:
            _LOG.warning("chart page, %s:%d: %s", QUrl(source).fileName(), line, message)


def _deny(permission: QWebEnginePermission) -> None:
    permission.deny()
