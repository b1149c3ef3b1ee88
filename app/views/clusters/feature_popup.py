"""The features by which members are told apart: ticked in a list, each with its formula and caveat."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.engine.analysis.clusters.features import Feature
from app.widgets.parts import button, label

_SIZE = (520, 460)
_INDENT = 26


class FeaturePopup(QFrame):
    """Tells what was ticked when its button is pressed; Escape leaves everything as it was."""

    applied = Signal(object)  # names of features

    def __init__(self, desk: Desk, features: Sequence[Feature], chosen: Collection[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("featurePopup")
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._features = tuple(features)
        self.boxes = {feature.name: QCheckBox() for feature in features}
        self.usual = button("link", "usualFeatures")
        self.apply = button("primary", "applyFeatures")
        self._build()
        self._tick(chosen)
        self.usual.clicked.connect(lambda: self._tick([each.name for each in self._features if each.is_usual]))
        self.apply.clicked.connect(self._on_applied)
        for box in self.boxes.values():
            box.toggled.connect(self._show_possible)

    def open_below(self, widget: QWidget) -> None:
        """Show under a button, with the keyboard in the list."""
        self.resize(*_SIZE)
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 2)))
        self.show()
        next(iter(self.boxes.values())).setFocus()

    def _build(self) -> None:
        space, say = self._desk.theme.tokens.space, self._desk.texts.say
        hint = label("muted", wraps=True)
        hint.setText(say("clusters.features_hint"))
        self.usual.setText(say("clusters.usual_features"))
        self.apply.setText(say("clusters.apply_features"))
        held = QWidget()
        rows = QVBoxLayout(held)
        rows.setSpacing(space(1))
        for name, box in self.boxes.items():
            box.setText(say(f"clusters.feature_{name}"))
            told = label("caption", wraps=True)
            told.setText(f"{say(f'clusters.formula_{name}')}\n{say(f'clusters.caveat_{name}')}")
            told.setContentsMargins(_INDENT, 0, 0, space(2))
            rows.addWidget(box)
            rows.addWidget(told)
        rows.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(held)
        foot = QHBoxLayout()
        foot.addWidget(self.usual)
        foot.addStretch(1)
        foot.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(2))
        column.addWidget(hint)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def _tick(self, names: Collection[str]) -> None:
        for name, box in self.boxes.items():
            box.setChecked(name in names)
        self._show_possible()

    def _show_possible(self) -> None:
        self.apply.setEnabled(any(box.isChecked() for box in self.boxes.values()))

    def _on_applied(self) -> None:
        names = tuple(name for name, box in self.boxes.items() if box.isChecked())
        self.close()
        self.applied.emit(names)
