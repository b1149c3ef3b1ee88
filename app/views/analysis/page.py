"""The page itself: title, the shared filters, and the tabs below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.views.analysis.tabs import TABS, TabEntry
from app.widgets.commands import Command
from app.widgets.filter_bar import FilterBar
from app.widgets.pages import RememberingPage
from app.widgets.parts import label


class AnalysisPage(QWidget):
    """Each tab is made when it is first shown."""

    def __init__(self, desk: Desk, tabs: Sequence[TabEntry] = TABS) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._entries = tuple(tabs)
        self.filters = FilterBar(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("analysisTabs")
        self.tabs.setDocumentMode(True)
        self._slots = [_Slot(desk, entry) for entry in self._entries]
        self._build()
        desk.texts.language_changed.connect(self._name_tabs)
        desk.watches.shown.connect(lambda: self.show_tab("watch"))

    def content(self, tab: str) -> QWidget:
        """The widget of a tab, made where it was not yet shown; StopIteration for an id that is no tab."""
        return next(slot for slot in self._slots if slot.id == tab).content

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front; an id that is no tab changes nothing."""
        ids = [entry.id for entry in self._entries]
        if tab in ids:
            self.tabs.setCurrentIndex(ids.index(tab))

    def page_commands(self) -> list[Command]:
        """Each tab, by its name."""
        icon = "chart-no-axes-combined"
        return [Command(entry.title_code, icon, partial(self.show_tab, entry.id)) for entry in self._entries]

    def saved_state(self) -> dict[str, object]:
        """The tab in front, and what tabs that were shown want to find again."""
        made = [(slot.id, slot.content) for slot in self._slots if slot.is_made]
        states = {name: dict(tab.saved_state()) for name, tab in made if isinstance(tab, RememberingPage)}
        return {"tab": self._entries[self.tabs.currentIndex()].id, "tabs": states}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Show that again."""
        self.show_tab(str(state.get("tab")))
        states = state.get("tabs")
        for slot in self._slots:
            kept = states.get(slot.id) if isinstance(states, Mapping) else None
            if isinstance(kept, Mapping) and isinstance(slot.content, RememberingPage):
                slot.content.restore_state(kept)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        title = label("title")
        self._desk.texts.bind(title.setText, "page.analysis")
        for slot in self._slots:
            self.tabs.addTab(slot, "")
        self._name_tabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(3))
        head = QHBoxLayout()
        head.setSpacing(space(4))
        head.addWidget(title)
        head.addWidget(self.filters, 1)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)

    def _name_tabs(self) -> None:
        for place, entry in enumerate(self._entries):
            self.tabs.setTabText(place, self._desk.texts.say(entry.title_code))


class _Slot(QWidget):
    """Holds the place of a tab until it is shown."""

    def __init__(self, desk: Desk, entry: TabEntry) -> None:
        super().__init__()
        self.id = entry.id
        self._desk, self._entry = desk, entry
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, desk.theme.tokens.space(3), 0, 0)

    @property
    def is_made(self) -> bool:
        """Whether the tab was shown."""
        return self._content is not None

    @property
    def content(self) -> QWidget:
        """The tab's own widget."""
        if self._content is None:
            self._content = self._entry.factory(self._desk)
            self._column.addWidget(self._content)
        return self._content

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Make the tab."""
        super().showEvent(event)
        self.content.show()
