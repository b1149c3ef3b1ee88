from __future__ import annotations

from decimal import Decimal

from app.bridge.report_model import ReportModel
from app.engine.messages import Language
from app.engine.reports.tables import Column, Kind, Table


def test_the_texts_of_a_column_are_those_that_stand_in_its_first_rows(qapp: object) -> None:
    table = Table(
        "sums",
        (Column("code", Kind.TEXT), Column("sum", Kind.MONEY)),
        (("01", Decimal(1_234_567)), ("02", None), ("03", Decimal(5)), ("03", Decimal(6))),
    )
    model = ReportModel(table)

    for language in (None, *Language):
        model.show_table(table, shortened=language)
        for column in (0, 1):
            shown = {model.index(row, column).data() for row in range(3)}
            assert model.texts(column, 3) == shown
