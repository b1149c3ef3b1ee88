"""The tab of the indicators: a list of them, and the one that is chosen beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSplitter, QWidget

from app.bridge.analysis_indicators import INDICATORS
from app.bridge.desk import Desk
from app.views.analysis.inquiry_panel import InquiryPanel

_NARROWEST, _LIST_WIDTH, _WIDEST = 180, 210, 280


class IndicatorsTab(QWidget):
    """Remembers which indicator was shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.choices = QListWidget()
        self.choices.setObjectName("indicators")
        self.choices.setMinimumWidth(_NARROWEST)
        self.choices.setMaximumWidth(_WIDEST)
        self.choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choices.setWordWrap(True)
        self.choices.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.choices.setResizeMode(QListWidget.ResizeMode.Adjust)
        desk.texts.bind(self.choices.setAccessibleName, "analysis.tab_indicators")
        self.panel = InquiryPanel(desk, INDICATORS[0])
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.choices)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_LIST_WIDTH, 4 * _LIST_WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self._name_choices()
        self.choices.setCurrentRow(0)
        self.choices.currentRowChanged.connect(self._on_chosen)
        desk.texts.language_changed.connect(self._name_choices)

    def choose(self, name: str) -> None:
        """Show the indicator with this name; an unknown one changes nothing."""
        names = [inquiry.name for inquiry in INDICATORS]
        if name in names:
            self.choices.setCurrentRow(names.index(name))

    def saved_state(self) -> dict[str, object]:
        """Which indicator is shown."""
        return {"indicator": self.panel.inquiry.name}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Show it again."""
        self.choose(str(state.get("indicator")))

    def _name_choices(self) -> None:
        for row, inquiry in enumerate(INDICATORS):
            name = self._desk.texts.say(f"analysis.name_{inquiry.name}")
            if row < self.choices.count():
                self.choices.item(row).setText(name)
            else:
                self.choices.addItem(name)

    def _on_chosen(self, row: int) -> None:
        self.panel.show_inquiry(INDICATORS[row])
