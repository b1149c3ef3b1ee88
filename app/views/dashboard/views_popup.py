"""Saved views: open one, rename it, remove it with a way back, save what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Action, Level
from app.engine.errors import EngineError, UsageError
from app.widgets.parts import button, label

if TYPE_CHECKING:
    from app.engine.store.saved_views import SavedView

_SIZE = (380, 400)
_PAGE = "dashboard"


class ViewsPopup(QFrame):
    """Lists the dashboard's views; Enter in the line below saves under that name."""

    opened = Signal(object)  # SavedView
    save_requested = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.name = QLineEdit()
        desk.texts.bind(self.name.setPlaceholderText, "dashboard.view_name")
        desk.texts.bind(self.name.setAccessibleName, "dashboard.view_name")
        self.save = button("primary", "saveView")
        desk.texts.bind(self.save.setText, "dashboard.save_view")
        self.save.setEnabled(False)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.name.returnPressed.connect(self.save.click)
        self.save.clicked.connect(lambda: self.save_requested.emit(self.name.text()))
        self._rows = QVBoxLayout()
        self._build()
        desk.saved_views.changed.connect(self.show_views)
        self.show_views()

    def open_below(self, widget: QWidget) -> None:
        """Show under a button, aligned with its right edge."""
        self.resize(*_SIZE)
        self.move(widget.mapToGlobal(QPoint(widget.width() - _SIZE[0], widget.height() + 2)))
        self.show()
        self.name.setFocus()

    def show_views(self) -> None:
        """List the views as they are kept now."""
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        views = [view for view in self._desk.saved_views.all() if view.page == _PAGE]
        for view in views:
            self._rows.addWidget(self._row(view))
        if not views:
            nothing = label("muted", wraps=True)
            nothing.setText(self._desk.texts.say("dashboard.no_views"))
            self._rows.addWidget(nothing)
        self._rows.addStretch(1)

    def _row(self, view: SavedView) -> QWidget:
        row = QWidget()
        opener = button("link", f"open-{view.id}")
        opener.setText(view.name.replace("&", "&&"))
        opener.setToolTip(view.saved_at.astimezone().strftime("%Y-%m-%d %H:%M"))
        opener.clicked.connect(lambda: self._open(view))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(opener)
        line.addStretch(1)
        line.addWidget(self._icon("pencil", "dashboard.rename_view", view, lambda: self._begin_rename(row, view)))
        line.addWidget(self._icon("trash-2", "dashboard.delete_view", view, lambda: self._delete(view)))
        return row

    def _icon(self, icon: str, code: str, view: SavedView, act: Callable[[], object]) -> QPushButton:
        made = button("icon", f"{icon}-{view.id}")
        made.setIcon(self._desk.icons.icon(icon, "muted"))
        said = self._desk.texts.say(code, name=view.name)
        made.setToolTip(said)
        made.setAccessibleName(said)
        made.clicked.connect(act)
        return made

    def _open(self, view: SavedView) -> None:
        self.close()
        self.opened.emit(view)

    def _begin_rename(self, row: QWidget, view: SavedView) -> None:
        entry = QLineEdit(view.name)
        entry.setObjectName(f"rename-{view.id}")
        self._rows.replaceWidget(row, entry)
        row.setParent(None)
        row.deleteLater()
        entry.returnPressed.connect(lambda: self._rename(view, entry.text()))
        entry.selectAll()
        entry.setFocus()

    def _rename(self, view: SavedView, name: str) -> None:
        try:
            self._desk.saved_views.rename(view, name)
        except EngineError as error:
            self._desk.notices.post_error(error)

    def _delete(self, view: SavedView) -> None:
        views, notices = self._desk.saved_views, self._desk.notices

        def undo() -> None:
            try:
                views.undelete(view)
            except UsageError as error:
                notices.post_error(error)

        views.delete(view)
        notices.offer(Level.INFO, Action("dashboard.undo", undo), "dashboard.view_deleted", name=view.name)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        heading = label("heading")
        self._desk.texts.bind(heading.setText, "dashboard.views")
        content = QWidget()
        content.setLayout(self._rows)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(content)
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(2))
        column.addWidget(heading)
        column.addWidget(area, 1)
        column.addLayout(line)
