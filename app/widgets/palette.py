"""The command palette: one line to type into, and what answers to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.bridge.search_members import members_call
from app.bridge.search_suggestions import Kind, Suggestion, matching, recent_first, with_pinyin
from app.engine.jobs import CancelToken, Progress
from app.widgets.palette_list import SUGGESTION, SuggestionModel, SuggestionPainter
from app.widgets.parts import frame, label

_WIDTH, _HEIGHT, _TOP = 640, 440, 72
_REMEMBERED = 20
_HANDLED = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class Palette(QFrame):
    """Lies over its parent, which it darkens; goes away by Escape, by a choice, or by a click beside it."""

    chosen = Signal(object)  # Suggestion

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        offered: Callable[[], Sequence[Suggestion]],
        offered_later: Callable[[], Sequence[Suggestion]],
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "scrim")
        self.setObjectName("palette")
        self._desk, self._host = desk, parent
        self._offered, self._offered_later = offered, offered_later
        self._base: list[Suggestion] = []
        self._recent: list[str] = []
        self._used: dict[str, Suggestion] = {}
        self._before: QWidget | None = None
        self._completing, self._searching = Latest(desk.runner, self), Latest(desk.runner, self)
        self._build()
        self._connect()
        self.hide()

    @property
    def line(self) -> QLineEdit:
        """Where the user types."""
        return self._line

    @property
    def shown(self) -> list[Suggestion]:
        """What is offered now, from the top."""
        return [self._model.index(row).data(SUGGESTION) for row in range(self._model.rowCount())]

    def open(self) -> None:
        """Show the palette with an empty line, and what was used last on top."""
        self._before = QApplication.focusWidget()
        self._base = list(self._offered())
        self._line.clear()
        self._suggest()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        base = self._base

        def complete(_progress: Progress, _token: CancelToken) -> list[Suggestion]:
            return with_pinyin([*base, *self._offered_later()])

        self._completing.ask(complete, self._on_completed, self._desk.notices.post_error)

    def _build(self) -> None:
        self._line, self._list = QLineEdit(), QListView()
        self._model, self._painter = SuggestionModel(), SuggestionPainter(self._desk)
        self._line.setProperty("role", "search")
        self._list.setProperty("role", "plain")
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._painter)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._nothing = label("muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self._line.setPlaceholderText, "palette.hint")
        texts.bind(self._line.setAccessibleName, "palette.title")
        texts.bind(self._list.setAccessibleName, "palette.title")
        texts.bind(self._nothing.setText, "palette.nothing")
        self._box = frame("popup")
        self._box.setFixedSize(_WIDTH, _HEIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, _TOP, 0, 0)
        outer.addWidget(self._box, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._box)
        column.setContentsMargins(space(2), space(2), space(2), space(2))
        column.setSpacing(space(2))
        column.addWidget(self._line)
        column.addWidget(self._list, 1)
        column.addWidget(self._nothing, 1)

    def _connect(self) -> None:
        self._line.textChanged.connect(self._suggest)
        self._line.installEventFilter(self)
        self._host.installEventFilter(self)
        self._list.clicked.connect(self._choose)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._desk.texts.language_changed.connect(self._used.clear)

    def _suggest(self) -> None:
        typed = self._line.text().strip()
        if not typed:
            self._searching.drop()
            offered = {each.key: each for each in (*self._used.values(), *self._base)}
            self._show(recent_first(list(offered.values()), self._recent))
            return
        self._show(matching(typed, self._base))
        self._searching.ask(members_call(typed, self._desk.texts), self._on_found, self._desk.notices.post_error)

    def _on_completed(self, base: list[Suggestion]) -> None:
        self._base = base
        row = self._list.currentIndex().row()
        if self._line.text().strip():
            members = [each for each in self.shown if each.kind is Kind.MEMBER]
            self._show([*matching(self._line.text(), base), *members])
        else:
            self._suggest()
        self._list.setCurrentIndex(self._model.index(max(row, 0)))

    def _on_found(self, members: list[Suggestion]) -> None:
        self._show([*matching(self._line.text(), self._base), *members])

    def _show(self, suggestions: Sequence[Suggestion]) -> None:
        self._model.show(suggestions)
        self._list.setCurrentIndex(self._model.index(0))
        has_any = self._model.rowCount() > 0
        self._list.setVisible(has_any)
        self._nothing.setVisible(not has_any)

    def _choose(self, index: QModelIndex) -> None:
        suggestion = index.data(SUGGESTION)
        if suggestion is None:
            return
        self._recent = [suggestion.key, *(key for key in self._recent if key != suggestion.key)][:_REMEMBERED]
        self._used[suggestion.key] = suggestion
        self._leave()
        self.chosen.emit(suggestion)

    def _leave(self) -> None:
        self._searching.drop()
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click beside the palette is a way out of it."""
        if not self._box.geometry().contains(event.position().toPoint()):
            self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows move in the list while the line keeps the focus."""
        if watched is self._host:
            if event.type() is QEvent.Type.Resize:
                self.setGeometry(self._host.rect())
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        if key in _MOVES:
            row = self._list.currentIndex().row() + _MOVES[key]
            self._list.setCurrentIndex(self._model.index(min(max(row, 0), self._model.rowCount() - 1)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self._list.currentIndex())
        elif key is Qt.Key.Key_Escape:
            self._leave()
        # The rest of the window is covered, so the focus has nowhere to go
        return key in {*_MOVES, *_HANDLED}
