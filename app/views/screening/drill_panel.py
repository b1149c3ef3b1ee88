"""The drill: what is planted, and who finds it; beside every baseline and, on demo data, the best possible."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.bridge.desk import Desk
from app.bridge.screening_drill import (
    CHAPTERS,
    MULTIPLIERS,
    NAMED_CHAPTERS,
    NAMES,
    PRICES,
    DrillBoard,
    DrillQuestion,
    contestants,
    drill_table,
)
from app.engine.reports.tables import Table
from app.engine.screening.drill import DrillReport
from app.widgets.choice_box import ChoiceBox
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import button, frame, label
from app.widgets.report_table import ReportTable
from app.widgets.segments import Segments
from app.widgets.share_plot import ShareCurve, SharePlot

_USUAL_MULTIPLIER, _USUAL_SHARE, _MOST_SEED, _STEPS = 0.5, 5.0, 999_999, 1_000
_PLOT_HEIGHT = 180
_OTHERS = (CHAPTERS, NAMED_CHAPTERS, NAMES)
_SHOWN = ("precision", "recall", "value_recovered")


class DrillPanel(QWidget):
    """Follows its board."""

    def __init__(self, desk: Desk, board: DrillBoard) -> None:
        super().__init__()
        self._desk, self._board = desk, board
        self.kind = ChoiceBox(desk.texts, self._kind_name, label_code="screening_desk.drill_kind")
        self.kind.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.show_choices((*MULTIPLIERS, *_OTHERS), _USUAL_MULTIPLIER)
        self.share = QDoubleSpinBox(minimum=0.1, maximum=50, value=_USUAL_SHARE, decimals=1, suffix="%")
        self.seed = QSpinBox(minimum=0, maximum=_MOST_SEED)
        self.start, self.stop, self.copy = (
            button("primary", "startDrill"),
            button("", "stopDrill"),
            button("", "copyDrill"),
        )
        self.progress = QProgressBar(textVisible=False)
        choices = [(name, f"screening_desk.drill_{name}") for name in _SHOWN]
        self.measure = Segments(desk.texts, "screening_desk.drill_measure", choices)
        self.measure.show_choice(_SHOWN[0])
        self._measure = _SHOWN[0]
        self.said, self.legend = CopyLabel(desk.texts, "", "drillSaid", wraps=True), label("caption", wraps=True)
        self.plot, self.table = SharePlot(desk.theme), ReportTable(Table("", (), ()))
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        about, top, card = label("muted", wraps=True), QHBoxLayout(), frame("card")
        texts.bind(about.setText, "screening_desk.drill_about")
        top.setSpacing(space(2))
        for code, control in (("drill_kind", self.kind), ("drill_share", self.share), ("drill_seed", self.seed)):
            words = label("caption")
            texts.bind(words.setText, f"screening_desk.{code}")
            texts.bind(control.setAccessibleName, f"screening_desk.{code}")
            if isinstance(control, QAbstractSpinBox):
                control.setAlignment(Qt.AlignmentFlag.AlignCenter)
            top.addWidget(words)
            top.addWidget(control)
        for each, code in ((self.start, "drill_start"), (self.stop, "stop"), (self.copy, "copy_table")):
            texts.bind(each.setText, f"screening_desk.{code}")
        texts.bind(self.table.setAccessibleName, "screening_desk.drill")
        top.addWidget(self.start)
        top.addWidget(self.stop)
        top.addWidget(self.progress, 1)
        top.addStretch(1)
        top.addWidget(self.measure)
        top.addWidget(self.copy)
        self.plot.setMinimumHeight(_PLOT_HEIGHT)
        column = QVBoxLayout(card)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addWidget(about)
        column.addLayout(top)
        column.addWidget(self.said)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 2)
        column.addWidget(self.table, 3)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, space(3), 0, 0)
        whole.addWidget(card)

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._board.stop)
        self.copy.clicked.connect(self.table.copy)
        self.measure.chosen.connect(self._on_measure)
        self._board.changed.connect(self._show)
        self._board.progressed.connect(self._on_progressed)
        self._desk.texts.language_changed.connect(self._show)

    def _on_start(self) -> None:
        chosen, share, seed = self.kind.value, self.share.value() / 100, self.seed.value()
        if isinstance(chosen, float):
            self._board.start(DrillQuestion(PRICES, chosen, share, seed))
        else:
            self._board.start(DrillQuestion(str(chosen), None, share, seed))

    def _on_measure(self, name: str) -> None:
        self._measure = name
        self._show()

    def _on_progressed(self, done: object, total: object) -> None:
        if isinstance(done, int) and isinstance(total, int) and total:
            self.progress.setRange(0, _STEPS)
            self.progress.setValue(round(_STEPS * done / total))

    def _show(self) -> None:
        report, texts = self._board.report, self._desk.texts
        self.start.setEnabled(self._board.is_possible)
        self.stop.setVisible(self._board.is_running)
        self.progress.setVisible(self._board.is_running)
        if not self._board.is_running:
            self.progress.setRange(0, 0)
        for each in (self.copy, self.plot, self.table, self.legend, self.measure):
            each.setVisible(report is not None)
        self._rest.setVisible(report is None)
        if report is None:
            self.said.setText("" if self._board.is_running else texts.say("screening_desk.drill_none"))
            return
        self.said.setText(_sentence(report, self._desk))
        self.table.show_table(drill_table(report, texts))
        self._show_curves(report)

    def _show_curves(self, report: DrillReport) -> None:
        curves = []
        for place, (name, each) in enumerate(contestants(report, self._desk.texts)):
            ranking = each.by_recovery if self._measure == "value_recovered" else each.by_risk
            points = sorted(getattr(ranking, self._measure).items())
            xs, ys = tuple(budget for budget, _ in points), tuple(share for _, share in points)
            curves.append(ShareCurve(name, xs, ys, place, is_dashed=place > 0))
        self.plot.show_curves(curves, widest=max(curves[0].xs))
        self.legend.setText(self._desk.texts.say("screening_desk.drill_legend"))

    def _kind_name(self, kind: float | str) -> str:
        texts = self._desk.texts
        if isinstance(kind, str):
            return texts.say(f"screening_desk.drill_{kind}")
        code = "drill_under" if kind < 1 else "drill_over"
        return texts.say(f"screening_desk.{code}", multiplier=f"{kind:g}")


def _sentence(report: DrillReport, desk: Desk) -> str:
    said = desk.texts.say(
        "screening_desk.drill_said",
        planted=f"{report.planted:,}",
        rows=f"{report.rows:,}",
        year=report.year,
        seed=report.seed,
        unpriced=f"{report.unpriced:,}",
        model=report.model_version,
    )
    shares = " / ".join(f"{share:.2%}" for _, share in sorted(report.tails.items()))
    calibrated = desk.texts.say("screening_desk.drill_tails", shares=shares)
    demo = desk.texts.say("demo.label") if report.is_demo else ""
    return " ".join(part for part in (said, calibrated, demo) if part)
