"""JSON objects of answers; the keys are a contract, decimals stay exact."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.messages import Language
from app.engine.reference import units
from app.engine.store.answers import Basis, Figures, LeftOut
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension, country_key, member_key
from app.engine.store.generation_cube import DEMO
from app.engine.store.members import member_name
from app.engine.store.questions.concentration import ConcentrationAnswer
from app.engine.store.questions.cross import CrossAnswer
from app.engine.store.questions.series import SeriesAnswer
from app.engine.store.questions.top import TopAnswer
from app.engine.store.questions.totals import TotalsAnswer
from app.engine.store.questions.unit_prices import UnitPriceAnswer
from app.engine.store.selection import Direction, Selection
from app.engine.store.selection_codec import selection_document

Document = dict[str, object]
_SHARE_DIGITS = 6
_FILTERS = ("direction", "years", "countries", "provinces", "hs", "modes")


def totals_document(answer: TotalsAnswer, selection: Selection, language: Language) -> Document:
    """One row for every direction and context."""
    rows = [
        {
            "direction": row.direction.value,
            "currency": row.context.currency,
            "value": row.figures.value,
            "records": row.figures.records,
            "years": [row.first_year, row.last_year],
            **context_document(row.context),
        }
        for row in answer.rows
    ]
    return {
        "rows": rows,
        "filters": filters_document(selection),
        "left_out": [left_out_document(entry, language) for entry in answer.left_out],
    }


def top_document(answer: TopAnswer, language: Language) -> Document:
    """The ranking, with its total and the year that growth leads to."""
    is_import = answer.basis.selection.direction is Direction.IMPORT
    rows: list[Document] = [
        {
            "rank": row.rank,
            **member_document(answer.dimension, row.member, language, is_import=is_import),
            **figures_document(row.figures, language),
            "share": rounded(row.share),
            "growth": rounded(row.growth),
        }
        for row in answer.rows
    ]
    more = {"by": answer.dimension.value, "total": _sums(answer.total), "growth_year": answer.growth_year}
    return answer_document(rows, answer.basis, [row.figures for row in answer.rows], language) | more


def series_document(answer: SeriesAnswer, language: Language) -> Document:
    """Points in time order; with a dimension, member after member."""
    is_import = answer.basis.selection.direction is Direction.IMPORT
    rows: list[Document] = []
    for row in answer.rows:
        point: Document = {"year": row.year}
        if row.month is not None:
            point["month"] = row.month
        if answer.dimension and row.member is not None:
            point |= member_document(answer.dimension, row.member, language, is_import=is_import)
        rows.append(point | figures_document(row.figures, language) | {"growth": rounded(row.growth)})
    by = answer.dimension.value if answer.dimension else None
    return answer_document(rows, answer.basis, [row.figures for row in answer.rows], language) | {"by": by}


def cross_document(answer: CrossAnswer, language: Language) -> Document:
    """Cells with one object for each dimension."""
    is_import = answer.basis.selection.direction is Direction.IMPORT
    rows: list[Document] = [
        {
            **{
                dimension.value: member_document(dimension, member, language, is_import=is_import)
                for dimension, member in zip(answer.dimensions, row.members, strict=True)
            },
            **figures_document(row.figures, language),
            "share": rounded(row.share),
        }
        for row in answer.rows
    ]
    more = {"by": [dimension.value for dimension in answer.dimensions], "total": _sums(answer.total)}
    return answer_document(rows, answer.basis, [row.figures for row in answer.rows], language) | more


def unit_price_document(answer: UnitPriceAnswer, language: Language) -> Document:
    """Distributions; prices are in the currency per `unit` of the row."""
    rows: list[Document] = []
    for row in answer.rows:
        member = (
            member_document(answer.dimension, row.member, language)
            if answer.dimension and row.member is not None
            else {}
        )
        rows.append(
            member
            | {
                "direction": row.direction.value,
                "unit": unit_name(row.unit, language),
                "median": row.median,
                "lower_quartile": row.lower_quartile,
                "upper_quartile": row.upper_quartile,
                "mean": row.mean,
                **_sums(row.figures),
            }
        )
    by = answer.dimension.value if answer.dimension else None
    shared = {row.unit for row in answer.rows}
    unit = unit_name(shared.pop(), language) if len(shared) == 1 else None
    return answer_document(rows, answer.basis, [], language) | {"by": by, "unit": unit}


def concentration_document(answer: ConcentrationAnswer, language: Language) -> Document:
    """The index between 0 and 1, over all years (`year` null) and of each."""
    rows: list[Document] = [
        {
            "year": row.year,
            "hhi": rounded(row.hhi),
            "members": row.members,
            "largest": member_document(answer.dimension, row.largest, language),
            "largest_share": rounded(row.largest_share),
            **_sums(row.figures),
        }
        for row in answer.rows
    ]
    return answer_document(rows, answer.basis, [], language) | {"by": answer.dimension.value}


def member_document(dimension: Dimension, code: int, language: Language, *, is_import: bool = False) -> Document:
    """Key and name of a member; a country also has its customs code."""
    key: object = code if dimension in {Dimension.YEAR, Dimension.MONTH} else member_key(dimension, code)
    document: Document = {"key": key, "name": member_name(dimension, code, language, is_import=is_import)}
    return document | {"code": code} if dimension is Dimension.COUNTRY else document


def figures_document(figures: Figures, language: Language) -> Document:
    """Sums, with the quantity where all records share one unit."""
    document = _sums(figures)
    if figures.quantity is not None and figures.unit is not None:
        document |= {"quantity": figures.quantity, "quantity_unit": unit_name(figures.unit, language)}
    return document


def context_document(context: Context) -> Document:
    """What tells one context from another."""
    return {
        "source": context.source,
        "reporter": None if context.reporter is None else country_key(context.reporter),
        "hs_level": context.hs_level,
        "dimensions": context.dimensions.split(",") if context.dimensions else [],
        "is_demo": context.source == DEMO,
    }


def filters_document(selection: Selection) -> Document:
    """The selection as the options of the command line say it."""
    document = selection_document(selection)
    return {name: document[name] for name in _FILTERS}


def left_out_document(entry: LeftOut, language: Language) -> Document:
    """Why records are not in the answer, how many and what they are worth."""
    document: Document = {"reason": entry.reason.value, **_sums(entry.figures), "currency": entry.currency}
    if entry.rule:
        document |= {"rule": entry.rule, "profile": entry.profile}
        document |= {"sentence": entry.zh if language is Language.ZH else entry.en}
    if entry.context:
        document |= context_document(entry.context)
    if entry.dimension:
        document["dimension"] = entry.dimension.value
    return document


def unit_name(unit: int, language: Language) -> str:
    """The name of a unit by its id."""
    return units.table().by_id(unit).name(language)


def rounded(ratio: float | None) -> float | None:
    """A ratio with as many digits as anyone reads."""
    return None if ratio is None else round(ratio, _SHARE_DIGITS)


def answer_document(rows: list[Document], basis: Basis, figures: Sequence[Figures], language: Language) -> Document:
    """The keys that every answer in one context has; `unit` is that of the quantities if all rows share it."""
    units_used = {entry.unit for entry in figures}
    unit = units_used.pop() if len(units_used) == 1 else None
    return {
        "rows": rows,
        "unit": None if unit is None else unit_name(unit, language),
        "currency": basis.context.currency if basis.context else None,
        "context": context_document(basis.context) if basis.context else None,
        "filters": filters_document(basis.selection),
        "left_out": [left_out_document(entry, language) for entry in basis.left_out],
    }


def _sums(figures: Figures) -> Document:
    return {"value": figures.value, "records": figures.records}
