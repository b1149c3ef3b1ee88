"""A box of members that can be typed into: name in either language, pinyin, its initials or a code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QCompleter, QLineEdit

from app.bridge.price_members import Choice
from app.bridge.texts import Texts
from app.engine.reference.spelling import normalise
from app.widgets.dressing import dress_orphan

_KEYS_ROLE = Qt.ItemDataRole.UserRole + 1
_VISIBLE = 14
_MARK = "\n"  # before each key of a choice


class MemberBox(QComboBox):
    """Tells only what a person chose; None is the first entry, which leaves the dimension open."""

    chosen = Signal(object)  # int or None

    def __init__(self, texts: Texts, *, label_code: str, any_code: str) -> None:
        super().__init__()
        self._texts, self._any_code = texts, any_code
        self._codes: tuple[int | None, ...] = (None,)
        self._current: int | None = None
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(_VISIBLE)
        self._line = QLineEdit()
        self.setLineEdit(self._line)
        self._completer = _Completer(self)
        self._completer.setModel(self._model)
        self.setCompleter(self._completer)
        texts.bind(self.setAccessibleName, label_code)
        self.activated.connect(self._on_activated)
        self._completer.activated[QModelIndex].connect(self._on_completed)  # type: ignore[index]  # an overloaded signal
        self._line.editingFinished.connect(self._on_edited)

    @property
    def value(self) -> int | None:
        """What is chosen now."""
        return self._current

    @property
    def found(self) -> QAbstractItemView:
        """The list that typing opens."""
        view = self._completer.popup()
        assert view is not None
        return view

    def show_choices(self, choices: Sequence[Choice], current: int | None) -> None:
        """Offer these; telling nobody, since no person chose."""
        self._codes = (None, *(choice.code for choice in choices))
        anything = QStandardItem(self._texts.say(self._any_code))
        anything.setData("", _KEYS_ROLE)
        # A filled model at once, for the completer looks at all choices again after each that comes or goes
        self._model = QStandardItemModel(self)
        self._model.appendColumn([anything, *map(self._item, choices)])
        self._completer.setModel(self._model)
        self.setModel(self._model)  # deletes the one before
        self.show_value(current)

    def show_value(self, current: int | None) -> None:
        """Mark one, without telling; one that is not offered leaves the dimension open."""
        self._current = current if current in self._codes else None
        place = self._codes.index(self._current)
        self.setCurrentIndex(place)
        self._show_name()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """What is typed replaces the name."""
        super().focusInEvent(event)
        self._line.selectAll()
        dress_orphan(self.found, self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the wheel to the panel around."""
        event.ignore()

    def _item(self, choice: Choice) -> QStandardItem:
        item = QStandardItem(
            self._texts.say("price_desk.member_counted", name=choice.name, records=f"{choice.records:,}")
            if choice.records
            else choice.name
        )
        item.setData(choice.keys, _KEYS_ROLE)
        item.setData(choice.name, Qt.ItemDataRole.UserRole)
        return item

    def _show_name(self) -> None:
        """The bare name in the line: counts are for the list."""
        item = self._model.item(self.currentIndex())
        if item is not None:
            self._line.setText(item.data(Qt.ItemDataRole.UserRole) or item.text())
            self._line.setCursorPosition(0)

    def _on_activated(self, place: int) -> None:
        code = self._codes[place]
        has_changed = code != self._current
        self._current = code
        self._show_name()
        if has_changed:
            self.chosen.emit(code)

    def _on_completed(self, index: QModelIndex) -> None:
        keys = index.data(_KEYS_ROLE)
        place = next(
            (row for row in range(self._model.rowCount()) if self._model.item(row).data(_KEYS_ROLE) == keys), 0
        )
        self.setCurrentIndex(place)
        self._on_activated(place)

    def _on_edited(self) -> None:
        """Enter takes the first that fits; whatever fits none gives way to what was chosen before."""
        if self.found.isVisible() and self.found.currentIndex().isValid():
            return  # what is marked there is told next
        typed = self._line.text().strip()
        item = self._model.item(self._codes.index(self._current))
        if typed in {"", str(item.data(Qt.ItemDataRole.UserRole) or item.text()), item.text()}:
            if not typed:
                self.setCurrentIndex(0)
                self._on_activated(0)
            self._show_name()
            return
        self._completer.setCompletionPrefix(normalise(typed))
        if self._completer.completionCount():
            self._on_completed(self._completer.best(normalise(typed)))
        else:
            self.show_value(self._current)


class _Completer(QCompleter):
    """Finds by the keys, shows and puts the name."""

    def __init__(self, parent: QComboBox) -> None:
        super().__init__(parent)
        self.setCompletionRole(_KEYS_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(_VISIBLE)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802  # Qt's name
        """The name instead of the keys."""
        return str(index.data(Qt.ItemDataRole.UserRole) or index.data())

    def splitPath(self, path: str) -> list[str]:  # noqa: N802  # Qt's name
        """What was typed, spelled as the keys are; where a key begins with it, those within which it only occurs go."""
        typed = normalise(path)
        begun = f"{_MARK}{typed}"
        model = self.model()
        keys = (str(model.index(row, 0).data(_KEYS_ROLE)) for row in range(model.rowCount()))
        return [begun if typed and any(begun in each for each in keys) else typed]

    def best(self, typed: str) -> QModelIndex:
        """The first of what is found that has exactly this key, else the first."""
        found = self.completionModel()
        rows = [found.index(row, 0) for row in range(found.rowCount())]
        whole = f"{_MARK}{typed}{_MARK}"
        return next((index for index in rows if whole in f"{index.data(_KEYS_ROLE)}{_MARK}"), rows[0])
