"""What every screen is given: the collaborators of the whole window."""

from __future__ import annotations

from dataclasses import dataclass

from app.bridge.icons import Icons
from app.bridge.navigation import Navigation
from app.bridge.notices import Notices
from app.bridge.saved_views import SavedViews
from app.bridge.session import Session
from app.bridge.settings_book import SettingsBook
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.bridge.watches import Watches


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once by the composition root and handed to each screen."""

    session: Session
    runner: TaskRunner
    texts: Texts
    theme: Theme
    icons: Icons
    notices: Notices
    settings: SettingsBook
    saved_views: SavedViews
    navigation: Navigation
    watches: Watches
