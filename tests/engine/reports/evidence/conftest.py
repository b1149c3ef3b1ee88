from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PIL import Image

from app.engine.messages import Language
from app.engine.price.answers import Comparable, Interval, PriceAnswer, PriceCurve, PriceQuestion, State, YearPoint
from app.engine.reports.evidence.extras import EvidenceExtras, printed_heat_map, printed_photo
from app.engine.reports.evidence.writing import Evidence, write_evidence
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import Run
from app.engine.screening.case_steps import Decision
from app.engine.screening.cases import case_of, decide
from app.engine.screening.officers import Session
from app.engine.store.selection import Direction
from tests.engine.reports.pictures import png
from tests.engine.screening.case_desks import desk_in, officer, run_of_lines, scored
from tests.engine.screening.cases.conftest import desk, li

__all__ = ["desk", "li"]

MADE_AT = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Worked:
    """A desk that has decided about one line and written evidence of it."""

    desk: CaseDesk
    session: Session
    run: Run
    evidence: Evidence


def answer(year: int, price: float) -> PriceAnswer:
    question = PriceQuestion(Direction.IMPORT, "27090000", year, unit=1)
    intervals = (Interval(80, price * 0.7, price * 1.4),)
    return PriceAnswer(question, State.PRICED, "USD", 1, price, intervals, None, 0, {}, "price-7", False, 1.0)


CURVE = PriceCurve(
    tuple(answer(year, 15.0 + year - 2015) for year in range(2015, 2023)),
    tuple(YearPoint(year, 100, 10.0, 14.0 + year - 2015, 20.0, ()) for year in range(2015, 2022)),
    (),
)
COMPARABLES = (Comparable(2020, "27090000", 502, 31, 10, Decimal(100), 1, Decimal(2000), 20.0, 0.9),)


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    folder = tmp_path_factory.mktemp("evidence")
    desk = desk_in(folder)
    session = officer(desk)
    run = run_of_lines(desk, session, [scored(trader="上海某某进出口有限公司", origin=502)])
    decide(desk, session, run, [1], Decision.INSPECT, "价格过低")
    Image.new("RGB", (640, 400), "#8888aa").save(folder / "photo.jpg")
    extras = EvidenceExtras(
        CURVE,
        COMPARABLES,
        printed_photo(folder / "photo.jpg"),
        printed_heat_map(png(320, 200), "heat-1"),
        filters=("风险不低于 50%",),
    )
    evidence = write_evidence(
        desk, session, case_of(desk, run, 1), extras, folder / "证据.pdf", language=Language.ZH, made_at=MADE_AT
    )
    return Worked(desk, session, run, evidence)
