"""What can be done from anywhere in the window, by key or from the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.bridge.choices import choose_language, choose_theme
from app.bridge.desk import Desk
from app.bridge.search_suggestions import Kind, Suggestion
from app.bridge.theme import ThemeMode
from app.engine.messages import Language, catalogue
from app.widgets.page_entry import PageEntry

_LANGUAGES = {Language.ZH: "command.language_zh", Language.EN: "command.language_en"}
_THEMES = {
    ThemeMode.LIGHT: ("sun", "command.theme_light"),
    ThemeMode.DARK: ("moon", "command.theme_dark"),
    ThemeMode.SYSTEM: ("monitor", "command.theme_system"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """`title_code` names it for the palette and the sheet of keys; `shortcut` is empty where it has no key."""

    title_code: str
    icon: str
    act: Callable[[], object]
    shortcut: str = ""


def desk_commands(desk: Desk, *, has_import: bool) -> list[Command]:
    """Those that need no window; importing only where a page takes files."""
    session = desk.session
    commands = [
        Command("command.back", "undo-2", session.back, "Alt+Left"),
        Command("command.forward", "redo-2", session.forward, "Alt+Right"),
        Command("screen.command", "presentation", desk.navigation.show_screen, "F11"),
        Command("kiosk.command", "camera", desk.navigation.show_kiosk, "Shift+F11"),
    ]
    if has_import:
        commands.append(Command("command.import", "upload", partial(desk.navigation.offer_files, []), "Ctrl+O"))
    for language, code in _LANGUAGES.items():
        commands.append(Command(code, "languages", partial(choose_language, desk, language)))
    for mode, (icon, code) in _THEMES.items():
        commands.append(Command(code, icon, partial(choose_theme, desk, mode)))
    return commands


def command_suggestion(command: Command, desk: Desk) -> Suggestion:
    """The command as a line of the palette, found in either language."""
    return _suggestion(Kind.COMMAND, command.title_code, command, desk)


def page_suggestion(page: PageEntry, desk: Desk) -> Suggestion:
    """The page as a line of the palette, found in either language."""
    return _suggestion(Kind.PAGE, page.id, page, desk)


def _suggestion(kind: Kind, key: str, named: Command | PageEntry, desk: Desk) -> Suggestion:
    title = desk.texts.say(named.title_code)
    names = tuple(catalogue()[named.title_code].values())
    return Suggestion(kind, key, title, named.icon, shortcut=named.shortcut, also=names)
