"""The application before its window: attributes that must be set first, and the theme's look on all widgets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.bridge.graphics import choose_renderer
from app.engine import paths

if TYPE_CHECKING:
    from pathlib import Path

    from app.bridge.texts import Texts
    from app.bridge.theme import Theme


def make_application() -> QApplication:
    """The application, not yet dressed."""
    choose_renderer()
    # The browser engine is imported after the window is there, which needs this to be set before
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    # Nothing is written outside the user's folder of this program
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DisableShaderDiskCache)
    QCoreApplication.setApplicationName("Tradescope")
    application = QApplication(sys.argv[:1])
    # A picture, for the drawing itself would bring Qt's SVG library before the splash
    application.setWindowIcon(QIcon(str(paths.resources() / "theme" / "icon.png")))
    return application


def keep_toolkit_settings(home: Path) -> None:
    """What Qt's own dialogs remember lies with all else that the user has; Windows keeps it in the registry."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "toolkit"))


def dress(application: QApplication, theme: Theme, texts: Texts) -> None:
    """Give the application the theme's palette and font, and its windows their look, whenever either changes."""
    from app.bridge.stylesheet import body_font, palette
    from app.widgets.dressing import dress_window, undress_windows

    def put_on() -> None:
        # Where one sheet replaces another, Qt polishes each widget once for every widget above it
        windows = undress_windows(application)
        application.setFont(body_font(theme.tokens, texts.language))
        application.setPalette(palette(theme.tokens))
        for window in windows:
            dress_window(window, theme.tokens)

    # The base style on which the style sheets build
    application.setStyle("Fusion")
    theme.changed.connect(put_on)
    texts.language_changed.connect(put_on)
    put_on()
