"""Finds a product: the nomenclature as a tree, a search over it, and what was priced last or is kept at hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from app.bridge.price_products import CODE_ROLE, IsTraded, ProductList, ProductTree
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.widgets.parts import label
from app.widgets.segments import Segments

_SEARCH_AFTER_MS = 120
_TREE, _RECENT, _FAVOURITES = "tree", "recent", "favourites"
_DOWN = frozenset({Qt.Key.Key_Down, Qt.Key.Key_PageDown})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ProductPicker(QWidget):
    """What is typed is asked with `searched` and answered with `show_found`; Enter and a click choose."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._remembered: dict[str, Sequence[str]] = {_RECENT: (), _FAVOURITES: ()}
        self._kind = _TREE
        self._asked, self._found_for, self._is_hurried = "", "", False
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setObjectName("productSearch")
        texts.bind(self.search.setPlaceholderText, "price_desk.search_hint")
        texts.bind(self.search.setAccessibleName, "price_desk.search_hint")
        texts.bind(self.search.setToolTip, "price_desk.search_tip")
        kinds = [(kind, f"price_desk.products_{kind}") for kind in (_TREE, _RECENT, _FAVOURITES)]
        self.kinds = Segments(texts, "price_desk.products", kinds)
        self.kinds.show_choice(_TREE)
        self.tree_model, self.list_model = ProductTree(texts, theme, self), ProductList(texts, theme, self)
        self.tree, self.list = QTreeView(), QListView()
        self.nothing = label("muted", "noProducts", wraps=True)
        self._pages = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._build(theme)
        self._connect()

    def mark_traded(self, is_traded: IsTraded | None) -> None:
        """Tell apart what the data hold."""
        self.tree_model.mark_traded(is_traded)
        self.list_model.mark_traded(is_traded)

    def show_remembered(self, recent: Sequence[str], favourites: Sequence[str]) -> None:
        """What the lists beside the tree hold."""
        self._remembered = {_RECENT: tuple(recent), _FAVOURITES: tuple(favourites)}
        if not self.search.text().strip():
            self._show_kind()

    def show_found(self, codes: Sequence[str]) -> None:
        """Products that answer to what was typed, unless the line was emptied meanwhile."""
        if not self.search.text().strip():
            return
        self._found_for = self._asked
        self._show_list(codes, "price_desk.nothing_found")
        if self._is_hurried and codes:
            self._choose_first()

    def search_for(self, words: str) -> None:
        """As if it had been typed."""
        self.search.setFocus()
        self.search.setText(words)

    def reveal(self, code: str) -> None:
        """Open the tree where the product stands."""
        index = self.tree_model.index_of(code)
        if index == self.tree.currentIndex():
            return
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Down leads from the line into the list; Enter takes the first that was found."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if watched is self.search and event.key() in _DOWN:
                self._shown_view().setFocus()
                return True
            if watched is self.search and event.key() in _ENTER:
                self._choose_first()
                return True
            if watched in {self.tree, self.list} and event.key() in _ENTER:
                self._choose(self._shown_view().currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _build(self, theme: Theme) -> None:
        space = theme.tokens.space
        for view, model, name in (
            (self.tree, self.tree_model, "price_desk.products_tree"),
            (self.list, self.list_model, "price_desk.products"),
        ):
            self._prepare(view, model, name)
            self._pages.addWidget(view)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(space(3))
        self.list.setUniformItemSizes(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setMargin(space(2))
        self._pages.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self.search)
        column.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._pages, 1)

    def _prepare(self, view: QTreeView | QListView, model: QAbstractItemModel, name: str) -> None:
        view.setModel(model)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.installEventFilter(self)
        view.clicked.connect(self._choose)
        self._texts.bind(view.setAccessibleName, name)

    def _connect(self) -> None:
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._on_typed)
        self._timer.timeout.connect(self._ask)
        self.kinds.chosen.connect(self._on_kind_chosen)

    def _ask(self) -> None:
        self._timer.stop()
        self._asked = self.search.text().strip()
        self.searched.emit(self._asked)

    def _on_typed(self, typed: str) -> None:
        self._is_hurried = False
        if typed.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._found_for = ""
            self._show_kind()

    def _on_kind_chosen(self, kind: str) -> None:
        self._kind = kind
        self.search.clear()
        self._show_kind()

    def _show_kind(self) -> None:
        if self._kind == _TREE:
            self._pages.setCurrentWidget(self.tree)
        else:
            self._show_list(self._remembered[self._kind], f"price_desk.no_{self._kind}")

    def _show_list(self, codes: Sequence[str], nothing_code: str) -> None:
        self.list_model.show_codes(codes)
        if codes:
            self.list.setCurrentIndex(self.list_model.index(0))
        else:
            self._texts.bind(self.nothing.setText, nothing_code)
        self._pages.setCurrentWidget(self.list if codes else self.nothing)

    def _shown_view(self) -> QTreeView | QListView:
        return self.tree if self._pages.currentWidget() is self.tree else self.list

    def _choose_first(self) -> None:
        """The first of what was typed; where it is not found yet, as soon as it is."""
        typed = self.search.text().strip()
        self._is_hurried = bool(typed) and typed != self._found_for
        if self._is_hurried:
            self._ask()
        elif typed:
            self._choose(self.list_model.index(0))

    def _choose(self, index: QModelIndex) -> None:
        code = index.data(CODE_ROLE) if index.isValid() else ""
        if code:
            self.chosen.emit(code)
        elif index.isValid():
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
