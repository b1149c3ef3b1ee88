"""The nomenclature as a tree that is read level by level, and products found or remembered as a list."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.bridge.tasks import Call
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language
from app.engine.reference import hs_codes, search

_Index = QModelIndex | QPersistentModelIndex
_CHAPTER, _DEEPEST = 2, 8
_FOUND = 60
CODE_ROLE = Qt.ItemDataRole.UserRole + 1
IsTraded = Callable[[str], bool]


@dataclass(slots=True)
class _Node:
    """A section (its code is "") or a code; children are made when they are first looked at."""

    code: str
    section: str
    row: int
    parent: _Node | None
    children: list[_Node] | None = field(default=None)


def product_name(code: str, language: Language) -> str:
    """Code and title; the code alone where no list has one."""
    title = hs_codes.table().title(code, language)
    return f"{code} {title}" if title else code


class ProductTree(QAbstractItemModel):
    """Section, chapter, heading, subheading, eight digits; products without records are told apart."""

    def __init__(self, texts: Texts, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._texts, self._theme = texts, theme
        self._is_traded: IsTraded | None = None
        sections = hs_codes.table().sections
        self._sections = [_Node("", section.section, row, None) for row, section in enumerate(sections)]
        texts.language_changed.connect(self._say_again)

    def mark_traded(self, is_traded: IsTraded | None) -> None:
        """Tell apart what the data hold; None marks nothing."""
        self._is_traded = is_traded
        self._say_again()

    def index_of(self, code: str) -> QModelIndex:
        """Where a code stands; the nearest level above for one that no list has."""
        try:
            section = hs_codes.table().chapter(code).section
        except KeyError:
            return QModelIndex()
        node = next(each for each in self._sections if each.section == section)
        while deeper := [child for child in self._children(node) if code.startswith(child.code)]:
            node = deeper[0]
        return self.createIndex(node.row, 0, node)

    def code(self, index: _Index) -> str:
        """The code at an index; "" for a section."""
        return self._node(index).code

    def index(self, row: int, column: int, parent: _Index | None = None) -> QModelIndex:
        """Qt's way down."""
        siblings = self._children(self._node(parent)) if parent is not None and parent.isValid() else self._sections
        return self.createIndex(row, column, siblings[row]) if 0 <= row < len(siblings) else QModelIndex()

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]  # Qt overloads the name
        """Qt's way up."""
        above = self._node(index).parent if index.isValid() else None
        return QModelIndex() if above is None else self.createIndex(above.row, 0, above)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """How many lie below."""
        if parent is None or not parent.isValid():
            return len(self._sections)
        return len(self._children(self._node(parent)))

    def hasChildren(self, parent: _Index | None = None) -> bool:  # noqa: N802  # Qt's name
        """Told by the digits, so that nothing is read before it is opened."""
        return parent is None or not parent.isValid() or len(self._node(parent).code) < _DEEPEST

    def columnCount(self, _parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """One."""
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name; muted where the data hold nothing of it."""
        node = self._node(index)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._name(node)
        if role == CODE_ROLE:
            return node.code
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(node.code, self._is_traded, self._theme)
        return None

    def _name(self, node: _Node) -> str:
        if node.code:
            return product_name(node.code, self._texts.language)
        section = hs_codes.table().sections[node.row]
        return f"{section.section} {section.name(self._texts.language)}"

    def _node(self, index: _Index | None) -> _Node:
        assert index is not None
        node: _Node = index.internalPointer()
        return node

    def _children(self, node: _Node) -> list[_Node]:
        if node.children is None:
            node.children = [
                _Node(code, node.section, row, node) for row, code in enumerate(_below(node.section, node.code))
            ]
        return node.children

    def _say_again(self) -> None:
        self.layoutChanged.emit()


class ProductList(QAbstractListModel):
    """Products by code, as they were found or remembered."""

    def __init__(self, texts: Texts, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._texts, self._theme = texts, theme
        self._codes: tuple[str, ...] = ()
        self._is_traded: IsTraded | None = None
        texts.language_changed.connect(self.layoutChanged)

    @property
    def codes(self) -> tuple[str, ...]:
        """What is listed."""
        return self._codes

    def mark_traded(self, is_traded: IsTraded | None) -> None:
        """Tell apart what the data hold."""
        self._is_traded = is_traded
        self.layoutChanged.emit()

    def show_codes(self, codes: Sequence[str]) -> None:
        """List these, those that the data hold first."""
        self.beginResetModel()
        is_traded = self._is_traded
        self._codes = tuple(codes if is_traded is None else sorted(codes, key=lambda code: not is_traded(code)))
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._codes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As in the tree."""
        code = self._codes[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return product_name(code, self._texts.language)
        if role == CODE_ROLE:
            return code
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(code, self._is_traded, self._theme)
        return None


def search_call(typed: str) -> Call:
    """A call that finds codes by what was typed: code, Chinese, English or pinyin; the first one builds the index."""

    def call(_progress: Progress, token: CancelToken) -> list[str]:
        token.check()
        return [hit.key for hit in search.search(_told_code(typed), _FOUND, kinds={search.Kind.HS})]

    return call


def _told_code(typed: str) -> str:
    """Codes of declarations have 10 or 13 digits, of which the nomenclature of trade statistics knows 8."""
    digits = "".join(letter for letter in typed if letter not in ". ")
    return digits[:_DEEPEST] if digits.isascii() and digits.isdigit() else typed


def _colour(code: str, is_traded: IsTraded | None, theme: Theme) -> object:

    is_muted = bool(code) and is_traded is not None and not is_traded(code)
    return QColor(theme.tokens.colour("muted" if is_muted else "text"))


@functools.lru_cache(maxsize=512)
def _below(section: str, code: str) -> tuple[str, ...]:
    """Codes one level below a section or a code."""
    table = hs_codes.table()
    if not code:
        return tuple(chapter.code for chapter in table.chapters if chapter.section == section)
    codes = table.codes(len(code) + 2)
    first = bisect.bisect_left(codes, code)
    return tuple(codes[first : bisect.bisect_left(codes, code + ":", lo=first)])
