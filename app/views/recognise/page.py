"""The page itself: title and tabs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.photo_session import PhotoSession
from app.views.recognise.tabs import BATCH, GOODS, tabs
from app.widgets.commands import Command
from app.widgets.lazy_tabs import LazyTabs
from app.widgets.parts import label


class RecognisePage(QWidget):
    """Each tab is made when it is first shown."""

    def __init__(self, desk: Desk, session: PhotoSession | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self.session = session or PhotoSession(desk.settings.folder)
        # What has no parent could be destroyed by Python's collector on a worker thread
        self.session.setParent(self)
        self.tabs = LazyTabs(desk, tabs(self.session))
        self.tabs.setObjectName("recogniseTabs")
        self._build()
        # The tabs listen once they are made, which asking for their content sees to
        self.session.photo_wanted.connect(lambda _item: self.tabs.show_tab(GOODS))
        self.session.batch_wanted.connect(lambda _items: self.tabs.show_tab(BATCH))
        for tab in (GOODS, BATCH):
            self.tabs.content(tab)

    def page_commands(self) -> list[Command]:
        """Each tab, by its name."""
        return [
            Command(entry.title_code, "scan-barcode", partial(self.tabs.show_tab, entry.id))
            for entry in self.tabs.entries
        ]

    def saved_state(self) -> dict[str, object]:
        """The tab in front."""
        return self.tabs.saved_state()

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Show that again."""
        self.tabs.restore_state(state)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        title = label("title")
        self._desk.texts.bind(title.setText, "page.recognise")
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addWidget(title)
        column.addWidget(self.tabs, 1)
