"""The object that the page talks to: messages down, clicks and states up."""

from __future__ import annotations

import base64
import itertools
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from app.bridge.charts.cards import ChartClick, ImageKind

_LOG = logging.getLogger(__name__)
_CHUNK_CHARACTERS = 256 * 1024

OnPicture = Callable[[bytes | None], object]


@dataclass(slots=True)
class _Capture:
    """A picture under way."""

    kind: ImageKind
    on_picture: OnPicture
    parts: list[str] = field(default_factory=list)


class ChartChannel(QObject):
    """Registered with the page as `area`; the page calls the slots and listens to `sent` and `capture_asked`."""

    sent = Signal(str)
    capture_asked = Signal(str)

    page_ready = Signal()
    chart_clicked = Signal(object)
    menu_requested = Signal(str, QPoint)
    revision_finished = Signal(int)
    page_failed = Signal(str)
    request_refused = Signal(str)
    map_replaced = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_ready = False
        self._captures: dict[int, _Capture] = {}
        self._numbers = itertools.count(1)

    def capture(
        self, chart: str, kind: ImageKind, on_picture: OnPicture, *, pixel_ratio: float, has_title: bool
    ) -> None:
        """Ask the page for a picture; `on_picture` gets the file's bytes, or None where there is no picture."""
        number = next(self._numbers)
        self._captures[number] = _Capture(kind, on_picture)
        request = {"number": number, "chart": chart, "kind": kind.value, "chunk": _CHUNK_CHARACTERS}
        self.capture_asked.emit(json.dumps(request | {"pixel_ratio": pixel_ratio, "has_title": has_title}))

    def lose_page(self) -> None:
        """The page is gone: it is no longer ready, and every picture under way is answered with None."""
        self.is_ready = False
        captures, self._captures = self._captures, {}
        for capture in captures.values():
            capture.on_picture(None)

    @Slot()
    def ready(self) -> None:
        """The page listens."""
        self.is_ready = True
        self.page_ready.emit()

    @Slot(str)
    def clicked(self, text: str) -> None:
        """An item was clicked or chosen by key."""
        told = json.loads(text)
        self.chart_clicked.emit(
            ChartClick(told["chart"], told["key"], told["name"], told["is_added"], told.get("series", ""))
        )

    @Slot(str, int, int)
    def menu_asked(self, chart: str, x: int, y: int) -> None:
        """The menu of a card was asked for, at a point of the page."""
        self.menu_requested.emit(chart, QPoint(x, y))

    @Slot(int)
    def finished(self, revision: int) -> None:
        """Everything of this revision is drawn."""
        self.revision_finished.emit(revision)

    @Slot(str)
    def failed(self, text: str) -> None:
        """A script of the page failed."""
        _LOG.error("chart page: %s", text)
        self.page_failed.emit(text)

    @Slot(str)
    def refused(self, text: str) -> None:
        """The content policy refused something."""
        _LOG.warning("the content policy refused %s", text)
        self.request_refused.emit(text)

    @Slot(str, str)
    def map_refused(self, file: str, reason: str) -> None:
        """A map of the operator's cannot be drawn; ours stands in."""
        _LOG.error("the map %s cannot be drawn: %s", file, reason)
        self.map_replaced.emit(file)

    @Slot(int, int, str)
    def captured(self, number: int, count: int, part: str) -> None:
        """One part of a picture; none at all where `count` is zero."""
        capture = self._captures.get(number)
        if capture is None:
            return
        capture.parts.append(part)
        if len(capture.parts) < count:
            return
        del self._captures[number]
        text = "".join(capture.parts)
        is_png = capture.kind is ImageKind.PNG
        picture = base64.b64decode(text) if is_png else text.encode()
        capture.on_picture(picture or None)
