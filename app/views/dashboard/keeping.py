"""Shows the last run's picture at once, and keeps the one that is shown now for the next run."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge.dashboard_board import DashboardBoard
from app.bridge.dashboard_kept import KeptPicture, picture_key, read_picture, write_picture
from app.bridge.dashboard_state import DashboardState
from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.bridge.tasks import Lane
from app.engine.jobs import CancelToken, Progress
from app.views.dashboard.layouts import SINGLE
from app.views.dashboard.panel import ChartPanel
from app.widgets.key_figures import KeyFigures

_ASK_AFTER_MS = 3_000
_KEEP_AFTER_MS = 1_500


class Keeping(QObject):
    """`ended` when the store has to be asked: the old picture is drawn, takes too long, or is no longer wanted."""

    ended = Signal()

    def __init__(
        self, desk: Desk, board: DashboardBoard, panel: ChartPanel, figures: KeyFigures, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._board, self._panel, self._figures = desk, board, panel, figures
        self._was_tried = False
        self._is_showing = False
        self._writing = Latest(desk.runner, self, lane=Lane.FILES)
        self._patience = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._patience.timeout.connect(self._end)
        self._pause = QTimer(self, singleShot=True, interval=_KEEP_AFTER_MS)
        self._pause.timeout.connect(self._keep)
        board.answered.connect(self._pause.start)
        panel.drawn.connect(self._end)
        desk.session.selection_changed.connect(self._end)
        desk.session.data_changed.connect(self._end)

    def show(self) -> bool:
        """True if a picture is shown, after which `ended` tells when to ask; only before the first answer of a run."""
        picture = None if self._was_tried or self._desk.session.is_open else self._read()
        self._was_tried = True
        if picture is None:
            return self._is_showing
        self._is_showing = True
        self._figures.show_figures(picture.figures)
        self._panel.show_charts(SINGLE, picture.charts)
        self._patience.start()
        return True

    def _read(self) -> KeptPicture | None:
        return read_picture(self._desk.settings.folder, self._key())

    def _end(self) -> None:
        if self._is_showing:
            self._is_showing = False
            self._patience.stop()
            self.ended.emit()

    def _keep(self) -> None:
        contents, state = self._board.contents, self._board.state
        # The next run begins with the selection of this one, but shows it in the usual way
        if len(contents) != 1 or contents[0].is_empty or state != DashboardState() or self._board.is_busy:
            return
        home, key = self._desk.settings.folder, self._key()
        picture = KeptPicture(dict(self._panel.charts), self._figures.figures)

        def call(_progress: Progress, _token: CancelToken) -> None:
            write_picture(home, key, picture)

        self._writing.ask(call, lambda _none: None, self._desk.notices.post_error)

    def _key(self) -> str:
        session = self._desk.session
        return picture_key(session.manifest, session.selection, self._desk.texts.language)
