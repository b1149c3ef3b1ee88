"""Where pictures come from: files, a folder, the clipboard, the camera, or dropped anywhere on the host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.photo_items import PhotoItem, items_of, items_of_paths
from app.widgets.drop_target import DropTarget
from app.widgets.parts import button

Chooser = Callable[[QWidget, str], Sequence[Path]]  # parent and pattern → what was chosen
_PATTERN = "*.jpg *.jpeg *.jpe *.jfif *.png *.webp *.bmp *.dib *.tif *.tiff *.heic *.heif"


def choose_pictures(parent: QWidget, words: str) -> Sequence[Path]:
    """Files that the user names."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, "", "", f"{words} ({_PATTERN});;* (*)")
    return [Path(each) for each in chosen]


def picture_dialog(parent: QWidget, words: str) -> QFileDialog:
    """Asks for one file, beginning with the user's pictures; for whoever may have to close it again."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    dialog = QFileDialog(parent, "", pictures, f"{words} ({_PATTERN})")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def choose_folder(parent: QWidget, words: str) -> Sequence[Path]:
    """One folder."""
    chosen = QFileDialog.getExistingDirectory(parent, words)
    return [Path(chosen)] if chosen else []


class PhotoSources(QWidget):
    """A row of buttons; Ctrl+V pastes wherever the focus is on the host."""

    given = Signal(object)  # list[PhotoItem]
    camera_toggled = Signal(bool)

    def __init__(self, desk: Desk, host: QWidget, *, with_camera: bool = True) -> None:
        super().__init__()
        self._desk, self._host = desk, host
        self.choose_files: Chooser = choose_pictures
        self.choose_folder: Chooser = choose_folder
        self.browse, self.folder = button("primary", "browsePhotos"), button("", "browseFolder")
        self.paste, self.camera = button("", "pastePhoto"), button("", "toggleCamera")
        self.camera.setCheckable(True)
        self._build()
        self.camera.setVisible(with_camera)
        self._drop = DropTarget(desk.texts, host, "recognise.drop_here", accepts=_has_photo, receive=self._give)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), host).activated.connect(self._on_paste)

    def show_camera(self, *, is_on: bool) -> None:
        """Whether the camera runs, without telling."""
        self.camera.setChecked(is_on)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        pressed: dict[QPushButton, Callable[[], None]] = {
            self.browse: self._on_browse,
            self.folder: self._on_folder,
            self.paste: self._on_paste,
        }
        names = ("browse", "folder", "paste", "camera")
        for made, name in zip((*pressed, self.camera), names, strict=True):
            texts.bind(made.setText, f"recognise.{name}")
            texts.bind(made.setToolTip, f"recognise.{name}_tip")
            row.addWidget(made)
        for made, act in pressed.items():
            made.clicked.connect(act)
        self.camera.clicked.connect(self.camera_toggled)

    def _on_browse(self) -> None:
        self._emit(items_of_paths(self.choose_files(self._host, self._desk.texts.say("recognise.pictures"))))

    def _on_folder(self) -> None:
        self._emit(items_of_paths(self.choose_folder(self._host, self._desk.texts.say("recognise.folder"))))

    def _on_paste(self) -> None:
        if not self._host.isVisible():
            return
        mime = QGuiApplication.clipboard().mimeData()
        if not self._give(mime):
            self._desk.notices.post(Level.INFO, "recognise.nothing_to_paste")

    def _give(self, mime: QMimeData) -> bool:
        return self._emit(items_of(mime, self._desk.texts.say("recognise.pasted")))

    def _emit(self, items: list[PhotoItem]) -> bool:
        if items:
            self.given.emit(items)
        return bool(items)


def _has_photo(mime: QMimeData) -> bool:
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())
