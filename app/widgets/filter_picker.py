"""A popup that finds members of a filter while one types, and ticks those that are set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from app.bridge.named import Named
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.widgets.parts import label
from app.widgets.segments import Segments

Find = Callable[[str, str], Sequence[Named]]  # kind and typed text
_SIZE = (400, 420)
_LIST_KEYS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})
_Index = QModelIndex | QPersistentModelIndex


class FilterPicker(QFrame):
    """Kinds side by side, a search line, and the members found; a press or Enter ticks one, Escape closes."""

    toggled = Signal(object)  # target of the member

    def __init__(
        self, theme: Theme, texts: Texts, kinds: Sequence[tuple[str, str]], find: Find, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._find = find
        self._kind = kinds[0][0]
        self.kinds = Segments(texts, "dashboard.filters", kinds)
        self.kinds.show_choice(self._kind)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.search = QLineEdit(clearButtonEnabled=True)
        texts.bind(self.search.setPlaceholderText, "dashboard.picker_hint")
        texts.bind(self.search.setAccessibleName, "dashboard.picker_hint")
        self.search.textChanged.connect(self._show_found)
        self.search.installEventFilter(self)
        self.model = _Members(self)
        self.list = QListView(uniformItemSizes=True)
        self.list.setProperty("role", "plain")
        self.list.setModel(self.model)
        self.list.clicked.connect(self._on_row_chosen)
        self._nothing = label("muted")
        texts.bind(self._nothing.setText, "dashboard.picker_nothing")
        self._build(theme)
        self._show_found()

    def mark(self, chosen: Collection[object]) -> None:
        """Tick these."""
        self.model.mark(chosen)

    def open_below(self, widget: QWidget) -> None:
        """Show under a button, with the keyboard in the search line."""
        self.resize(*_SIZE)
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 2)))
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: object) -> bool:  # noqa: N802  # Qt's name
        """Arrows walk the list while the keyboard stays in the search line; Enter ticks."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in _LIST_KEYS:
                self.list.event(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._on_row_chosen(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # as above

    def _build(self, theme: Theme) -> None:
        space = theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(2), space(2), space(2))
        column.setSpacing(space(2))
        column.addWidget(self.kinds)
        column.addWidget(self.search)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.list, 1)

    def _on_kind_chosen(self, kind: str) -> None:
        self._kind = kind
        self.search.clear()
        self._show_found()
        self.search.setFocus()

    def _show_found(self) -> None:
        found = self._find(self._kind, self.search.text())
        self.model.show_members(found)
        self._nothing.setVisible(not found)
        if found:
            self.list.setCurrentIndex(self.model.index(0, 0))

    def _on_row_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.toggled.emit(self.model.member(index.row()).target)


class _Members(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._members: tuple[Named, ...] = ()
        self._chosen: Collection[object] = ()

    def show_members(self, members: Sequence[Named]) -> None:
        self.beginResetModel()
        self._members = tuple(members)
        self.endResetModel()

    def mark(self, chosen: Collection[object]) -> None:
        self._chosen = frozenset(chosen)
        if self._members:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._members) - 1, 0))

    def member(self, row: int) -> Named:
        return self._members[row]

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._members)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        member = self._members[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return member.text
            case Qt.ItemDataRole.ToolTipRole:
                return member.tip
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if member.target in self._chosen else Qt.CheckState.Unchecked
            case _:
                return None
