"""Sentences of the message catalogue in the language of the moment, in widgets that follow when it changes."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.engine import messages
from app.engine.errors import EngineError
from app.engine.messages import Language


class Texts(QObject):
    """The one place that knows the language; everything visible is said or bound through it."""

    language_changed = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._bound: dict[tuple[int, str], tuple[weakref.ref[QObject], Callable[[], str]]] = {}

    @property
    def language(self) -> Language:
        """The language that everything is said in."""
        return self._language

    def set_language(self, language: Language) -> None:
        """Say everything that is bound again, then tell the rest."""
        if language is self._language:
            return
        self._language = language
        for key, (owner, make) in list(self._bound.items()):
            widget = owner()
            if widget is None or not shiboken6.isValid(widget):
                del self._bound[key]
            else:
                getattr(widget, key[1])(make())
        self.language_changed.emit()

    def say(self, code: str, /, **params: object) -> str:
        """The sentence of `code`; KeyError for a code that the catalogue lacks."""
        return messages.text(code, self._language, **params)

    def sentence(self, error: EngineError) -> str:
        """What happened and what to do, for an expected failure."""
        return messages.sentence(error, self._language)

    def bind(self, setter: Callable[[str], object], code: str, /, **params: object) -> None:
        """Call `setter`, a method of a QObject, with the sentence now and after each change of the language."""
        self.follow(setter, lambda: self.say(code, **params))

    def follow(self, setter: Callable[[str], object], make: Callable[[], str]) -> None:
        """As `bind`, for texts made of more than one sentence; a later call for the same setter replaces this one.

        `make` must not hold the widget itself, or the widget never goes away.
        """
        owner: QObject = setter.__self__  # type: ignore[attr-defined]  # every bound method has it, Callable does not say so
        self._bound[id(owner), setter.__name__] = (weakref.ref(owner), make)
        setter(make())
