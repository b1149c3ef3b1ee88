"""The menu of a row: narrow the selection to it, and look at it on another page."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from app.bridge.dashboard_filters import Facet, clicked, with_keys
from app.bridge.desk import Desk

_PAGES = ("dashboard", "explore", "price")


def member_menu(desk: Desk, facet: Facet, key: str, name: str, parent: QWidget) -> QMenu:
    """What can be done with one member."""
    menu, say = QMenu(parent), desk.texts.say
    select = menu.addAction(say("clusters.select_member", name=name.replace("&", "&&")))
    select.setObjectName("select")
    select.triggered.connect(partial(select_member, desk, facet, key))
    menu.addSeparator()
    for page in _PAGES:
        action = menu.addAction(say(f"clusters.show_on_{page}"))
        action.setObjectName(page)
        action.triggered.connect(partial(_show_on, desk, facet, key, page))
    return menu


def select_member(desk: Desk, facet: Facet, key: str, _checked: bool = False) -> None:
    """As a click in a chart: only this member, or all again where it was the only one."""
    desk.session.select(clicked(desk.session.selection, facet, key, is_added=False))


def _show_on(desk: Desk, facet: Facet, key: str, page: str, _checked: bool = False) -> None:
    desk.session.select(with_keys(desk.session.selection, facet, [key]))
    desk.navigation.go(page)
