"""The address `tradescope:` of the chart page: which files it has, with which headers, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlScheme, QWebEngineUrlSchemeHandler

from app.bridge.charts.map_facts import map_facts
from app.engine import paths

SCHEME = b"tradescope"
HOME = QUrl("tradescope://charts/index.html")
HOME_WITH_MAPS = QUrl("tradescope://charts/with_maps.html")  # brings both maps before it is asked to draw one
CONTENT_POLICY = (
    "default-src 'none'; script-src tradescope:; style-src tradescope:; font-src tradescope:; connect-src tradescope:; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {
    ".html": b"text/html; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".json": b"application/json",
    ".woff2": b"font/woff2",
    ".woff": b"font/woff",
    ".ttf": b"font/ttf",
    ".otf": b"font/otf",
}
_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
# Datagrams of WebRTC pass neither the content policy nor the interceptor (measured: a STUN request went out).
_NO_DATAGRAMS = "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"
# All areas show the same page: a process for each would hold the engine and the chart library once more.
_ONE_RENDERER = "--process-per-site"
# What the page's script dropped is collected after so many megabytes of young objects, and once the others have grown
# by half: by itself the engine waits longer, and the renderer grows while somebody clicks without a pause.
_COLLECTED_SOON = "--js-flags=--max-semi-space-size=8,--heap-growing-percent=50"
_MAP_FOLDERS = ("maps", "own_maps")
_MAPS = ("world.json", "china.json")


def register_scheme() -> None:
    """Make the scheme known to the engine, and close the ways in and out that no wall around a page can see.

    All pages of the scheme share one renderer process.

    Must run before the QApplication is made; a second call does nothing.
    """
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    _set_up_engine()
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def _set_up_engine() -> None:
    """One small renderer, no datagrams, no remote debugging whatever the environment asks for; read at its start."""
    os.environ.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)
    given = os.environ.get(_FLAGS, "").split()
    kept = [flag for flag in given if not flag.startswith("--remote-debugging")]
    os.environ[_FLAGS] = " ".join([*kept, _NO_DATAGRAMS, _ONE_RENDERER, _COLLECTED_SOON])


class ChartFiles(QWebEngineUrlSchemeHandler):
    """Answers requests of the page from the program's resources; what is not listed here does not exist."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._map_folder: Path | None = None

    def use_map_folder(self, folder: Path | None) -> None:
        """Serve the operator's maps; a file that the folder lacks comes from the program's own."""
        self._map_folder = folder

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802  # Qt's name
        """Reply with the file, or fail the request."""
        url = job.requestUrl()
        content = self.content(url.path().removeprefix("/")) if url.host() == HOME.host() else None
        if content is None or job.requestMethod() != QByteArray(b"GET"):
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        suffix = Path(url.path()).suffix
        job.setAdditionalResponseHeaders(_headers())  # type: ignore[arg-type]  # a multimap: lists of values are wanted
        buffer = QBuffer(job)
        buffer.setData(content)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(_TYPES[suffix]), buffer)

    def content(self, name: str) -> bytes | None:
        """The bytes of one file of the page; None for a name that it does not have."""
        made = _MADE.get(name)
        if made:
            return made()
        folder, _, file = name.rpartition("/")
        if folder in _MAP_FOLDERS and file not in _MAPS:
            return None
        theirs = _existing(self._map_folder, file) if folder == "maps" and self._map_folder else None
        ours = _existing(paths.resources() / _FOLDERS[folder], file) if folder in _FOLDERS else None
        found = theirs or ours
        return found.read_bytes() if found else None


def _headers() -> dict[QByteArray, list[QByteArray]]:
    return {
        QByteArray(b"Content-Security-Policy"): [QByteArray(CONTENT_POLICY.encode())],
        QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
    }


def _existing(folder: Path, file: str) -> Path | None:
    """The file if it lies directly in the folder and is of a kind that the page uses."""
    path = folder / file
    is_plain = bool(file) and "\\" not in file and path.suffix in _TYPES and path.resolve().parent == folder.resolve()
    return path if is_plain and path.is_file() else None


def _channel_script() -> bytes:
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(file.readAll().data())


def _chart_library() -> bytes:
    return (paths.resources() / "web" / "echarts.min.js").read_bytes()


def _page_with_maps() -> bytes:
    """The page that begins to load maps before its scripts are read."""
    page = (paths.resources() / _FOLDERS[""] / "index.html").read_bytes()
    return page.replace(b"    <script", _AHEAD + b"    <script", 1)


_AHEAD = b"".join(
    b'    <link rel="preload" href="%s" as="fetch" crossorigin />\n' % name
    for name in (b"facts.json", b"maps/world.json", b"maps/china.json")
)
_MADE: dict[str, Callable[[], bytes]] = {
    "qwebchannel.js": _channel_script,
    "echarts.min.js": _chart_library,
    "facts.json": map_facts,
    "with_maps.html": _page_with_maps,
}
_FOLDERS = {"": "charts", "fonts": "web/fonts", "maps": "web/maps", "own_maps": "web/maps"}
