"""Composition root of the window; the only place that makes collaborators and names the pages.

Start-up order:
1. settings are read and the application gets its fonts and colours;
2. the collaborators (`Desk`) are made; the store's index is read, the database is not imported yet;
3. the window is shown; each page is imported and made when it is first shown;
4. at the end the window's place, page and selection are kept, tasks are stopped and the store is closed.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace

from PySide6.QtCore import QByteArray, QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.bridge.desk import Desk
from app.bridge.fonts import provide_fonts
from app.bridge.icons import Icons
from app.bridge.navigation import Navigation
from app.bridge.notices import Notices
from app.bridge.session import Session
from app.bridge.settings_book import SettingsBook
from app.bridge.start_options import StartOptions
from app.bridge.stylesheet import body_font, palette, style_sheet
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine import paths
from app.engine.errors import EngineError
from app.engine.settings import Settings, WindowSettings, read_settings
from app.engine.store.selection import Selection
from app.engine.store.selection_codec import read_selection, selection_document
from app.widgets.main_window import MainWindow
from app.widgets.pages import PageEntry


def run(options: StartOptions) -> int:
    """Show the window until it is closed; returns the exit status."""
    application = make_application()
    stored = read_settings(paths.user_data())
    desk = make_desk(options, stored.settings)
    dress(application, desk.theme)
    window = MainWindow(desk, PAGES, hidden=[WELCOME])
    restore(window, desk)
    window.show()
    if stored.problem is not None:
        desk.notices.post_error(stored.problem)
    status = application.exec()
    close(window, desk)
    return status


def _welcome(desk: Desk) -> QWidget:
    from app.views.welcome import WelcomePage

    return WelcomePage(desk)


WELCOME = PageEntry("welcome", "house", "page.welcome", _welcome, "")
PAGES: tuple[PageEntry, ...] = ()


def make_application() -> QApplication:
    """The application with the base style on which the style sheet builds."""
    # The browser engine is imported after the window is there, which needs this to be set before
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QCoreApplication.setApplicationName("Tradescope")
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    provide_fonts()
    return application


def make_desk(options: StartOptions, settings: Settings) -> Desk:
    """All collaborators; what the command line states goes before what the settings remember."""
    theme, runner, notices = Theme(ThemeMode(settings.theme)), TaskRunner(), Notices()
    return Desk(
        session=Session(options.store, remembered_selection(settings)),
        runner=runner,
        texts=Texts(options.language or settings.language),
        theme=theme,
        icons=Icons(theme),
        notices=notices,
        settings=SettingsBook(paths.user_data(), settings, runner, notices),
        navigation=Navigation(),
    )


def dress(application: QApplication, theme: Theme) -> None:
    """Give all widgets the theme's look, now and whenever it changes."""

    def put_on() -> None:
        application.setFont(body_font(theme.tokens))
        application.setPalette(palette(theme.tokens))
        application.setStyleSheet(style_sheet(theme.tokens, drawings=paths.user_data() / "cache" / "drawings"))

    theme.changed.connect(put_on)
    put_on()


def remembered_selection(settings: Settings) -> Selection:
    """The selection of the last run; everything where another version wrote what this one does not understand."""
    with contextlib.suppress(EngineError):
        return read_selection(settings.selection)
    return Selection()


def restore(window: MainWindow, desk: Desk) -> None:
    """Put the window where it was and show its page; without data, the page of the first start."""
    settings = desk.settings.settings
    if settings.window.geometry:
        window.restoreGeometry(QByteArray.fromBase64(settings.window.geometry.encode()))
    known = [entry.id for entry in PAGES]
    first = settings.page if settings.page in known else next(iter(known), WELCOME.id)
    window.show_page(first if desk.session.has_data else WELCOME.id)


def close(window: MainWindow, desk: Desk) -> None:
    """Keep what the next start restores, stop all work and let go of the store."""
    geometry = bytes(window.saveGeometry().toBase64().data()).decode()
    page = window.stack.current
    settings = desk.settings.settings
    desk.settings.put(
        replace(
            settings,
            page=settings.page if page == WELCOME.id else page,
            selection=selection_document(desk.session.selection),
            window=WindowSettings(geometry),
        )
    )
    desk.runner.close()
    desk.settings.close()
    desk.session.close()
