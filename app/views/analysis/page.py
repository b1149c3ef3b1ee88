"""The page itself: title, the shared filters, and the tabs below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.views.analysis.tabs import TABS
from app.widgets.commands import Command
from app.widgets.filter_bar import FilterBar
from app.widgets.lazy_tabs import LazyTabs, TabEntry
from app.widgets.parts import label


class AnalysisPage(QWidget):
    """Each tab is made when it is first shown."""

    def __init__(self, desk: Desk, tabs: Sequence[TabEntry] = TABS) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self.filters = FilterBar(desk)
        self.tabs = LazyTabs(desk, tabs)
        self.tabs.setObjectName("analysisTabs")
        self._build()
        desk.watches.shown.connect(lambda: self.tabs.show_tab("watch"))

    def content(self, tab: str) -> QWidget:
        """The widget of a tab, made where it was not yet shown; StopIteration for an id that is no tab."""
        return self.tabs.content(tab)

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front; an id that is no tab changes nothing."""
        self.tabs.show_tab(tab)

    def page_commands(self) -> list[Command]:
        """Each tab, by its name."""
        icon = "chart-no-axes-combined"
        return [Command(entry.title_code, icon, partial(self.show_tab, entry.id)) for entry in self.tabs.entries]

    def saved_state(self) -> dict[str, object]:
        """The tab in front, and what tabs that were shown want to find again."""
        return self.tabs.saved_state()

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Show that again."""
        self.tabs.restore_state(state)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        title = label("title")
        self._desk.texts.bind(title.setText, "page.analysis")
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(3))
        head = QHBoxLayout()
        head.setSpacing(space(4))
        head.addWidget(title)
        head.addWidget(self.filters, 1)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
