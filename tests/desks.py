"""A desk as the composition root makes it, over any store."""

from __future__ import annotations

import weakref
from pathlib import Path

import shiboken6

from app.bridge.desk import Desk
from app.bridge.icons import Icons
from app.bridge.navigation import Navigation
from app.bridge.notices import Notices
from app.bridge.saved_views import SavedViews
from app.bridge.session import Session
from app.bridge.settings_book import SettingsBook
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.bridge.watches import Watches
from app.engine.messages import Language
from app.engine.settings import Settings

_runners: weakref.WeakSet[TaskRunner] = weakref.WeakSet()


def new_runner() -> TaskRunner:
    """A runner that `close_runners` waits for: one that goes while a worker still tells it something ends all."""
    made = TaskRunner()
    _runners.add(made)
    return made


def close_runners() -> None:
    """Cancel what still runs, and wait for the workers."""
    for runner in list(_runners):
        if shiboken6.isValid(runner):
            runner.close()
    _runners.clear()


def make_desk(store: Path, home: Path) -> Desk:
    """All collaborators, in Chinese and light; settings are kept in `home`."""
    theme, runner, notices = Theme(ThemeMode.LIGHT), new_runner(), Notices()
    session, navigation = Session(store), Navigation()
    return Desk(
        session=session,
        runner=runner,
        texts=Texts(Language.ZH),
        theme=theme,
        icons=Icons(theme),
        notices=notices,
        settings=SettingsBook(home, Settings(), runner, notices),
        saved_views=SavedViews(home),
        navigation=navigation,
        watches=Watches(home, session, runner, notices, navigation),
    )
