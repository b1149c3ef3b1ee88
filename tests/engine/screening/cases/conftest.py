from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.officers import Session
from tests.engine.screening.case_desks import desk_in, officer


@pytest.fixture
def desk(tmp_path: Path) -> CaseDesk:
    """A new desk."""
    return desk_in(tmp_path)


@pytest.fixture
def li(desk: CaseDesk) -> Session:
    """Its first officer, signed in."""
    return officer(desk)
