"""A desk as the composition root makes it, over any store."""

from __future__ import annotations

from pathlib import Path

from app.bridge.desk import Desk
from app.bridge.icons import Icons
from app.bridge.notices import Notices
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language


def make_desk(store: Path) -> Desk:
    """All collaborators, in Chinese and light."""
    theme = Theme(ThemeMode.LIGHT)
    return Desk(Session(store), TaskRunner(), Texts(Language.ZH), theme, Icons(theme), Notices())
