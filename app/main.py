"""Composition root of the window: how it starts, step by step.

Start-up order:
1. the splash is shown, which is a picture and needs nothing but Qt;
2. once that is painted, memory is told not to lie in pools of threads, and settings are read; where the first page has
   charts, the browser engine is started, whose processes load the chart page while all that follows is done;
3. what window and first page consist of is imported module by module, between which the event loop gives the chart
   page its files;
4. fonts and texts are read and the collaborators (`Desk`) are made; of the store only the index is read, the database
   is imported and opened on a worker thread once the window is painted;
   the window is shown, and when it is painted its first page is made;
   where the program was started with big screen or kiosk, that is shown instead, and the window when it is left;
5. once the first page has been there a while, the browser engine starts where that has no charts; what all other pages
   need of the engine is imported on a worker thread, and then their own modules one by one, so that none of them keeps
   the event loop at its first visit;
6. at the end the window's place, page and selection are kept, tasks are stopped and the store is closed.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.application import dress, keep_toolkit_settings, make_application
from app.bridge.start_options import Display
from app.collaborators import ask_ahead, make_desk, make_window, shows_charts
from app.engine import paths
from app.engine.errors import EngineError
from app.pages import WELCOME, engine_modules, first_page, prepare_charts, view_modules
from app.widgets.splash import Splash

if TYPE_CHECKING:
    from app.bridge.desk import Desk
    from app.bridge.interrupts import Interrupts
    from app.bridge.start_options import StartOptions
    from app.bridge.tasks import TaskRunner
    from app.bridge.texts import Texts
    from app.bridge.theme import Theme
    from app.engine.settings import Settings
    from app.widgets.main_window import MainWindow
    from app.widgets.standing import Standing
    from app.widgets.start_failure import StartFailure

_LOG = logging.getLogger(__name__)
_EXIT_FAILED = 1
_WARM_UP_AFTER_MS = 1_500
_SWITCH_INTERVAL_S = 0.001
_PAUSE_MS = 30
_MODULES = (
    "app.bridge.stylesheet",
    "app.widgets.dressing",
    "app.widgets.error_dialog",
    "app.widgets.main_window",
    "app.views.screen.standing",
    "app.views.kiosk.standing",
)


def run(options: StartOptions) -> int:
    """Show the window until it is closed; returns the exit status."""
    # The event loop waits at most so long for a worker that runs Python
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    application = make_application()
    start = Start(options, application)
    start.begin()
    status = application.exec()
    start.end()
    return status


class Start(QObject):
    """From the splash to the first page, each step in its own turn of the event loop, so that each is painted."""

    def __init__(self, options: StartOptions, application: QApplication) -> None:
        super().__init__()
        self._options, self._application = options, application
        self._splash = Splash(paths.resources() / "theme" / "splash.png")
        self._problem: EngineError | None = None
        self._interrupts: Interrupts | None = None
        self._runner: TaskRunner | None = None
        self._desk: Desk | None = None
        self._window: MainWindow | None = None
        self._failure: StartFailure | None = None
        self._displays: tuple[Standing, ...] = ()

    def begin(self) -> None:
        """Show the splash; the rest follows once it is painted."""
        self._splash.painted.connect(self._on_splash_painted, Qt.ConnectionType.SingleShotConnection)
        self._splash.show()

    def _on_splash_painted(self) -> None:
        _LOG.info("start: splash painted")
        QTimer.singleShot(0, self, self._begin_work)

    def _begin_work(self) -> None:
        from app.bridge.allocator import settle_allocator
        from app.bridge.imports_ahead import ImportsAhead
        from app.bridge.interrupts import Interrupts
        from app.bridge.log import start_log
        from app.bridge.tasks import TaskRunner
        from app.engine.settings import read_settings

        settle_allocator()
        start_log(paths.user_data())
        keep_toolkit_settings(paths.user_data())
        self._interrupts = Interrupts()
        self._interrupts.install()
        self._runner = TaskRunner()
        stored = read_settings(paths.user_data())
        self._problem = stored.problem
        modules = list(_MODULES)
        if not self._options.display and shows_charts(self._options.store, stored.settings):
            _warm_up()
            modules += view_modules(first_page(stored.settings, has_data=True))
        # In turns, for the browser engine that was just started needs this thread to give the chart page its files
        importing = ImportsAhead(modules, self)
        importing.ended.connect(lambda: self._dress(stored.settings))
        importing.start()

    def _dress(self, settings: Settings) -> None:
        if self._runner is None:
            return
        from app.bridge.fonts import provide_fonts
        from app.bridge.texts import Texts
        from app.bridge.theme import Theme, ThemeMode
        from app.bridge.toolkit_words import ToolkitWords
        from app.engine.messages import Language

        provide_fonts()
        theme = Theme(ThemeMode(settings.theme))
        texts = Texts(Language(self._options.language or settings.language))
        self._splash.say(texts.say("window.starting"))
        dress(self._application, theme, texts)
        ToolkitWords(texts, self._application)
        try:
            self._desk = make_desk(self._options, settings, theme, texts, self._runner)
        except EngineError as error:
            self._give_up(error, theme, texts)
            return
        QTimer.singleShot(0, self, self._open_window)

    def _open_window(self) -> None:
        from app.views.kiosk.standing import standing_kiosk
        from app.views.screen.standing import standing_screen

        if self._desk is None:
            return
        self._window = make_window(self._desk)
        self._window.painted.connect(self._on_window_painted)
        self._desk.session.data_changed.connect(self._leave_welcome)
        screen = standing_screen(self._desk, self._window, prepare_charts)
        kiosk = standing_kiosk(self._desk, self._window, prepare_charts)
        self._displays = (screen, kiosk)
        if self._options.display is not None:
            (screen if self._options.display is Display.SCREEN else kiosk).show()
        else:
            self._window.show()
            # The splash had the focus, which not every window manager hands on
            self._window.activateWindow()
        self._splash.close()

    def _on_window_painted(self) -> None:
        _LOG.info("start: window painted")
        QTimer.singleShot(0, self, self._show_first_page)

    def _show_first_page(self) -> None:
        if self._desk is None or self._window is None:
            return
        from app.bridge.collection import Collection

        Collection(self._window)
        ask_ahead(self._desk, first_page(self._desk.settings.settings, has_data=self._desk.session.has_data))
        self._make_first_page()

    def _make_first_page(self) -> None:
        if self._desk is None or self._window is None:
            return
        self._show_first()
        # Qt would mark the first button of the rail, as if that were the page
        self._window.stack.setFocus()
        _LOG.info("start: first page made")
        if self._problem is not None:
            self._desk.notices.post_error(self._problem)
        QTimer.singleShot(_WARM_UP_AFTER_MS, self, self._prepare_other_pages)

    def _prepare_other_pages(self) -> None:
        from app.bridge.imports_ahead import ImportsAhead, import_call
        from app.bridge.tasks import Lane, Task

        _warm_up()
        if self._desk is not None:
            views = ImportsAhead(view_modules(), self, pause_ms=_PAUSE_MS)
            engine = Task(import_call(engine_modules()))
            engine.ended.connect(views.start)
            # Not behind the window: who waits for the interpreter would wait for a core as well
            self._desk.runner.start(engine, Lane.QUESTIONS)

    def _show_first(self) -> None:
        if self._desk is not None and self._window is not None:
            self._window.show_page(first_page(self._desk.settings.settings, has_data=self._desk.session.has_data))

    def _leave_welcome(self) -> None:
        if self._window is not None and self._window.stack.current == WELCOME.id:
            self._show_first()

    def _give_up(self, error: EngineError, theme: Theme, texts: Texts) -> None:
        from app.widgets.start_failure import StartFailure

        _LOG.error("cannot start: %s", error.code)
        self._failure = StartFailure(theme, texts, error)
        self._failure.finished.connect(lambda: self._application.exit(_EXIT_FAILED))
        self._failure.open()
        self._failure.activateWindow()
        self._splash.close()

    def end(self) -> None:
        """Keep what the next start restores, stop all work and let go of the store."""
        if self._desk is None or self._window is None:
            return
        self._window.remember()
        self._window.hide()
        for display in self._displays:
            display.hide()
        self._desk.runner.close()
        self._desk.settings.close()
        self._desk.session.close()


def _warm_up() -> None:
    if prepare_charts.cache_info().currsize:
        return
    prepare_charts()
    from app.widgets.chart_area import warm_up

    warm_up()
