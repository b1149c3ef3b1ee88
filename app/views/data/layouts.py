"""Rows and columns with the spacing of the theme, and widgets with the name by which they are found."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.theme import Theme

_Widget = TypeVar("_Widget", bound=QWidget)


def named(widget: _Widget, name: str) -> _Widget:
    """The widget with an object name."""
    widget.setObjectName(name)
    return widget


def column(theme: Theme, owner: QWidget | None = None, *, margin: int = 0, gap: int = 2) -> QVBoxLayout:
    """A column; margin and gap are steps of the spacing scale."""
    made = QVBoxLayout(owner) if owner is not None else QVBoxLayout()
    _space(made, theme, margin, gap)
    return made


def row(theme: Theme, owner: QWidget | None = None, *, margin: int = 0, gap: int = 2) -> QHBoxLayout:
    """A row; margin and gap are steps of the spacing scale."""
    made = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    _space(made, theme, margin, gap)
    return made


def _space(layout: QBoxLayout, theme: Theme, margin: int, gap: int) -> None:
    inner = theme.tokens.space(margin)
    layout.setContentsMargins(inner, inner, inner, inner)
    layout.setSpacing(theme.tokens.space(gap))
