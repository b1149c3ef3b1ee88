"""Keys, commands and the palette of the main window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.search_members import added
from app.bridge.search_suggestions import Kind, Suggestion
from app.engine.errors import EngineError
from app.widgets.commands import Command, command_suggestion, desk_commands, page_suggestion
from app.widgets.name_dialog import NameDialog
from app.widgets.page_entry import PageEntry
from app.widgets.palette import Palette
from app.widgets.shortcut_sheet import ShortcutSheet

if TYPE_CHECKING:
    from app.engine.store.saved_views import SavedView
    from app.widgets.main_window import MainWindow

_PALETTE_KEYS, _NEXT_REGION, _REGION_BEFORE = "Ctrl+K", "F6", "Shift+F6"
_RESULTS_PAGE = "dashboard"


class WindowActions(QObject):
    """Whatever has a key can be found in the palette and stands on the sheet that F1 shows."""

    def __init__(self, desk: Desk, window: MainWindow, entries: Sequence[PageEntry]) -> None:
        super().__init__(window)
        self._desk, self._window, self._entries = desk, window, tuple(entries)
        self._pages = {entry.id for entry in entries}
        self._commands = [*desk_commands(desk, has_import="data" in self._pages), *self._window_commands()]
        self._views: dict[str, SavedView] = {}
        self.palette = Palette(desk, window.centralWidget() or window, self._offered, self._offered_views)
        self.palette.chosen.connect(self._on_chosen)
        self._bind_keys()

    def _window_commands(self) -> list[Command]:
        window = self._window
        return [
            Command("command.save_view", "bookmark-plus", self._ask_view_name, "Ctrl+S"),
            Command("command.notices", "bell", window.show_notices),
            Command("command.shortcuts", "keyboard", self.show_shortcuts, "F1"),
            Command("command.quit", "x", window.close, "Ctrl+Q"),
        ]

    def _bind_keys(self) -> None:
        window = self._window
        for entry in self._entries:
            self._on_keys(entry.shortcut, partial(window.show_page, entry.id))
        for command in self._commands:
            self._on_keys(command.shortcut, command.act)
        self._on_keys(_PALETTE_KEYS, self.palette.open)
        self._on_keys(_NEXT_REGION, partial(window.cycle_regions, 1))
        self._on_keys(_REGION_BEFORE, partial(window.cycle_regions, -1))

    def _on_keys(self, keys: str, act: Callable[[], object]) -> None:
        if keys:
            QShortcut(QKeySequence(keys), self._window).activated.connect(act)

    def show_shortcuts(self) -> None:
        """Open the sheet of keys."""
        pairs = [
            (_PALETTE_KEYS, "command.palette"),
            *((entry.shortcut, entry.title_code) for entry in self._entries),
            *((each.shortcut, each.title_code) for each in self._commands if each.shortcut),
            (_NEXT_REGION, "command.region"),
            (_REGION_BEFORE, "command.region_back"),
            *((each.shortcut, each.title_code) for each in self._window.stack.commands() if each.shortcut),
            *(pair for entry in self._entries if entry.id == self._window.stack.current for pair in entry.keys),
        ]
        ShortcutSheet(self._desk, self._window, [pair for pair in pairs if pair[0]]).open()

    def _offered(self) -> list[Suggestion]:
        """Pages, and commands of the page that is shown and of the window, in the language of the moment."""
        pages = [page_suggestion(entry, self._desk) for entry in self._entries]
        offered = [*self._window.stack.commands(), *self._commands]
        return [*pages, *(command_suggestion(each, self._desk) for each in offered)]

    def _offered_views(self) -> list[Suggestion]:
        """Saved views; asked on a worker thread, since their file is opened at the first time."""
        self._views = {f"view {view.id}": view for view in self._desk.saved_views.all()}
        kind = self._desk.texts.say("palette.view")
        return [Suggestion(Kind.VIEW, key, view.name, "bookmark", kind) for key, view in self._views.items()]

    def _on_chosen(self, suggestion: Suggestion) -> None:
        if suggestion.kind is Kind.PAGE:
            self._window.show_page(suggestion.key)
        elif suggestion.kind is Kind.VIEW:
            self._window.open_view(self._views[suggestion.key])
        elif suggestion.kind is Kind.COMMAND:
            offered = (*self._window.stack.commands(), *self._commands)
            next(command for command in offered if command.title_code == suggestion.key).act()
        else:
            self._show_member(suggestion.key)

    def _show_member(self, key: str) -> None:
        session = self._desk.session
        session.select(added(session.selection, key))
        if _RESULTS_PAGE in self._pages:
            self._window.show_page(_RESULTS_PAGE)

    def _ask_view_name(self) -> None:
        dialog = NameDialog(self._desk, self._window, "command.save_view_name", "command.save_view_about")
        dialog.named.connect(lambda name: self._save_view(dialog, name))
        dialog.open()

    def _save_view(self, dialog: NameDialog, name: str) -> None:
        page = self._window.stack.current
        selection, state = self._desk.session.selection, self._window.stack.saved_state(page)
        try:
            self._desk.saved_views.save(name, page=page, selection=selection, state=state)
        except EngineError as error:
            dialog.refuse(error)
            return
        dialog.accept()
        self._desk.notices.post(Level.SUCCESS, "command.view_saved", name=name)
