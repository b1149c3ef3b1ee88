"""The big screen: scenes that take turns by themselves, for days, over one answer that is kept up to date."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.charts.cards import Layout
from app.bridge.dashboard_basis import basis_words, is_demo
from app.bridge.desk import Desk
from app.bridge.screen_board import ScreenBoard
from app.bridge.screen_charts import SceneCharts, scene_charts
from app.bridge.screen_rotation import Rotation
from app.bridge.screen_scenes import Scene, is_wide, scene_layout, scenes_of
from app.bridge.screen_style import Measures, display_mode, measures_of, screen_style
from app.bridge.screen_tiles import tile_count
from app.bridge.screen_words import selection_line
from app.bridge.stylesheet import window_sheet
from app.bridge.theme import Theme
from app.engine.analysis.story_words import story_title
from app.views.screen.footer import ScreenFooter
from app.views.screen.header import ScreenHeader
from app.widgets.idle_pointer import IdlePointer
from app.widgets.stage import Stage


class BigScreen(QWidget):
    """A window of its own; deletes itself when it is left."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("bigScreen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMouseTracking(True)
        self._desk = desk
        self._theme = Theme(display_mode(desk.settings.settings.theme), self)
        self._charts: SceneCharts = {}
        self._style: tuple[Measures, bool] | None = None
        self.board = ScreenBoard(desk.session, desk.runner, desk.texts, self)
        self.rotation = Rotation(desk.settings.settings.screen.interval_s, self)
        self.header, self.footer, self.stage = ScreenHeader(desk), ScreenFooter(desk), Stage(desk, self._theme)
        self._pointer = IdlePointer(self)
        self._build()
        self._connect()
        self._use_settings()
        self.stage.show_calm(desk.texts.say("screen.loading"))
        self.board.ask()

    def layout_of(self, scene: Scene) -> Layout:
        """Where the charts of a scene stand on a screen of this shape."""
        wide = is_wide(self.width(), self.height())
        return scene_layout(scene, tiles=tile_count(self._charts[scene]), is_wide=wide)

    def _build(self) -> None:
        self._desk.texts.bind(self.setWindowTitle, "screen.command")
        # Passers-by steer by key only: the pointer would leave marks and tips behind on a display that nobody watches
        for part in (self.header, self.footer, self.stage):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self.stage, 1)
        self._column.addWidget(self.footer)

    def _connect(self) -> None:
        self.board.answered.connect(self._on_answered)
        self.board.problem_changed.connect(self.footer.show_problem)
        self.rotation.turned.connect(self._on_turned)
        self.rotation.progressed.connect(self.footer.steps.show_progress)
        self.rotation.paused_changed.connect(self.footer.paused.setVisible)
        self._desk.settings.changed.connect(self._use_settings)
        self._desk.texts.language_changed.connect(self._on_answered)
        self._theme.changed.connect(self._put_on_style)

    def _on_answered(self) -> None:
        content, language = self.board.content, self._desk.texts.language
        self.header.show_title()
        self.header.demo.setVisible(content is not None and is_demo(content))
        if content is None or content.is_empty:
            self._show_nothing("screen.nothing" if content else "screen.empty")
            return
        self.footer.basis.setText(basis_words(content, self._desk.session.manifest, language).basis)
        self._charts = scene_charts(content, language, self.board.story)
        self._show_scenes()

    def _show_nothing(self, code: str) -> None:
        self._charts = {}
        self.header.selection.setText("")
        self.footer.basis.setText("")
        self.stage.show_calm(self._desk.texts.say(code))
        self._show_scenes()

    def _show_scenes(self) -> None:
        content = self.board.content
        hidden, has_story = self._desk.settings.settings.screen.hidden_scenes, self.board.story is not None
        scenes = scenes_of(content, hidden, has_story=has_story) if content else ()
        self.rotation.set_scenes(scenes)
        self._on_turned(self.rotation.scene)

    def _on_turned(self, scene: Scene | None) -> None:
        self.footer.steps.show_scenes(self.rotation.scenes, scene)
        if scene is None or not self._charts:
            return
        self.header.selection.setText(self._about(scene))
        self.stage.show_scene(self.layout_of(scene), self._charts[scene])

    def _about(self, scene: Scene) -> str:
        """What the scene shows: the selection, or whose story."""
        language = self._desk.texts.language
        if scene is Scene.STORY and self.board.story is not None:
            return story_title(self.board.story, language)
        return selection_line(self.board.content, language) if self.board.content else ""

    def _use_settings(self) -> None:
        self._theme.set_mode(display_mode(self._desk.settings.settings.theme))
        self.stage.use_settings()
        self.rotation.set_interval(self._desk.settings.settings.screen.interval_s)
        self.header.show_title()
        if self._charts:
            self._show_scenes()

    def _put_on_style(self) -> None:
        measures = measures_of(self.width(), self.height())
        if self._style == (measures, self._theme.is_dark):
            return
        self._style = (measures, self._theme.is_dark)
        self.setStyleSheet(window_sheet(self._theme.tokens) + screen_style(self._theme.tokens, measures))
        edge, above = measures.length(12), measures.length(20)
        self._column.setContentsMargins(edge, above, edge, above)
        self._column.setSpacing(measures.length(8))
        for part in (self.header, self.footer, self.stage):
            part.fit(measures)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever opened it is told how it is steered."""
        super().showEvent(event)
        self._notice_presence()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Type and places for another size."""
        super().resizeEvent(event)
        self._put_on_style()
        if self._charts:
            self._on_turned(self.rotation.scene)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Steer; any key tells how."""
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_F11:
                self.close()
                return
            case Qt.Key.Key_Space:
                self.rotation.toggle_pause()
            case Qt.Key.Key_Right:
                self.rotation.next()
            case Qt.Key.Key_Left:
                self.rotation.previous()
        self._notice_presence()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Someone is there."""
        super().mouseMoveEvent(event)
        self._notice_presence()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave."""
        super().closeEvent(event)
        self.left.emit()

    def _notice_presence(self) -> None:
        self._pointer.show()
        self.footer.show_keys()
