"""The one dialog for failures that nobody expected: a report to copy, and the choice to go on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.failure_report import FailureReport
from app.bridge.notices import Level
from app.widgets.parts import answer, label

_SIZE = (720, 480)
_ICON = 32
_EXIT_FAILED = 1


class ErrorDialog(QDialog):
    """Shows the first report in full; further ones are added below, the same ones only counted."""

    def __init__(self, desk: Desk, report: FailureReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("errorDialog")
        self._texts = desk.texts
        self._counts = {report.fingerprint: 1}
        self._reports = [report]
        self.resize(*_SIZE)
        self._build(desk)
        self._show_reports()

    @property
    def report(self) -> str:
        """What the copy button copies."""
        return self._text.toPlainText()

    def add(self, report: FailureReport) -> None:
        """Another failure while the dialog is open."""
        if report.fingerprint not in self._counts:
            self._reports.append(report)
        self._counts[report.fingerprint] = self._counts.get(report.fingerprint, 0) + 1
        self._show_reports()

    def _build(self, desk: Desk) -> None:
        texts, space = self._texts, desk.theme.tokens.space
        icon, heading, about = label(), label("heading"), label(wraps=True)
        self._count = label("muted", "failureCount")
        self._text = QPlainTextEdit(readOnly=True)
        icon.setPixmap(desk.icons.pixmap("triangle-alert", _ICON, "danger"))
        texts.bind(self.setWindowTitle, "failure.title")
        texts.bind(heading.setText, "failure.title")
        texts.bind(about.setText, "failure.about")
        texts.bind(self._text.setAccessibleName, "failure.report")
        top = QHBoxLayout()
        top.setSpacing(space(3))
        top.addWidget(icon)
        top.addWidget(heading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(4))
        column.setSpacing(space(3))
        column.addLayout(top)
        for widget in (about, self._text, self._count):
            column.addWidget(widget)
        column.addLayout(self._buttons())
        self._go_on.setFocus()

    def _buttons(self) -> QHBoxLayout:
        copy, leave, go_on = answer("", "copyReport"), answer("danger", "quit"), answer("primary", "continue")
        for each, code in ((copy, "failure.copy"), (leave, "failure.quit"), (go_on, "failure.continue")):
            self._texts.bind(each.setText, code)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        leave.clicked.connect(lambda: QCoreApplication.exit(_EXIT_FAILED))
        go_on.clicked.connect(self.accept)
        go_on.setDefault(True)
        self._go_on = go_on
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(go_on)
        return row

    def _show_reports(self) -> None:
        self._text.setPlainText("\n\n".join(report.text for report in self._reports))
        times = sum(self._counts.values())
        self._texts.bind(self._count.setText, "failure.times", times=times)
        self._count.setVisible(times > 1)


class FailureDesk(QObject):
    """Opens the dialog, at most one at a time; what the user has seen and continued with is only noticed.

    Nothing is shown to an audience: it waits until big screen or kiosk are left.
    """

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._dialog: ErrorDialog | None = None
        self._seen: set[str] = set()
        self._has_audience = False
        self._kept: list[FailureReport] = []
        desk.navigation.audience_changed.connect(self._on_audience)

    @property
    def dialog(self) -> ErrorDialog | None:
        """The dialog while it is open."""
        return self._dialog

    def show_report(self, report: FailureReport) -> None:
        """Tell of one failure."""
        if self._has_audience:
            self._keep(report)
            return
        if self._dialog is not None:
            self._dialog.add(report)
        elif report.fingerprint in self._seen:
            self._desk.notices.post(Level.ERROR, "failure.again")
        else:
            self._dialog = ErrorDialog(self._desk, report, self._window)
            self._dialog.finished.connect(self._on_finished)
            self._dialog.open()
        self._seen.add(report.fingerprint)

    def _keep(self, report: FailureReport) -> None:
        """Each kind once, for a display stands for days."""
        if all(report.fingerprint != kept.fingerprint for kept in self._kept):
            self._kept.append(report)

    def _on_audience(self, has_audience: bool) -> None:
        self._has_audience = has_audience
        if not has_audience:
            kept, self._kept = self._kept, []
            for report in kept:
                self.show_report(report)

    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
