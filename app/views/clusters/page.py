"""The page of groups: what is asked above, charts and table below, cards of the groups beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.bridge.charts.cards import ChartClick, ImageKind
from app.bridge.cluster_pages import StudyPage, holder_keys, study_page
from app.bridge.cluster_study import Answer, ClusterStudy, Study, StudyView, study_from_state, study_state
from app.bridge.dashboard_filters import Facet, cleared, with_keys
from app.bridge.desk import Desk
from app.bridge.pivot_basis import basis_line, left_out_summary
from app.engine.analysis.clusters.methods import Method
from app.engine.analysis.dependence import Dependence
from app.engine.errors import EngineError
from app.views.clusters.content import StudyContent
from app.views.clusters.controls import StudyControls
from app.views.clusters.member_menu import member_menu, select_member
from app.widgets.chart_pictures import take_pictures
from app.widgets.elided_label import ElidedLabel
from app.widgets.export_button import ExportButton
from app.widgets.filter_bar import FilterBar
from app.widgets.parts import label
from app.widgets.pivot_busy import BusyNote
from app.widgets.segments import Segments
from app.widgets.table_export import TableExport
from app.widgets.table_notice import Remedy, TableNotice


class ClustersPage(QWidget):
    """Shows the shared selection as groups; `shown` when an answer stands, or why there is none."""

    shown = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._answer: Answer = None
        self._group: int | None = None
        self.page: StudyPage | None = None
        self.study = ClusterStudy(desk.session, desk.runner, self)
        self.views = Segments(
            desk.texts, "clusters.views", [(view.value, f"clusters.view_{view.value}") for view in StudyView]
        )
        self.filters = FilterBar(desk)
        self.controls = StudyControls(desk)
        self.sentence = label("muted", "studySentence", wraps=True)
        self.content = StudyContent(desk)
        self.notice = TableNotice(desk)
        self.basis = ElidedLabel()
        self.export = TableExport(desk, self)
        self.export_button = ExportButton(desk)
        self._build()
        self.busy = BusyNote(desk.texts, self._stack)
        self._connect()
        self._on_changed()
        self._enable_export()

    def saved_state(self) -> dict[str, object]:
        """What is set, for saved views and the next start."""
        return study_state(self.study.study)

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Set that again."""
        self.study.set(study_from_state(state))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for what changed while the page was hidden."""
        super().showEvent(event)
        self._show_whether_empty()
        self.study.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for nothing that nobody sees."""
        super().hideEvent(event)
        self.study.watch(False)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        title = label("title")
        texts.bind(title.setText, "clusters.title")
        head = QHBoxLayout()
        head.setSpacing(space(2))
        head.addWidget(title)
        head.addSpacing(space(3))
        head.addWidget(self.views)
        head.addStretch(1)
        head.addWidget(self.export_button)
        self.basis.setProperty("role", "caption")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.content)
        self._stack.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(self.controls)
        column.addWidget(self.sentence)
        column.addWidget(self._stack, 1)
        column.addWidget(self.basis)

    def _connect(self) -> None:
        desk, study, content = self._desk, self.study, self.content
        study.changed.connect(self._on_changed)
        study.answered.connect(self._on_answered)
        study.failed.connect(self._on_failed)
        study.busy_changed.connect(self.busy.set_busy)
        self.busy.stopped.connect(self._on_stopped)
        self.views.chosen.connect(self._on_view_chosen)
        self.controls.chosen.connect(study.set)
        self.notice.remedy_chosen.connect(self._on_remedy_chosen)
        content.area.clicked.connect(self._on_chart_clicked)
        content.picture_asked.connect(self._on_picture_asked)
        content.row_opened.connect(self._on_row_opened)
        content.row_pointed_at.connect(self._on_row_pointed_at)
        content.cards.members_requested.connect(self._show_members)
        content.cards.filter_requested.connect(self._filter_to_group)
        self.export_button.chosen.connect(self._save)
        desk.texts.language_changed.connect(self._show_answer)
        desk.session.data_changed.connect(self._show_whether_empty)

    def _on_changed(self) -> None:
        study = self.study.study
        self.views.show_choice(study.view.value)
        self.controls.show_study(study)

    def _on_view_chosen(self, name: str) -> None:
        self._group = None
        self.study.set(replace(self.study.study, view=StudyView(name)))

    def _on_answered(self, answer: Answer) -> None:
        self._answer = answer
        self._show_answer()
        self.shown.emit()

    def _show_answer(self) -> None:
        if self._answer is None:
            return
        language, view = self._desk.texts.language, self.study.study.view
        page = self.page = study_page(view, self._answer, self._desk.session.selection, language, group=self._group)
        self.sentence.setText(("" if language.value == "zh" else " ").join(page.sentences))
        self.content.cards.show_groups(page.groups)
        self.content.show_view(view, page.charts, page.table)
        lines = (basis_line(page.basis, language), left_out_summary(page.basis, language))
        self.basis.setText("   ".join(line for line in lines if line))
        self._stack.setCurrentWidget(self.content)
        self._enable_export()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            self.notice.show_error(error, Remedy.CLEAR_FILTERS)
        else:
            self.notice.show_code("explore.failed", Remedy.ASK_AGAIN)
            self._desk.notices.post_error(error)
        self._show_nothing()

    def _on_stopped(self) -> None:
        self.study.stop()
        self.busy.set_busy(False)
        self._say("explore.stopped", Remedy.ASK_AGAIN)

    def _show_whether_empty(self) -> None:
        if not self._desk.session.has_data:
            self._say("explore.no_data", Remedy.GO_TO_DATA)

    def _say(self, code: str, remedy: Remedy) -> None:
        self.notice.show_code(code, remedy)
        self._show_nothing()

    def _show_nothing(self) -> None:
        self._answer = self.page = None
        self.sentence.setText("")
        self.basis.setText("")
        self._stack.setCurrentWidget(self.notice)
        self._enable_export()
        self.shown.emit()

    def _on_remedy_chosen(self, remedy: Remedy) -> None:
        match remedy:
            case Remedy.GO_TO_DATA:
                self._desk.navigation.go("data")
            case Remedy.CLEAR_FILTERS:
                self.study.set(Study(view=self.study.study.view))
                self._desk.session.select(cleared(self._desk.session.selection))
                self.study.ask()
            case _:
                self.study.ask_again()

    def _on_chart_clicked(self, click: ChartClick) -> None:
        if self.page is None:
            return
        match click.chart:
            case "count":
                self._on_count_clicked(click.key)
            case "holders" if isinstance(self._answer, Dependence):
                self._select(Facet.COUNTRY, holder_keys(self._answer).get(click.key))
            case "movement" if click.key.count(":") == 1:
                self._show_members(int(click.key.partition(":")[2]))
            case "plane" | "map":
                self._select(self.page.facet, self.page.keys.get(click.key))
            case _:
                return

    def _on_count_clicked(self, key: str) -> None:
        study = self.study.study
        request = (
            replace(study.request, count=int(key)) if key.isdecimal() else replace(study.request, method=Method(key))
        )
        self.study.set(replace(study, request=request))

    def _select(self, facet: Facet, key: str | None) -> None:
        if key is not None:
            select_member(self._desk, facet, key)

    def _key_of_row(self, row: int) -> str:
        page = self.page
        if page is None or page.table is None:
            return ""
        return page.keys.get(str(self.content.table.content.rows[row][page.key_column]), "")

    def _on_row_opened(self, row: int) -> None:
        if self.page is not None and (key := self._key_of_row(row)):
            select_member(self._desk, self.page.facet, key)

    def _on_row_pointed_at(self, row: int, at: QPoint) -> None:
        if self.page is None or not (key := self._key_of_row(row)):
            return
        name = str(self.content.table.content.rows[row][self.page.key_column + 1])
        menu = member_menu(self._desk, self.page.facet, key, name, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _show_members(self, number: int) -> None:
        self._group = number
        study = self.study.study
        if study.view is StudyView.MEMBERS:
            self._show_answer()
        else:
            self.study.set(replace(study, view=StudyView.MEMBERS))

    def _filter_to_group(self, number: int) -> None:
        page = self.page
        if page is None or not page.documents:
            return
        sign = page.groups[number].sign
        members = page.documents[-2].rows
        keys = [page.keys[str(row[1])] for row in members if row[0] == sign]
        session = self._desk.session
        session.select(with_keys(session.selection, page.facet, keys))

    def _enable_export(self) -> None:
        self.export_button.setEnabled(self.page is not None)

    def _save(self, kind: str) -> None:
        page, title = self.page, self._title()
        if page is None:
            return

        def write(pictures: Mapping[str, bytes]) -> None:
            drawn = {page.charts[card].title: picture for card, picture in pictures.items()}
            tables = page.printed if kind == "pdf" else page.documents
            self.export.save(kind, title, tables, page.basis, sentences=page.sentences, pictures=drawn)

        if kind == "pdf":
            take_pictures(self.content.area, [card for card, chart in page.charts.items() if chart.option], write)
        else:
            write({})

    def _on_picture_asked(self, card: str, kind: ImageKind) -> None:
        title = self._title()
        self.content.area.capture(card, kind, lambda picture: self.export.save_picture(kind.value, title, picture))

    def _title(self) -> str:
        say = self._desk.texts.say
        if self.study.study.view is StudyView.DEPENDENCE:
            return say("dependence.risk_list")
        return f"{say('clusters.title')} {say(f'clusters.of_{self.study.study.request.dimension.value}')}"
