"""The boards of the screening desk, each given those that it asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.bridge.desk import Desk
from app.bridge.price_source import Opener, PriceSource
from app.bridge.screening_board import ScreeningBoard
from app.bridge.screening_budget import BudgetBoard
from app.bridge.screening_drill import DrillBoard
from app.bridge.screening_evidence import EvidenceBoard
from app.bridge.screening_officers import OfficerBoard
from app.bridge.screening_runs import RunBoard
from app.bridge.screening_screener import score_one
from app.bridge.screening_stand import DeskOpener, Stand
from app.bridge.screening_tools import Toolbox

if TYPE_CHECKING:
    from app.engine.screening.declaration import Declaration
    from app.engine.screening.findings import ScoredLine


class Office:
    """Made once by the page, which owns all of them."""

    def __init__(self, desk: Desk, parent: QObject, *, opener: Opener | None, desk_opener: DeskOpener) -> None:
        self.tools = Toolbox(desk.session, desk.settings.folder)
        home, runner = desk.settings.folder, desk.runner
        self.source = PriceSource(desk.session, runner, home, parent, opener=opener)
        self.stand = Stand(runner, home, parent, opener=desk_opener)
        self.officers = OfficerBoard(self.stand, parent)
        self.runs = RunBoard(self.stand, self.source, runner, self.tools, parent)
        self.board = ScreeningBoard(self.stand, self.source, runner, desk.texts, parent)
        self.budget = BudgetBoard(self.stand, self.board, runner, parent)
        self.drill = DrillBoard(desk.session, self.source, runner, parent)
        self.evidence = EvidenceBoard(self.stand, parent)

    def score_line(self, declaration: Declaration, photo: Path | None) -> ScoredLine:
        """One declaration by itself; on a worker thread."""
        return score_one(self.tools, self.stand.desk, self.source.pricer, declaration, photo)
