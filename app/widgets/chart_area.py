"""An area of charts: one local page that is kept for the life of the widget and revived when its renderer dies.

Import this module late: it brings QtWebEngine with it, which no part of the window needs before its first chart.
`register_scheme()` (app.bridge.charts.scheme) must have run before the QApplication was made. `warm_up()` may be called
after the first paint; the first area then takes the page that is loaded already.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.bridge.charts import surroundings
from app.bridge.charts.cards import Chart, ImageKind, Layout, MapSettings
from app.bridge.charts.channel import OnPicture
from app.bridge.charts.outbox import Outbox
from app.bridge.charts.page import ChartPage
from app.bridge.charts.profile import shared_profile
from app.bridge.charts.revival import Revival
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.widgets.chart_area_failure import FailurePanel
from app.widgets.chart_names import ChartNames
from app.widgets.chart_waiting import WaitingPictures

_SLOW_MS = 15_000
_spare: list[ChartPage] = []


def warm_up() -> ChartPage:
    """Start the browser engine and load the page that the first area will take; a second call gives the same page."""
    if not _spare:
        _spare.append(ChartPage(shared_profile(), shared_profile(), has_maps=True))
        _spare[0].open()
    return _spare[0]


class ChartArea(QWidget):
    """Shows charts in cards; what is given before the page is ready is kept and sent then.

    `clicked(ChartClick)`, `menu_requested(chart id, global point)`, `finished(revision)` when all of a revision is
    drawn, `recovered()` after a renderer's death, `page_failed(text)` for a script's error, `map_refused(file)` where
    the operator's map cannot be drawn and ours stands in.
    """

    clicked = Signal(object)
    menu_requested = Signal(str, QPoint)
    finished = Signal(int)
    recovered = Signal()
    page_failed = Signal(str)
    map_refused = Signal(str)

    def __init__(self, theme: Theme, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._texts = theme, texts
        self._outbox = Outbox()
        self._revival = Revival()
        self._maps = MapSettings()
        self._is_animated = True
        self._is_reviving = False
        self._waiting = WaitingPictures(self)
        self._zoom = 1.0
        self._page = _spare.pop() if _spare else ChartPage(shared_profile())
        self._build()
        self._connect()
        self._on_theme_changed()
        self._put_words()
        # A spare page that is still loading would begin again; one that has come to nothing must
        if not self._page.was_opened:
            self._page.open()
        elif not self._page.channel.is_ready:
            QTimer.singleShot(_SLOW_MS, self, self._open_if_not_ready)

    @property
    def page(self) -> ChartPage:
        """The page that draws."""
        return self._page

    @property
    def revision(self) -> int:
        """Number of the last message that was sent; `finished` tells it once all of it is drawn."""
        return self._outbox.revision

    def set_layout(self, layout: Layout) -> None:
        """Arrange cards; charts without a card are forgotten."""
        self._outbox.keep_only(layout)
        self._names.keep_only(layout)
        self._outbox.put("layout", layout.document())
        self._sending.start()

    def show_charts(self, charts: Mapping[str, Chart]) -> None:
        """Show charts by card id, from the next turn of the event loop on; only what differs is sent."""
        self._outbox.put_charts(charts)
        self._names.put(charts)
        self._sending.start()

    def send(self) -> None:
        """Send what waits, without waiting for the next turn of the event loop."""
        self._sending.stop()
        self._send()

    def set_maps(self, maps: MapSettings) -> None:
        """Map files and the notice that every map carries; the folder counts for all areas of the process."""
        self._maps = maps
        shared_profile().files.use_map_folder(maps.folder)
        self._put_words()

    def set_animated(self, is_animated: bool) -> None:
        """Animate changes; `finished` waits for the animation."""
        self._is_animated = is_animated
        self._put_words()

    def set_zoom(self, factor: float) -> None:
        """Draw everything larger, as for a screen that is read from afar."""
        self._zoom = factor
        self._view.setZoomFactor(factor)

    @property
    def has_failed(self) -> bool:
        """True while the area has given up on a renderer that dies again and again."""
        return self._stack.currentWidget() is self._failure

    def retry(self) -> None:
        """Begin anew after having given up."""
        self._revival.forget()
        self._stack.setCurrentWidget(self._view)
        self._revive()

    def capture(
        self,
        chart_id: str,
        kind: ImageKind,
        on_picture: OnPicture,
        *,
        pixel_ratio: float = 2.0,
        has_title: bool = True,
    ) -> None:
        """A picture in light colours on white; `on_picture` gets the file's bytes, None where nothing is drawn."""

        def ask(receive: OnPicture) -> None:
            self._page.channel.capture(chart_id, kind, receive, pixel_ratio=pixel_ratio, has_title=has_title)

        if self.has_failed:
            QTimer.singleShot(0, self, lambda: on_picture(None))
        elif self._page.channel.is_ready:
            self._send()
            ask(on_picture)
        else:
            self._waiting.keep(ask, on_picture)

    def _build(self) -> None:
        self._view = QWebEngineView(self)
        self._view.setPage(self._page)
        self._page.setParent(self._view)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        self._names = ChartNames(self._view, self._texts)
        self._failure = FailurePanel(self._texts, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._failure)
        self.setFocusProxy(self._view)
        self._sending = QTimer(self, singleShot=True, interval=0)

    def _connect(self) -> None:
        channel = self._page.channel
        channel.page_ready.connect(self._on_page_ready)
        channel.chart_clicked.connect(self.clicked)
        channel.menu_requested.connect(self._on_menu_requested)
        channel.revision_finished.connect(self.finished)
        channel.page_failed.connect(self.page_failed)
        channel.map_replaced.connect(self.map_refused)
        self._sending.timeout.connect(self._send)
        self._page.renderProcessTerminated.connect(self._on_renderer_ended)
        self._failure.retried.connect(self.retry)
        self._theme.changed.connect(self._on_theme_changed)
        self._texts.language_changed.connect(self._put_words)

    def _open_if_not_ready(self) -> None:
        if not self._page.channel.is_ready:
            self._page.open()

    def _send(self) -> None:
        if not self._page.channel.is_ready:
            return
        message = self._outbox.take()
        if message is not None:
            self._page.channel.sent.emit(message)

    def _put_words(self) -> None:
        words = surroundings.words_document(self._texts, self._maps, is_animated=self._is_animated)
        self._outbox.put("words", words)
        self._sending.start()

    def _on_theme_changed(self) -> None:
        self._page.setBackgroundColor(QColor(self._theme.tokens.colour("background")))
        self._outbox.put("theme", surroundings.theme_document(self._theme.tokens))
        self._sending.start()

    def _on_page_ready(self) -> None:
        # A renderer that took the place of another knows of no zoom
        self._view.setZoomFactor(self._zoom)
        self._names.tell()
        self._outbox.restart()
        self._send()
        self._waiting.ask()
        if self._is_reviving:
            self._is_reviving = False
            self.recovered.emit()

    def _on_menu_requested(self, chart_id: str, point: QPoint) -> None:
        self.menu_requested.emit(chart_id, self._view.mapToGlobal(point))

    def _on_renderer_ended(self, _status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        self._page.channel.lose_page()
        self._revival.note_death()
        if self._revival.may_revive():
            self._revive()
        else:
            self._stack.setCurrentWidget(self._failure)
            self._waiting.give_up()

    def _revive(self) -> None:
        self._is_reviving = True
        # Loading from within the signal would be lost: the engine is still tidying up the dead renderer.
        QTimer.singleShot(0, self._page, self._page.open)
