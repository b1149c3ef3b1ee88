"""JSON objects of groups and of dependence; the keys are a contract."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.cli.query_documents import Document, answer_document, member_document, rounded
from app.engine.analysis.clusters.choice import Candidate
from app.engine.analysis.clusters.features import Feature
from app.engine.analysis.clusters.grouping import Group, Grouping
from app.engine.analysis.clusters.methods import NO_GROUP
from app.engine.analysis.clusters.movement import Movement
from app.engine.analysis.clusters.words import certainty, description, group_names, letter
from app.engine.analysis.dependence import Dependence, Held
from app.engine.analysis.dependence_words import dependence_summary
from app.engine.messages import Language, text
from app.engine.reports.cluster_tables import member_rows
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Direction


def grouping_document(
    grouping: Grouping,
    compared: Sequence[tuple[Candidate, float]],
    moves: Movement | None,
    language: Language,
) -> Document:
    """Groups with descriptions, members as `rows`, how the number was chosen, and how other methods agree."""
    names = group_names(grouping.groups, language)
    rows = [_member_document(grouping, row, language) for row in member_rows(grouping)]
    return answer_document(rows, grouping.basis, [], language) | {
        "of": grouping.request.dimension.value,
        "method": grouping.request.method.value,
        "k": len(grouping.groups),
        "is_k_chosen": grouping.request.count is None and grouping.request.method.takes_count,
        "years": list(grouping.years),
        "features": [feature_document(feature, language) for feature in grouping.matrix.features],
        "features_left_out": {feature.name: reason.value for feature, reason in grouping.matrix.left_out.items()},
        "considered": [_candidate_document(each) for each in grouping.considered],
        "silhouette": rounded(grouping.chosen.silhouette),
        "stability": rounded(grouping.chosen.stability),
        "certainty": certainty(grouping.chosen, language),
        "explained": [rounded(share) for share in grouping.plane.explained],
        "groups": [
            _group_document(group, letter(number), names[number])
            | {"description": description(grouping, number, language)}
            for number, group in enumerate(grouping.groups)
        ],
        "compared": [_candidate_document(each) | {"agreement": rounded(agreement)} for each, agreement in compared],
        "movement": None if moves is None else _movement_document(grouping, moves),
    }


def feature_document(feature: Feature, language: Language) -> Document:
    """A feature with its formula and caveat."""
    return {
        "feature": feature.name,
        "name": text(f"clusters.feature_{feature.name}", language),
        "formula": text(f"clusters.formula_{feature.name}", language),
        "caveat": text(f"clusters.caveat_{feature.name}", language),
    }


def dependence_document(found: Dependence, language: Language) -> Document:
    """Held products as `rows`, then holders and bands."""
    is_import = found.direction is Direction.IMPORT
    rows = [_held_document(found, each, language) for each in found.held]
    return answer_document(rows, found.basis, [], language) | {
        "level": found.level.value,
        "direction": found.direction.value,
        "threshold": found.threshold,
        "years": None if found.years is None else list(found.years),
        "products": found.products,
        "summary": dependence_summary(found, language),
        "holders": [
            member_document(Dimension.COUNTRY, each.partner, language, is_import=is_import)
            | {
                "products": each.products,
                "by_band": {band.value: count for band, count in each.by_band.items()},
                "value": each.value,
            }
            for each in found.holders
        ],
        "bands": {
            band.value: {
                "products": sums.products,
                "value": sums.value,
                "held": sums.held,
                "held_value": sums.held_value,
            }
            for band, sums in found.bands.items()
        },
    }


def _held_document(found: Dependence, each: Held, language: Language) -> Document:
    is_import = found.direction is Direction.IMPORT

    def partner(code: int) -> Document:
        return member_document(Dimension.COUNTRY, code, language, is_import=is_import)

    return {
        **member_document(found.level, each.product, language),
        "partner": partner(each.partner),
        "share": rounded(each.share),
        "share_first": rounded(each.share_first),
        "share_last": rounded(each.share_last),
        "second": None if each.second is None else partner(each.second),
        "second_share": rounded(each.second_share),
        "partners": each.partners,
        "hhi": rounded(each.hhi),
        "band": each.band.value,
        "value": each.value,
        "held_value": each.held_value,
    }


def _member_document(grouping: Grouping, row: int, language: Language) -> Document:
    matrix, label = grouping.matrix, int(grouping.labels[row])
    return {
        **member_document(grouping.request.dimension, int(matrix.members[row]), language),
        "group": None if label == NO_GROUP else letter(label),
        "value": float(matrix.values[row]),
        "distance": _figure(grouping.distances[row]),
        "silhouette": _figure(grouping.silhouettes[row]),
        "place": [rounded(float(place)) for place in grouping.plane.places[row]],
        "features": {
            feature.name: _figure(matrix.figures[row, column]) for column, feature in enumerate(matrix.features)
        },
    }


def _group_document(group: Group, sign: str, name: str) -> Document:
    return {
        "group": sign,
        "name": name,
        "members": len(group.rows),
        "value_share": rounded(group.value_share),
        "silhouette": rounded(group.silhouette),
        "deviations": [
            {
                "feature": each.feature.name,
                "typical": _figure(each.typical),
                "whole": _figure(each.whole),
                "strength": rounded(each.strength),
            }
            for each in group.deviations
        ],
    }


def _candidate_document(each: Candidate) -> Document:
    return {
        "method": each.way.method.value,
        "k": each.groups,
        "silhouette": rounded(each.silhouette),
        "stability": rounded(each.stability),
        "without_group": each.without_group,
    }


def _movement_document(grouping: Grouping, moves: Movement) -> Document:
    count = len(grouping.groups)
    return {
        "spans": [[span.first, span.last] for span in moves.spans],
        "flows": [
            [[moves.flow(place, before, after) for after in range(count)] for before in range(count)]
            for place in range(len(moves.spans) - 1)
        ],
        "moved": len(moves.moved()),
    }


def _figure(value: float) -> float | None:
    figure = float(value)
    return rounded(figure) if math.isfinite(figure) else None
