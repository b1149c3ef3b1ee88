"""The photo of the goods tab: boxes, heat map, what had to be done to it, and how long each stage took."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.goods_board import GoodsBoard
from app.bridge.goods_words import latency_line, oddities_line
from app.engine.errors import EngineError
from app.widgets.parts import button, label
from app.widgets.photo_view import Mark, PhotoView, heat_over


class PhotoPane(QWidget):
    """Shows what the board holds, or a frame of the camera instead."""

    heat_toggled = Signal()

    def __init__(self, desk: Desk, board: GoodsBoard) -> None:
        super().__init__()
        self._desk, self._board = desk, board
        self.view = PhotoView(desk.theme, desk.icons)
        self.heat, self.whole = button("", "showHeat"), button("", "wholePhoto")
        self.heat.setCheckable(True)
        self.heat.setChecked(True)
        self.latency = label("caption", "photoLatency", wraps=True)
        self.problem = label("danger", "photoProblem", wraps=True)
        self._build()
        self.view.mark_clicked.connect(board.choose_good)
        self.whole.clicked.connect(lambda: board.choose_good(-1))
        self.heat.clicked.connect(self.heat_toggled)

    def show_photo(self, problem: EngineError | None) -> None:
        """The photo that was answered, or why there is none."""
        photo, language = self._board.photo, self._desk.texts.language
        self.problem.setText(self._desk.texts.sentence(problem) if problem is not None else "")
        self.problem.setVisible(problem is not None)
        self.heat.setVisible(photo is not None)
        self.whole.setVisible(photo is not None and self._board.good >= 0)
        told = photo.recognition if photo is not None else None
        lines = [latency_line(told, language), oddities_line(told, language)] if told is not None else []
        self.latency.setText("\n".join(line for line in lines if line))
        self.view.show_photo(photo.shown if photo is not None else QImage(), self._marks())

    def show_frame(self, frame: QImage) -> None:
        """What the camera sees."""
        self.view.show_photo(frame)

    def show_heat(self, chapter: str) -> None:
        """Where this chapter was seen, if it is wanted and known; a good by itself has no heat map."""
        photo = self._board.photo
        is_seen = photo is not None and self.heat.isChecked() and self._board.good < 0
        self.view.show_heat(heat_over(photo.recognition.heat_maps, chapter) if photo is not None and is_seen else None)
        self.view.show_chosen(self._board.good)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self.heat.setText, "recognise.heat")
        texts.bind(self.whole.setText, "recognise.whole")
        texts.bind(self.view.say, "recognise.hint")
        under = QHBoxLayout()
        under.setSpacing(space(2))
        under.addWidget(self.heat)
        under.addWidget(self.whole)
        under.addWidget(self.latency, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self.problem)
        column.addWidget(self.view, 1)
        column.addLayout(under)

    def _marks(self) -> list[Mark]:
        goods = self._board.photo.recognition.goods if self._board.photo is not None else ()
        return [
            Mark(
                (
                    (good.region.left, good.region.top),
                    (good.region.right, good.region.top),
                    (good.region.right, good.region.bottom),
                    (good.region.left, good.region.bottom),
                ),
                f"{number} · {good.ranking.best.chapter}",
            )
            for number, good in enumerate(goods, start=1)
        ]
