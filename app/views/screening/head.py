"""The head of the page: what can come in, what can go out, and who works here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import button, draw_beside_text, label

_OF_RUN, _OF_DESK = ("csv", "xlsx"), ("outcomes", "log")


class ScreeningHead(QWidget):
    """Buttons only; the page decides what they do."""

    open_asked = Signal()
    form_asked = Signal()
    rates_asked = Signal()
    sign_in_asked = Signal()
    pin_asked = Signal()
    officers_asked = Signal()
    export_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        texts = desk.texts
        title, self.note = label("title"), label("caption", "screeningNote")
        self.open, self.form, self.rates = (
            button("primary", "openFile"),
            button("", "openForm"),
            button("", "openRates"),
        )
        self.export, self.officer = button("", "exportList"), button("", "officer")
        for setter, code in (
            (title.setText, "title"),
            (self.note.setText, "note_screening"),
            (self.open.setText, "open_file"),
            (self.form.setText, "form"),
            (self.rates.setText, "rates"),
            (self.export.setText, "export"),
            (self.officer.setToolTip, "sign_in"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        self.exports = self._export_menu()
        self._own = self._own_menu()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.tokens.space(2))
        row.addWidget(title)
        row.addWidget(self.note)
        row.addStretch(1)
        for each in (self.officer, self.rates, self.export, self.form, self.open):
            row.addWidget(each)
        self.open.clicked.connect(self.open_asked)
        self.form.clicked.connect(self.form_asked)
        self.rates.clicked.connect(self.rates_asked)
        self.officer.clicked.connect(self.sign_in_asked)
        desk.theme.changed.connect(self._draw_icons)
        texts.language_changed.connect(self._say_officer)
        self._name = ""
        self._say_officer()
        self._draw_icons()
        self.show_possible(has_session=False, has_run=False)

    def show_officer(self, name: str) -> None:
        """Who is signed in; "" for nobody."""
        self._name = name
        if name:
            self.officer.setMenu(self._own)
        self._say_officer()

    def show_possible(self, *, has_session: bool, has_run: bool) -> None:
        """Enable what can be done now."""
        for each in (self.open, self.form, self.export):
            each.setEnabled(has_session)
        for kind in _OF_RUN:
            self.exports[kind].setEnabled(has_run)

    def _export_menu(self) -> dict[str, QAction]:
        """The queue that is shown, and what the whole desk knows."""
        menu, made = QMenu(self.export), dict[str, QAction]()
        for kind in (*_OF_RUN, *_OF_DESK):
            if kind == _OF_DESK[0]:
                menu.addSeparator()
            action = made[kind] = menu.addAction("")
            action.setObjectName(kind)
            self._desk.texts.bind(action.setText, f"screening_desk.export_{kind}")
            action.triggered.connect(lambda _checked=False, kind=kind: self.export_asked.emit(kind))
        self.export.setMenu(menu)
        return made

    def _own_menu(self) -> QMenu:
        """What somebody who is signed in can do about officers."""
        menu = QMenu(self.officer)
        for name, asked in (
            ("switch_officer", self.sign_in_asked),
            ("change_pin", self.pin_asked),
            ("show_officers", self.officers_asked),
        ):
            action = menu.addAction("")
            action.setObjectName(name)
            self._desk.texts.bind(action.setText, f"screening_desk.{name}")
            action.triggered.connect(asked)
        return menu

    def _say_officer(self) -> None:
        self.officer.setText(self._name or self._desk.texts.say("screening_desk.sign_in"))

    def _draw_icons(self) -> None:
        icons = self._desk.icons
        draw_beside_text(self.open, icons, "folder-open", "on_accent")
        draw_beside_text(self.form, icons, "pencil")
        draw_beside_text(self.rates, icons, "coins")
        draw_beside_text(self.export, icons, "download")
        draw_beside_text(self.officer, icons, "lock")
