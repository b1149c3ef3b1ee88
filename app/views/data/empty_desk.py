"""Where files can be dropped, and what is read: the page before there are data, the import before there are files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.invitation import Invitation
from app.widgets.parts import button


class EmptyDesk(QWidget):
    """Offers the ways to begin; dropping is taken by the page."""

    files_asked = Signal()
    folder_asked = Signal()
    demo_asked = Signal()

    def __init__(self, desk: Desk, *, offers_demo: bool) -> None:
        super().__init__()
        invitation = Invitation(desk, "upload", "dropHere", box_role="drop")
        invitation.say("data.empty_title", "data.empty_about")
        files, folder = invitation.add("primary", "emptyChooseFiles"), invitation.add("", "emptyChooseFolder")
        self.demo = button("link", "makeDemo")
        invitation.put_below(self.demo)
        self.demo.setVisible(offers_demo)
        for choose, code, asked in (
            (files, "data.choose_files", self.files_asked),
            (folder, "data.choose_folder", self.folder_asked),
            (self.demo, "data.empty_demo", self.demo_asked),
        ):
            desk.texts.bind(choose.setText, code)
            choose.clicked.connect(asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(invitation)
