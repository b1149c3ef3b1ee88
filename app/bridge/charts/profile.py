"""The browser profile of all chart pages: nothing stored, nothing remote, no permission."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWebEngineCore import QWebEngineProfile, QWebEngineSettings

from app.bridge.charts.guard import RequestGuard
from app.bridge.charts.scheme import SCHEME, ChartFiles

_Attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _Attribute.LocalStorageEnabled,
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.JavascriptCanPaste,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.AllowRunningInsecureContent,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.BackForwardCacheEnabled,
    _Attribute.AllowGeolocationOnInsecureOrigins,
    _Attribute.ErrorPageEnabled,
)


class ChartProfile(QWebEngineProfile):
    """An off-the-record profile that serves the chart page and refuses everything else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.guard = RequestGuard(self)
        self.files = ChartFiles(self)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
        self.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
        self.setUrlRequestInterceptor(self.guard)
        self.installUrlSchemeHandler(SCHEME, self.files)
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)
        self.settings().setAttribute(_Attribute.WebRTCPublicInterfacesOnly, True)
        self.downloadRequested.connect(lambda request: request.cancel())


def shared_profile() -> ChartProfile:
    """The one profile of the process, made at the first call; it goes with the application."""
    application = QCoreApplication.instance()
    assert application is not None
    found = application.findChild(ChartProfile)
    return found if isinstance(found, ChartProfile) else ChartProfile(application)
