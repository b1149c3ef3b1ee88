"""The stack of pages, which makes a page at its first visit."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.bridge.desk import Desk
from app.bridge.turns import Turns
from app.widgets.commands import Command
from app.widgets.page_entry import PageEntry

_LOG = logging.getLogger(__name__)


@runtime_checkable
class ActivatedPage(Protocol):
    """A page that wants to know when it is shown."""

    def activated(self) -> None: ...


@runtime_checkable
class FilesPage(Protocol):
    """A page that takes files to import; an empty list lets the user choose."""

    def open_files(self, files: list[Path]) -> None: ...


@runtime_checkable
class DeclarationPage(Protocol):
    """A page that fills in a declaration from the text of a code."""

    def open_declaration(self, text: str) -> None: ...


@runtime_checkable
class RememberingPage(Protocol):
    """A page with a state of its own beside the selection, which saved views keep."""

    def saved_state(self) -> Mapping[str, object]: ...

    def restore_state(self, state: Mapping[str, object]) -> None: ...


@runtime_checkable
class CommandingPage(Protocol):
    """A page whose own actions stand in the palette while it is shown."""

    def page_commands(self) -> Sequence[Command]: ...


class PageStack(QStackedWidget):
    """Shows one page; others keep their state."""

    shown = Signal(str)

    def __init__(self, desk: Desk, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("pages")
        self._desk = desk
        self._entries = {entry.id: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self._turns = Turns(self)

    @property
    def current(self) -> str:
        """Id of the page that is shown; empty before the first."""
        return self._current

    def commands(self) -> Sequence[Command]:
        """What the page that is shown can do now."""
        if not self._current:
            return ()
        page = self._pages[self._current]
        return page.page_commands() if isinstance(page, CommandingPage) else ()

    def offer_files(self, page_id: str, files: list[Path]) -> None:
        """Give files to a page that was visited."""
        page = self._pages[page_id]
        if isinstance(page, FilesPage):
            page.open_files(files)

    def offer_declaration(self, page_id: str, text: str) -> None:
        """Give what a code said to a page that was visited."""
        page = self._pages[page_id]
        if isinstance(page, DeclarationPage):
            page.open_declaration(text)

    def saved_state(self, page_id: str) -> Mapping[str, object]:
        """What the page would want to find again; nothing for a page without a state of its own."""
        page = self._pages[page_id]
        return page.saved_state() if isinstance(page, RememberingPage) else {}

    def restore_state(self, page_id: str, state: Mapping[str, object]) -> None:
        """Give a page what it kept."""
        page = self._pages[page_id]
        if state and isinstance(page, RememberingPage):
            page.restore_state(state)

    def visit(self, page_id: str) -> None:
        """Show the page soon: at the first visit it is made now, and dressed, laid out, shown and painted one by one.

        Together these would keep the event loop several times as long.
        """
        if page_id in self._pages and self.indexOf(self._pages[page_id]) >= 0:
            self.show_page(page_id)
            return
        self._stop_turns()
        page = self._page(page_id)
        dressed, laid_out = partial(page.setParent, self), partial(self._lay_out, page)
        self._turns.start([dressed, laid_out, partial(self._show_unpainted, page_id), self._stop_turns])

    def _page(self, page_id: str) -> QWidget:
        if page_id not in self._pages:
            self._pages[page_id] = self._entries[page_id].factory(self._desk)
        return self._pages[page_id]

    def _lay_out(self, page: QWidget) -> None:
        self.addWidget(page)
        page.resize(self.size())
        layout = page.layout()
        if layout is not None:
            layout.activate()

    def _show_unpainted(self, page_id: str) -> None:
        self.setUpdatesEnabled(False)
        self._show(page_id)

    def _stop_turns(self) -> None:
        self._turns.stop()
        self.setUpdatesEnabled(True)

    def show_page(self, page_id: str) -> None:
        """Show the page at once, making it where this is its first visit; KeyError for an id that is no page."""
        self._stop_turns()
        self._show(page_id)

    def _show(self, page_id: str) -> None:
        page = self._page(page_id)
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)
        self._current = page_id
        _LOG.info("page: %s", page_id)
        if isinstance(page, ActivatedPage):
            page.activated()
        self.shown.emit(page_id)
