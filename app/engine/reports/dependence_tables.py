"""The supply-chain risk list and its sums, as tables for screens and documents."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.analysis.bands import Band
from app.engine.analysis.dependence import Dependence
from app.engine.messages import Language, text
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name
from app.engine.store.selection import Direction


def risk_table(found: Dependence, language: Language) -> Table:
    """One row for each held product, in the order of the answer."""
    is_import = found.direction is Direction.IMPORT
    years = found.years or (0, 0)

    def partner(code: int | None) -> str | None:
        return None if code is None else member_name(Dimension.COUNTRY, code, language, is_import=is_import)

    def title(name: str, **params: object) -> str:
        return text(f"dependence.column_{name}", language, **params)

    columns = (
        Column(title("code")),
        Column(title("product")),
        Column(title("partner")),
        Column(title("share"), Kind.SHARE),
        Column(title("share_in", year=years[0]), Kind.SHARE),
        Column(title("share_in", year=years[1]), Kind.SHARE),
        Column(title("second")),
        Column(title("second_share"), Kind.SHARE),
        Column(title("partners"), Kind.INTEGER),
        Column(title("hhi"), Kind.INTEGER),
        Column(title("band")),
        Column(title("value"), Kind.MONEY),
        Column(title("held_value"), Kind.MONEY),
    )
    rows = [
        (
            member_key(found.level, each.product),
            member_name(found.level, each.product, language),
            partner(each.partner),
            each.share,
            each.share_first,
            each.share_last,
            partner(each.second),
            each.second_share if each.second is not None else None,
            each.partners,
            round(each.hhi * 10_000),
            band_name(each.band, language),
            each.value,
            each.held_value,
        )
        for each in found.held
    ]
    return Table(text("dependence.risk_list", language), columns, rows)


def holder_table(found: Dependence, language: Language) -> Table:
    """One row for each partner that holds any product."""
    is_import = found.direction is Direction.IMPORT
    columns = (
        Column(text("dependence.column_partner", language)),
        Column(text("dependence.column_products", language), Kind.INTEGER),
        *(Column(text("dependence.column_in_band", language, band=band_name(b, language)), Kind.INTEGER) for b in Band),
        Column(text("dependence.column_held_value", language), Kind.MONEY),
    )
    rows: list[Sequence[Cell]] = [
        (
            member_name(Dimension.COUNTRY, each.partner, language, is_import=is_import),
            each.products,
            *(each.by_band[band] for band in Band),
            each.value,
        )
        for each in found.holders
    ]
    return Table(text("dependence.holders", language), columns, rows)


def band_name(band: Band, language: Language) -> str:
    """The name of a band."""
    return text(f"dependence.band_{band.value}", language)
