"""What the window consists of, made of each other; only the composition root makes it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from app.engine import paths
from app.engine.errors import EngineError
from app.pages import PAGES, WELCOME, first_page, has_charts

if TYPE_CHECKING:
    from pathlib import Path

    from app.bridge.desk import Desk
    from app.bridge.start_options import StartOptions
    from app.bridge.tasks import TaskRunner
    from app.bridge.texts import Texts
    from app.bridge.theme import Theme
    from app.engine.settings import Settings
    from app.engine.store.selection import Selection
    from app.widgets.main_window import MainWindow


def make_desk(options: StartOptions, settings: Settings, theme: Theme, texts: Texts, runner: TaskRunner) -> Desk:
    """All collaborators; StoreError for a store whose index cannot be read."""
    from app.bridge.desk import Desk
    from app.bridge.icons import Icons
    from app.bridge.navigation import Navigation
    from app.bridge.notices import Notices
    from app.bridge.saved_views import SavedViews
    from app.bridge.session import Session
    from app.bridge.settings_book import SettingsBook
    from app.bridge.watches import Watches

    notices, navigation = Notices(), Navigation()
    session = Session(options.store, remembered_selection(settings))
    return Desk(
        session=session,
        runner=runner,
        texts=texts,
        theme=theme,
        icons=Icons(theme),
        notices=notices,
        settings=SettingsBook(paths.user_data(), settings, runner, notices),
        saved_views=SavedViews(paths.user_data()),
        navigation=navigation,
        watches=Watches(paths.user_data(), session, runner, notices, navigation),
    )


def ask_ahead(desk: Desk, page: str) -> None:
    """Import the database, open the store and ask what the first page will ask, all on a worker while it is made.

    Where the dashboard has a picture of the last run, the store waits until that is drawn. What fails here fails again
    in the first page's own question, which tells it.
    """
    from app.bridge.dashboard_asker import ask_early
    from app.bridge.dashboard_kept import has_picture, picture_key
    from app.bridge.tasks import Lane, Task

    if not desk.session.has_data:
        return
    if page == "dashboard":
        key = picture_key(desk.session.manifest, desk.session.selection, desk.texts.language)
        if not has_picture(desk.settings.folder, key):
            ask_early(desk.session, desk.runner)
    else:
        desk.runner.start(Task(desk.session.question(lambda _store: None)), Lane.QUESTIONS)


def make_window(desk: Desk) -> MainWindow:
    """The window at its former place, with failures of all kinds ending in it."""
    from app.bridge.failures import Failures
    from app.widgets.dressing import dress_window
    from app.widgets.error_dialog import FailureDesk
    from app.widgets.main_window import MainWindow

    window = MainWindow(desk, PAGES, hidden=[WELCOME])
    dress_window(window, desk.theme.tokens)
    failures = Failures(desk.notices)
    failures.setParent(window)
    failures.reported.connect(FailureDesk(desk, window).show_report)
    failures.install()
    window.prepare_for_charts()
    window.restore()
    return window


def shows_charts(store: Path, settings: Settings) -> bool:
    """Whether the first page does; what cannot be read of the store is told by whoever opens it."""
    from app.engine.store.manifest import read_manifest

    with contextlib.suppress(EngineError):
        return has_charts(first_page(settings, has_data=bool(read_manifest(store).segments)))
    return False


def remembered_selection(settings: Settings) -> Selection | None:
    """The selection of the last run; None where another version wrote what this one does not understand."""
    from app.engine.store.selection_codec import read_selection

    with contextlib.suppress(EngineError):
        return read_selection(settings.selection)
    return None
