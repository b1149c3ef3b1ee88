"""What is grouped and how; or, for dependence, which products and from what share on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.bridge.cluster_study import THRESHOLDS, Study, StudyView
from app.bridge.desk import Desk
from app.engine.analysis.clusters.choice import FEWEST, MOST
from app.engine.analysis.clusters.features import GROUPED, features_of
from app.engine.analysis.clusters.grouping import GroupRequest, chosen_features
from app.engine.analysis.clusters.methods import Method
from app.engine.analysis.dependence import LEVELS
from app.engine.store.dimensions import Dimension
from app.views.clusters.feature_popup import FeaturePopup
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import button
from app.widgets.segments import Segments

_WIDTH = 15  # characters, as the longest names of methods, numbers and thresholds
_AUTO = 0  # a value of the box that is no number of groups
_COUNTS = (_AUTO, *range(FEWEST, MOST + 1))


class StudyControls(QStackedWidget):
    """Shows a study, and tells the one that a person made of it."""

    chosen = Signal(object)  # Study

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._study = Study()
        say = desk.texts.say
        self.of = Segments(
            desk.texts, "clusters.grouped", [(each.value, f"clusters.of_{each.value}") for each in GROUPED]
        )
        self.method = ChoiceBox(
            desk.texts, lambda method: say(f"clusters.method_{method.value}"), label_code="clusters.method"
        )
        self.number = ChoiceBox(desk.texts, self._count_name, label_code="clusters.count")
        self.features = button("", "chooseFeatures")
        levels = [(each.value, f"dependence.level_{each.value}") for each in LEVELS]
        self.level = Segments(desk.texts, "dependence.level", levels)
        self.threshold = ChoiceBox(
            desk.texts,
            lambda threshold: say("dependence.threshold_at", threshold=f"{threshold:.0%}"),
            label_code="dependence.threshold",
        )
        for box in (self.method, self.number, self.threshold):
            box.setMinimumContentsLength(_WIDTH)
        self._build()
        self._connect()
        self.show_study(self._study)

    def show_study(self, study: Study) -> None:
        """Show what is set, telling nobody."""
        self._study = study
        request = study.request
        self.of.show_choice(request.dimension.value)
        self.method.show_choices(tuple(Method), request.method)
        self.number.show_choices(_COUNTS, request.count if request.count in _COUNTS else _AUTO)
        self.number.setEnabled(request.method.takes_count)
        used = len(chosen_features(request))
        self._desk.texts.bind(self.features.setText, "clusters.choose_features", count=used)
        self.level.show_choice(study.level.value)
        self.threshold.show_choices(THRESHOLDS, study.threshold)
        self.setCurrentIndex(1 if study.view is StudyView.DEPENDENCE else 0)

    def open_features(self) -> FeaturePopup:
        """Show the list of features."""
        request = self._study.request
        chosen = [feature.name for feature in chosen_features(request)]
        popup = FeaturePopup(self._desk, features_of(request.dimension), chosen, self)
        popup.applied.connect(self._on_features_applied)
        popup.open_below(self.features)
        return popup

    def _build(self) -> None:
        for widgets in ((self.of, self.method, self.number, self.features), (self.level, self.threshold)):
            held = QWidget()
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._desk.theme.tokens.space(2))
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
            self.addWidget(held)
        self.setFixedHeight(self._desk.theme.tokens.control_height + 8)

    def _connect(self) -> None:
        self.of.chosen.connect(self._on_of_chosen)
        self.method.chosen.connect(lambda method: self._tell(replace(self._study.request, method=method, count=None)))
        self.number.chosen.connect(lambda count: self._tell(replace(self._study.request, count=count or None)))
        self.features.clicked.connect(self.open_features)
        self.level.chosen.connect(lambda name: self.chosen.emit(replace(self._study, level=Dimension(name))))
        self.threshold.chosen.connect(lambda value: self.chosen.emit(replace(self._study, threshold=value)))

    def _tell(self, request: GroupRequest) -> None:
        self.chosen.emit(replace(self._study, request=request))

    def _on_of_chosen(self, name: str) -> None:
        """Other members have other features, and another number of groups suits them."""
        self._tell(GroupRequest(Dimension(name), (), self._study.request.method))

    def _on_features_applied(self, names: tuple[str, ...]) -> None:
        self._tell(replace(self._study.request, features=names))

    def _count_name(self, count: int) -> str:
        say = self._desk.texts.say
        return say("clusters.count_given", count=count) if count else say("clusters.count_auto")
