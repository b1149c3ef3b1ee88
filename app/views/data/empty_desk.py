"""Where files can be dropped, and what is read: the page before there are data, the import before there are files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.views.data.layouts import column, row
from app.widgets.parts import button, frame, label

_ICON, _WIDTH = 48, 620


class EmptyDesk(QWidget):
    """Offers the ways to begin; dropping is taken by the page."""

    files_asked = Signal()
    folder_asked = Signal()
    demo_asked = Signal()

    def __init__(self, desk: Desk, *, offers_demo: bool) -> None:
        super().__init__()
        self._desk = desk
        self._icon = label()
        self.demo = button("link", "makeDemo")
        self._build()
        self.demo.setVisible(offers_demo)
        desk.theme.changed.connect(self._draw)
        self._draw()

    def _build(self) -> None:
        theme = self._desk.theme
        box = frame("drop", "dropHere")
        box.setFixedWidth(_WIDTH)
        inner: QVBoxLayout = column(theme, box, margin=6, gap=4)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._icon)
        for role, code in (("title", "data.empty_title"), ("muted", "data.empty_about")):
            words = label(role, wraps=True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._desk.texts.bind(words.setText, code)
            inner.addWidget(words)
        line = row(theme)
        line.addStretch(1)
        files, folder = button("primary", "emptyChooseFiles"), button("", "emptyChooseFolder")
        for choose, code in ((files, "data.choose_files"), (folder, "data.choose_folder")):
            self._desk.texts.bind(choose.setText, code)
            line.addWidget(choose)
        line.addStretch(1)
        inner.addLayout(line)
        self._desk.texts.bind(self.demo.setText, "data.empty_demo")
        inner.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignHCenter)
        whole = column(theme, self)
        whole.addStretch(1)
        centred = row(theme)
        centred.addStretch(1)
        centred.addWidget(box)
        centred.addStretch(1)
        whole.addLayout(centred)
        whole.addStretch(2)
        files.clicked.connect(self.files_asked)
        folder.clicked.connect(self.folder_asked)
        self.demo.clicked.connect(self.demo_asked)

    def _draw(self) -> None:
        self._icon.setPixmap(self._desk.icons.pixmap("upload", _ICON, "accent"))
