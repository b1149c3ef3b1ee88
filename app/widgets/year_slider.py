"""Years to show: a span on a track, and a player that moves it along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QToolButton, QWidget

from app.bridge.icons import Icons
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.widgets.year_track import YearTrack

INTERVALS_MS = (500, 1000, 2000, 4000)
_DEFAULT_INTERVAL = 1


class YearSlider(QWidget):
    """Emits `span_chosen(first, last)` for what the user or the player does."""

    span_chosen = Signal(int, int)

    def __init__(self, icons: Icons, theme: Theme, texts: Texts, *, intervals_ms: Sequence[int] = INTERVALS_MS) -> None:
        super().__init__()
        self._intervals_ms = tuple(intervals_ms)
        self._icons = icons
        self._texts = texts
        self._years: tuple[int, ...] = ()
        self._is_waiting = False
        self.track = YearTrack(theme, texts)
        self.track.span_chosen.connect(self._on_span_chosen)
        self.play_button = self._button("dashboard.play", is_checkable=True)
        self.play_button.toggled.connect(self._on_play_toggled)
        self.loop_button = self._button("dashboard.loop", is_checkable=True)
        self.interval = QComboBox()
        texts.bind(self.interval.setAccessibleName, "dashboard.play_interval")
        texts.bind(self.interval.setToolTip, "dashboard.play_interval")
        self.interval.addItems([""] * len(self._intervals_ms))
        self._put_words()
        texts.language_changed.connect(self._put_words)
        self.interval.setCurrentIndex(_DEFAULT_INTERVAL)
        self.interval.currentIndexChanged.connect(self._on_interval_changed)
        self.all_button = QPushButton()
        self.all_button.setProperty("role", "link")
        texts.bind(self.all_button.setText, "dashboard.all_years")
        self.all_button.clicked.connect(self._on_all_clicked)
        self._timer = QTimer(self, interval=self._intervals_ms[_DEFAULT_INTERVAL])
        self._timer.timeout.connect(self._on_tick)
        theme.changed.connect(self._draw_icons)
        self._build(theme)
        self._draw_icons()

    @property
    def is_playing(self) -> bool:
        """True while the player moves the span."""
        return self._timer.isActive()

    def show_span(self, years: Sequence[int], first: int, last: int) -> None:
        """Show the years that there are, and which are chosen."""
        self._years = tuple(years)
        self.track.show_span(years, first, last)
        self.setEnabled(len(years) > 1)
        self._enable_all_button()

    def wait(self, *, is_waiting: bool) -> None:
        """Hold the player while what it showed last is not drawn yet."""
        self._is_waiting = is_waiting

    def stop(self) -> None:
        """Stop the player."""
        self.play_button.setChecked(False)

    def _build(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space(1))
        for widget in (self.play_button, self.loop_button, self.interval):
            row.addWidget(widget)
        row.addSpacing(theme.tokens.space(2))
        row.addWidget(self.track, 1)
        row.addWidget(self.all_button)

    def _button(self, code: str, *, is_checkable: bool) -> QToolButton:
        button = QToolButton()
        button.setCheckable(is_checkable)
        self._texts.bind(button.setToolTip, code)
        self._texts.bind(button.setAccessibleName, code)
        return button

    def _draw_icons(self) -> None:
        self.play_button.setIcon(self._icons.icon("pause" if self.is_playing else "play"))
        self.loop_button.setIcon(self._icons.icon("refresh-cw"))

    def _on_play_toggled(self, is_on: bool) -> None:
        if is_on:
            self._timer.start()
            if self._shows_all():
                self._show_and_tell(self._years[0], self._years[0])
        else:
            self._timer.stop()
        self._texts.bind(self.play_button.setAccessibleName, "dashboard.pause" if is_on else "dashboard.play")
        self._texts.bind(self.play_button.setToolTip, "dashboard.pause" if is_on else "dashboard.play")
        self._draw_icons()

    def _put_words(self) -> None:
        for place, interval in enumerate(self._intervals_ms):
            self.interval.setItemText(place, self._texts.say("dashboard.play_seconds", seconds=f"{interval / 1000:g}"))

    def _on_interval_changed(self, place: int) -> None:
        self._timer.setInterval(self._intervals_ms[place])

    def _on_tick(self) -> None:
        if self._is_waiting:
            return
        first, last = (self._years.index(year) for year in self.track.span)
        if last + 1 < len(self._years):
            self._show_and_tell(self._years[first + 1], self._years[last + 1])
        elif self.loop_button.isChecked():
            self._show_and_tell(self._years[0], self._years[last - first])
        else:
            self.stop()

    def _on_all_clicked(self) -> None:
        self.stop()
        self._show_and_tell(self._years[0], self._years[-1])

    def _on_span_chosen(self, first: int, last: int) -> None:
        self._enable_all_button()
        self.span_chosen.emit(first, last)

    def _show_and_tell(self, first: int, last: int) -> None:
        self.track.show_span(self._years, first, last)
        self._on_span_chosen(first, last)

    def _shows_all(self) -> bool:
        return self.track.span == (self._years[0], self._years[-1])

    def _enable_all_button(self) -> None:
        self.all_button.setEnabled(len(self._years) > 1 and not self._shows_all())
