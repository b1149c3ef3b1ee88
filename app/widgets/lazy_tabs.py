"""Tabs whose content is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.pages import RememberingPage


@dataclass(frozen=True, slots=True)
class TabEntry:
    """A tab before it is first shown; its widget asks when it is shown and follows the session's selection itself."""

    id: str
    title_code: str
    factory: Callable[[Desk], QWidget]


class LazyTabs(QTabWidget):
    """The tabs of a page in their order; what they want to find again is kept with the page."""

    def __init__(self, desk: Desk, entries: Sequence[TabEntry]) -> None:
        super().__init__()
        self._desk = desk
        self.entries = tuple(entries)
        self._slots = [_Slot(desk, entry) for entry in self.entries]
        self.setDocumentMode(True)
        for slot in self._slots:
            self.addTab(slot, "")
        self._name()
        desk.texts.language_changed.connect(self._name)

    def content(self, tab: str) -> QWidget:
        """The widget of a tab, made where it was not yet shown; StopIteration for an id that is no tab."""
        return next(slot for slot in self._slots if slot.id == tab).content

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front; an id that is no tab changes nothing."""
        ids = [entry.id for entry in self.entries]
        if tab in ids:
            self.setCurrentIndex(ids.index(tab))

    @property
    def current_id(self) -> str:
        """The tab in front."""
        return self.entries[self.currentIndex()].id

    def saved_state(self) -> dict[str, object]:
        """The tab in front, and what tabs that were shown want to find again."""
        made = [(slot.id, slot.content) for slot in self._slots if slot.is_made]
        states = {name: dict(tab.saved_state()) for name, tab in made if isinstance(tab, RememberingPage)}
        return {"tab": self.current_id, "tabs": states}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Show that again."""
        self.show_tab(str(state.get("tab")))
        states = state.get("tabs")
        for slot in self._slots:
            kept = states.get(slot.id) if isinstance(states, Mapping) else None
            if isinstance(kept, Mapping) and isinstance(slot.content, RememberingPage):
                slot.content.restore_state(kept)

    def _name(self) -> None:
        for place, entry in enumerate(self.entries):
            self.setTabText(place, self._desk.texts.say(entry.title_code))


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
