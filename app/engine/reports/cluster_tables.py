"""Groups and their members, as tables for screens and documents."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.engine.analysis.clusters.features import Form
from app.engine.analysis.clusters.grouping import Grouping
from app.engine.analysis.clusters.methods import NO_GROUP
from app.engine.analysis.clusters.movement import Movement
from app.engine.analysis.clusters.words import description, group_names, letter
from app.engine.messages import Language, text
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.dimensions import member_key
from app.engine.store.members import member_name
from app.engine.store.questions.member_facts import Reals

_DIGITS = 3
_KINDS = {Form.SHARE: Kind.SHARE, Form.CHANGE: Kind.SHARE, Form.COUNT: Kind.INTEGER}


def member_table(
    grouping: Grouping, language: Language, *, rows: Sequence[int] | None = None, with_features: bool = True
) -> Table:
    """One row for each member, group by group and the largest first; `rows` keeps only these rows of the matrix."""
    matrix, dimension = grouping.matrix, grouping.request.dimension
    features = matrix.features if with_features else ()
    columns = (
        Column(text("clusters.column_group", language)),
        Column(text("clusters.column_key", language)),
        Column(text("clusters.column_member", language)),
        Column(text("clusters.column_value", language), Kind.MONEY),
        Column(text("clusters.column_distance", language), Kind.NUMBER),
        Column(text("clusters.column_silhouette", language), Kind.NUMBER),
        *(
            Column(text(f"clusters.feature_{feature.name}", language), _KINDS.get(feature.form, Kind.NUMBER))
            for feature in features
        ),
    )
    found: list[tuple[Cell, ...]] = []
    for row in member_rows(grouping) if rows is None else rows:
        code, label = int(matrix.members[row]), int(grouping.labels[row])
        found.append(
            (
                text("clusters.without_group", language) if label == NO_GROUP else letter(label),
                member_key(dimension, code),
                member_name(dimension, code, language),
                float(matrix.values[row]),
                _rounded(grouping.distances, row),
                _rounded(grouping.silhouettes, row),
                *(_figure(matrix.figures, row, column) for column in range(len(features))),
            )
        )
    return Table(text("clusters.members", language), columns, found)


def member_rows(grouping: Grouping) -> list[int]:
    """Rows of the matrix in the order of the table."""
    placed = [row for group in grouping.groups for row in group.rows.tolist()]
    return placed + [row for row, label in enumerate(grouping.labels.tolist()) if label == NO_GROUP]


def group_table(grouping: Grouping, language: Language) -> Table:
    """One row for each group, with its description."""
    columns = (
        Column(text("clusters.column_group", language)),
        Column(text("clusters.column_name", language)),
        Column(text("clusters.column_count", language), Kind.INTEGER),
        Column(text("clusters.column_share", language), Kind.SHARE),
        Column(text("clusters.column_silhouette", language), Kind.NUMBER),
        Column(text("clusters.column_description", language)),
    )
    names = group_names(grouping.groups, language)
    rows = [
        (
            letter(number),
            names[number],
            len(group.rows),
            group.value_share,
            round(group.silhouette, _DIGITS),
            description(grouping, number, language),
        )
        for number, group in enumerate(grouping.groups)
    ]
    return Table(text("clusters.groups", language), columns, rows)


def _rounded(figures: Reals, row: int) -> float | None:
    figure = float(figures[row])
    return None if math.isnan(figure) else round(figure, _DIGITS)


def _figure(figures: Reals, row: int, column: int) -> float | None:
    figure = float(figures[row, column])
    return None if math.isnan(figure) else figure


def movers_table(grouping: Grouping, moves: Movement, language: Language) -> Table:
    """One row for each member that ends in another group than it began in, the largest first."""
    matrix, dimension = grouping.matrix, grouping.request.dimension
    spans = [str(span.first) if span.first == span.last else f"{span.first}–{span.last}" for span in moves.spans]
    columns = (
        Column(text("clusters.column_key", language)),
        Column(text("clusters.column_member", language)),
        Column(text("clusters.column_value", language), Kind.MONEY),
        *(Column(text("clusters.column_from", language, years=span)) for span in spans),
    )
    rows = [
        (
            member_key(dimension, int(matrix.members[row])),
            member_name(dimension, int(matrix.members[row]), language),
            float(matrix.values[row]),
            *(letter(label) if label != NO_GROUP else None for label in moves.labels[:, row].tolist()),
        )
        for row in sorted(moves.moved(), key=lambda row: -float(matrix.values[row]))
    ]
    return Table(text("clusters.movers", language), columns, rows)
