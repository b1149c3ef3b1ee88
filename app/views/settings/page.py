"""The settings page: cards below each other, in a column that stays readable on wide screens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.views.settings.about import AboutCard
from app.views.settings.appearance import AppearanceCard
from app.views.settings.concordances import ConcordancesCard
from app.views.settings.kiosk import KioskCard
from app.views.settings.maps import MapsCard
from app.views.settings.screen import ScreenCard
from app.views.settings.stored_data import StoredDataCard
from app.widgets.parts import label

_WIDTH = 860


class SettingsPage(QWidget):
    """Every change holds at once; there is nothing to confirm."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        space = desk.theme.tokens.space
        content, centred = QWidget(), QWidget()
        centred.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(centred)
        column.setContentsMargins(space(5), space(5), space(5), space(5))
        column.setSpacing(space(4))
        title = label("title")
        desk.texts.bind(title.setText, "page.settings")
        column.addWidget(title)
        for card in (
            AppearanceCard(desk),
            ScreenCard(desk),
            KioskCard(desk),
            MapsCard(desk),
            ConcordancesCard(desk),
            StoredDataCard(desk),
            AboutCard(desk),
        ):
            column.addWidget(card)
        column.addStretch(1)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(centred, 1_000)
        row.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
