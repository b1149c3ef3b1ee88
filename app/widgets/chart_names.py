"""What a screen reader says of an area of charts: that these are charts, which, and the keys that read them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWebEngineWidgets import QWebEngineView

from app.bridge.charts.cards import Chart, Layout
from app.bridge.texts import Texts


class ChartNames(QObject):
    """Names the view, and the widget within it that takes the keys, which the engine makes with each renderer."""

    def __init__(self, view: QWebEngineView, texts: Texts) -> None:
        super().__init__(view)
        self._view, self._texts = view, texts
        self._titles: dict[str, str] = {}
        texts.language_changed.connect(self.tell)
        self.tell()

    def keep_only(self, layout: Layout) -> None:
        """Forget charts without a card."""
        cards = {card.id for card in layout.cards}
        self._titles = {card: title for card, title in self._titles.items() if card in cards}
        self.tell()

    def put(self, charts: Mapping[str, Chart]) -> None:
        """Charts that are shown now."""
        titles = self._titles | {card: chart.title for card, chart in charts.items()}
        if titles != self._titles:
            self._titles = titles
            self.tell()

    def tell(self) -> None:
        """Say it in the language of the moment."""
        titles = self._texts.say("data.comma").join(title for title in self._titles.values() if title)
        about = self._texts.say("charts.area_about", titles=titles or "–")
        for widget in (self._view, self._view.focusProxy()):
            if widget is not None:
                widget.setAccessibleName(self._texts.say("charts.area"))
                widget.setAccessibleDescription(about)
