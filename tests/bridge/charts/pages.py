"""Running scripts in a chart page and waiting for what they give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWebEngineCore import QWebEnginePage


class Waiting(Protocol):
    """The part of pytest-qt's bot that is needed here."""

    def waitUntil(self, condition: Callable[[], bool], *, timeout: int = ...) -> None: ...  # noqa: N802  # its name


def evaluate(bot: Waiting, page: QWebEnginePage, script: str) -> object:
    """The value of the script's last expression; a promise is not waited for."""
    answers: list[object] = []
    page.runJavaScript(script, 0, answers.append)
    bot.waitUntil(lambda: bool(answers), timeout=10_000)
    return answers[0]


def wait_for(bot: Waiting, page: QWebEnginePage, script: str, *, timeout_ms: int = 10_000) -> None:
    """Ask again and again until the script gives something truthy."""
    bot.waitUntil(lambda: bool(evaluate(bot, page, script)), timeout=timeout_ms)
