"""The price over the years beside what drove it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_board import PriceDetail
from app.bridge.price_curve import CurveReading
from app.bridge.price_words import (
    driver_name,
    driver_sentence,
    effect_text,
    explanation_sentence,
    history_words,
    price_unit,
    reading_words,
)
from app.engine.price.answers import Explanation, PriceCurve
from app.widgets.copy_label import CopyLabel
from app.widgets.driver_bars import DriverBar, DriverBars
from app.widgets.flow_layout import FlowLayout
from app.widgets.history_plot import HistoryPlot
from app.widgets.parts import button, frame, label

_DRIVERS_WIDTH, _DRIVERS_WIDEST = 230, 460
_VISIBLE = 0.0005  # smaller effects would be written as 0.0 %
_MARK = QSize(16, 12)
_LEGEND = (("price", 0, 255), ("usual", 0, 90), ("wide", 0, 45), ("history", 1, 255), ("outliers", None, 255))


class CurvePanel(QWidget):
    """Shows the detail of one answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self._detail: PriceDetail | None = None
        self.plot = HistoryPlot(desk.theme, texts)
        self.readout = CopyLabel(texts, "caption", "curveReadout", wraps=True)
        self.log, self.reset = button("toggle", "logScale"), button("link", "resetZoom")
        self.log.setCheckable(True)
        self.sentence = CopyLabel(texts, "", "driverSentence", wraps=True)
        self.bars = DriverBars(desk.theme)
        self._legend: dict[str, QLabel] = {}
        self._build()
        self.plot.read.connect(self._on_read)
        self.log.toggled.connect(self.plot.set_log)
        self.reset.clicked.connect(self.plot.reset_zoom)
        desk.theme.changed.connect(self._draw_legend)
        texts.language_changed.connect(self._say_again)
        self._draw_legend()
        self._on_read(None)

    def show_detail(self, detail: PriceDetail) -> None:
        """Draw another curve, and the bars beside it."""
        self._detail = detail
        self.plot.show_curve(detail.curve)
        self._show_drivers(detail.explanation)

    def clear(self) -> None:
        """Show nothing, where there is no answer."""
        self._detail = None
        self.plot.show_curve(PriceCurve((), (), ()))
        self.sentence.clear()
        self.bars.show_bars(())

    def picture(self) -> bytes:
        """The curve as it is drawn now."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.plot.picture().save(buffer, "PNG")
        return bytes(buffer.data().data())

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space(2), 0, 0)
        row.setSpacing(space(3))
        row.addWidget(self._curve_card(), 5)
        row.addWidget(self._driver_card(), 2)

    def _curve_card(self) -> QWidget:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        card = frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(1))
        top = FlowLayout(gap=space(3))
        for name, _series, _alpha in _LEGEND:
            entry, mark = label("caption"), QLabel()
            texts.bind(entry.setText, f"price_desk.legend_{name}")
            self._legend[name] = mark
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(space(1))
            line.addWidget(mark)
            line.addWidget(entry)
            top.addWidget(pair)
        # Room for two lines, so that reading a year does not move the curve
        self.readout.setFixedHeight(2 * self.readout.fontMetrics().lineSpacing())
        bottom = QHBoxLayout()
        bottom.addWidget(self.readout, 1)
        bottom.addWidget(self.log)
        bottom.addWidget(self.reset)
        texts.bind(self.log.setText, "price_desk.log_scale")
        texts.bind(self.reset.setText, "price_desk.reset_zoom")
        column.addLayout(top)
        column.addWidget(self.plot, 1)
        column.addLayout(bottom)
        return card

    def _driver_card(self) -> QWidget:
        space = self._desk.theme.tokens.space
        card, heading, area = frame("card"), label("heading"), QScrollArea(widgetResizable=True)
        card.setMinimumWidth(_DRIVERS_WIDTH)
        card.setMaximumWidth(_DRIVERS_WIDEST)
        self._desk.texts.bind(heading.setText, "price_desk.drivers")
        self._desk.texts.bind(self.bars.setAccessibleName, "price_desk.drivers")
        column = QVBoxLayout(card)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(2))
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, space(1), 0)
        inner.addWidget(self.bars)
        inner.addStretch(1)
        area.setWidget(holder)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (heading, self.sentence):
            column.addWidget(widget)
        column.addWidget(area, 1)
        return card

    def _show_drivers(self, explanation: Explanation) -> None:
        language, question = self._desk.texts.language, explanation.answer.question
        self.sentence.setText(explanation_sentence(explanation, language))
        self.bars.show_bars(
            [
                DriverBar(
                    driver_name(driver, question, language),
                    driver.factor,
                    effect_text(driver),
                    driver_sentence(driver, question, language),
                )
                for driver in explanation.drivers
                if abs(driver.factor - 1) >= _VISIBLE
            ]
        )

    def _on_read(self, found: CurveReading | None) -> None:
        detail, texts = self._detail, self._desk.texts
        if found is None or detail is None:
            has_curve = detail is None or bool(detail.curve.history) or bool(self.plot.lines)
            said = texts.say("price_desk.read_hint" if has_curve else "price_desk.no_curve")
            whose = "" if detail is None or not has_curve else history_words(detail.answer, texts.language)
            self.readout.setText(whose or said)
            return
        unit = price_unit(detail.answer.currency, detail.answer.unit, texts.language)
        self.readout.setText(reading_words(found, unit, texts.language))

    def _say_again(self) -> None:
        if self._detail is not None:
            self._show_drivers(self._detail.explanation)
        self._on_read(None)

    def _draw_legend(self) -> None:
        tokens = self._desk.theme.tokens
        for name, series, alpha in _LEGEND:
            colour = QColor(tokens.colour("muted") if series is None else tokens.series[series])
            colour.setAlpha(alpha)
            self._legend[name].setPixmap(_mark(name, colour, self.devicePixelRatioF()))


def _mark(name: str, colour: QColor, ratio: float) -> QPixmap:
    made = QPixmap(_MARK * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour)
        if name in {"usual", "wide"}:
            painter.fillRect(0, 0, _MARK.width(), _MARK.height(), colour)
        elif name == "outliers":
            painter.drawLine(5, 3, 11, 9)
            painter.drawLine(5, 9, 11, 3)
        elif name == "history":
            painter.fillRect(5, 3, 7, 7, colour)
        else:
            painter.fillRect(0, 5, _MARK.width(), 2, colour)
    return made
