"""The smallest programs that do what a start must do; run as `python -m benchmarks.start_peers NAME SCRATCH`.

Each prints `first_paint SECONDS` and, with a map, `maps_drawn SECONDS` in seconds since the epoch, and ends.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

HEAVY = (
    "pandas",
    "polars",
    "pyarrow.parquet",
    "duckdb",
    "reportlab.platypus",
    "onnxruntime",
    "sklearn.cluster",
)
WEB = Path(__file__).resolve().parent.parent / "resources" / "web"

_PAGE = """<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="map" style="width:1000px;height:600px">
<script src="$ECHARTS"></script><script>
const world = $WORLD;
echarts.registerMap("world", world);
const chart = echarts.init(document.getElementById("map"));
chart.on("finished", () => { document.title = "drawn"; });
const data = world.features.map((feature, place) => ({name: feature.properties.name, value: place}));
chart.setOption({animation: false, visualMap: {max: data.length}, series: [{type: "map", map: "world", data}]});
</script>"""


class PaintedLabel(QLabel):
    """Says when it is painted for the first time."""

    def __init__(self, text: str, when_painted: Callable[[], None]) -> None:
        super().__init__(text)
        self._when_painted: Callable[[], None] | None = when_painted

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, then tell once."""
        super().paintEvent(event)
        if self._when_painted is not None:
            told, self._when_painted = self._when_painted, None
            told()


def tell(milestone: str) -> None:
    """Print when it happened."""
    print(milestone, f"{time.time():.6f}", flush=True)


def bare(application: QApplication) -> None:
    """A window with one label."""
    window = QMainWindow()
    window.resize(1366, 768)

    def painted() -> None:
        tell("first_paint")
        QTimer.singleShot(0, application.quit)

    window.setCentralWidget(PaintedLabel("Tradescope", painted))
    window.show()
    application.exec()


def one_map(application: QApplication) -> None:
    """A window that is painted first and then shows the world map of ECharts in QtWebEngine."""
    window = QMainWindow()
    window.resize(1366, 768)

    def painted() -> None:
        tell("first_paint")
        QTimer.singleShot(0, lambda: _show_map(window, application))

    window.setCentralWidget(PaintedLabel("Tradescope", painted))
    window.show()
    application.exec()


def heavy_map(application: QApplication) -> None:
    """The same, but importing everything that it may ever need first, as most such programs do."""
    for name in HEAVY:
        importlib.import_module(name)
    one_map(application)


def _show_map(window: QMainWindow, application: QApplication) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtWebEngineWidgets import QWebEngineView

    view = QWebEngineView()

    def titled(title: str) -> None:
        if title == "drawn":
            tell("maps_drawn")
            application.quit()

    view.titleChanged.connect(titled)
    world = (WEB / "maps" / "world.json").read_text(encoding="utf-8")
    page = Path(sys.argv[2]) / "one-map.html"
    page.write_text(_PAGE.replace("$ECHARTS", (WEB / "echarts.min.js").as_uri()).replace("$WORLD", world), "utf-8")
    view.load(QUrl.fromLocalFile(str(page)))
    window.setCentralWidget(view)


PEERS: dict[str, Callable[[QApplication], None]] = {"bare": bare, "one-map": one_map, "heavy-map": heavy_map}


if __name__ == "__main__":
    PEERS[sys.argv[1]](QApplication(sys.argv[:1]))
