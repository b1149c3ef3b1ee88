"""A view of the page of groups, ready to be shown: sentences, charts, the table, and what documents hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.bridge.charts.cards import Chart
from app.bridge.cluster_charts import dependence_charts, group_charts, movement_chart
from app.bridge.cluster_study import Answer, GroupAnswer, StudyView
from app.bridge.cluster_words import GroupWords, facet_keys, facet_of, group_words
from app.bridge.dashboard_filters import Facet, keys_of
from app.engine.analysis.clusters.words import certainty, left_out_words
from app.engine.analysis.dependence import Dependence
from app.engine.analysis.dependence_words import dependence_summary
from app.engine.messages import Language, text
from app.engine.reports.cluster_tables import group_table, member_table, movers_table
from app.engine.reports.dependence_tables import holder_table, risk_table
from app.engine.reports.tables import Table
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class StudyPage:
    """What one view shows; the table's rows have their key in `key_column`, and `facet` is the filter it stands for."""

    basis: Basis
    sentences: tuple[str, ...]
    facet: Facet
    keys: Mapping[str, str]  # from keys of charts and tables to those of filters
    charts: Mapping[str, Chart] = field(default_factory=dict)
    table: Table | None = None
    key_column: int = 0
    groups: tuple[GroupWords, ...] = ()
    documents: tuple[Table, ...] = ()  # the first is what CSV holds
    printed: tuple[Table, ...] = ()  # what a sheet of paper has room for


def study_page(
    view: StudyView, answer: Answer, selection: Selection, language: Language, *, group: int | None = None
) -> StudyPage:
    """The page of an answer; `group` keeps only its members in the table."""
    if isinstance(answer, Dependence):
        return _dependence_page(answer, selection, language)
    return _group_page(view, answer, selection, language, group)


def _group_page(
    view: StudyView, answer: GroupAnswer, selection: Selection, language: Language, group: int | None
) -> StudyPage:
    grouping = answer.grouping
    dimension = grouping.request.dimension
    facet = facet_of(dimension)
    chosen = frozenset(keys_of(selection, facet))
    charts: dict[str, Chart] = {}
    table, key_column = None, 1
    documents: tuple[Table, ...] = (member_table(grouping, language), group_table(grouping, language))
    if view is StudyView.GROUPS:
        charts = group_charts(answer, language, chosen)
    elif view is StudyView.MEMBERS:
        number = group if group is not None and group < len(grouping.groups) else None
        rows = None if number is None else grouping.groups[number].rows.tolist()
        table = member_table(grouping, language, rows=rows)
    elif answer.moves is not None:
        charts = movement_chart(grouping, answer.moves, language)
        table, key_column = movers_table(grouping, answer.moves, language), 0
        documents = (table, *documents)
    printed = (*documents[:-2], documents[-1], member_table(grouping, language, with_features=False))
    return StudyPage(
        basis=grouping.basis,
        sentences=_sentences(answer, chosen, language),
        facet=facet,
        keys=facet_keys(grouping),
        charts=charts,
        table=table,
        key_column=key_column,
        groups=group_words(grouping, language),
        documents=documents,
        printed=printed,
    )


def _sentences(answer: GroupAnswer, chosen: Collection[str], language: Language) -> tuple[str, ...]:
    grouping = answer.grouping
    said = [certainty(grouping.chosen, language)]
    if unused := left_out_words(grouping.matrix.left_out, language):
        joined = ("；" if language is Language.ZH else "; ").join(unused)
        said.append(text("clusters.unused_features", language, list=joined))
    if chosen:
        dimension = text(f"clusters.of_{grouping.request.dimension.value}", language)
        said.append(text("clusters.own_filter", language, dimension=dimension))
    return tuple(said)


def _dependence_page(found: Dependence, selection: Selection, language: Language) -> StudyPage:
    table = risk_table(found, language)
    documents = (table, holder_table(found, language))
    chosen = frozenset(keys_of(selection, Facet.COUNTRY))
    return StudyPage(
        basis=found.basis,
        sentences=(dependence_summary(found, language),),
        facet=Facet.HS,
        keys={key: key for each in found.held if (key := member_key(found.level, each.product))},
        charts=dependence_charts(found, language, chosen),
        table=table,
        documents=documents,
        printed=documents,
    )


def holder_keys(found: Dependence) -> dict[str, str]:
    """From the keys of the chart of partners to those of filters."""
    return {member_key(Dimension.COUNTRY, each.partner): str(each.partner) for each in found.holders}
