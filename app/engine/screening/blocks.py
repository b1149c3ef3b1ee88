"""A stretch of a scored file: columns for the queue, and everything about one line when it is looked at."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.combining import FileScores, line_tails
from app.engine.screening.declared_columns import DeclaredColumns
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.document_packs import pack_documents
from app.engine.screening.explaining import Evidence, findings_of
from app.engine.screening.findings import Component, ScoredLine
from app.engine.screening.first_look import FirstLook
from app.engine.screening.found_columns import FoundLines, pack_found
from app.engine.screening.lines import LineTexts
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PricePlace
from app.engine.screening.reading import UnreadRow
from app.engine.screening.rule_book import RuleBook
from app.engine.screening.seen_trade import SeenTrade
from app.engine.store.cases.run_file import KeptBlock, problem_document
from app.engine.store.selection import Direction

_RULES = list(Component).index(Component.RULES)


@dataclass(frozen=True)
class ScoredBlock:
    """Lines of one file in its order; `first` is the place of the first among all lines of the file."""

    number: int
    first: int
    lines: LineTexts
    look: FirstLook
    scores: FileScores
    unread: tuple[UnreadRow, ...]
    rules: RuleBook
    seen: SeenTrade
    exact_tails: NDArray[np.float64]

    @property
    def risk(self) -> NDArray[np.float64]:
        """Between 0 and 1."""
        return self.scores.risk[self._own]

    @property
    def value(self) -> NDArray[np.float64]:
        """In the currency of the store; nan where it is not known."""
        return self.look.values.total

    @property
    def recovery(self) -> NDArray[np.float64]:
        """Risk times what is at stake."""
        return self.scores.recovery[self._own]

    @property
    def tails(self) -> NDArray[np.float32]:
        """By line and component; nan for what was not checked."""
        return self.exact_tails.astype(np.float32)

    @property
    def broken(self) -> NDArray[np.uint64]:
        """Bits of the broken rules."""
        return self.scores.bits[self._own].astype(np.uint64)

    def line(self, place: int) -> ScoredLine:
        """Everything about one line of the block."""
        at, look = self.first + place, self.look
        declaration = self.lines.whole(place)
        check, photo, words = look.check(place), look.photos[place], look.words[place]
        history, _ = look.history[place]
        value = float(look.values.total[place])
        return ScoredLine(
            declaration,
            findings_of(
                declaration, Evidence(check, photo, words, self._found.broken(place), history), self.rules, self.seen
            ),
            risk=float(self.scores.risk[at]),
            value=None if math.isnan(value) else value,
            recovery=float(self.scores.recovery[at]),
            price=check if isinstance(check, PricePlace) else None,
            photo=photo if isinstance(photo, PhotoAnswer) else None,
            words=words[1],
        )

    def documents(self) -> bytes:
        """Of every line, packed as a run keeps them; `opened_documents` tells each."""
        found = pack_found(self.look, self.lines, self._found, self.rules, self.seen)
        return pack_documents(self.look.declared.tobytes(), found)

    def kept(self) -> KeptBlock:
        """The columns in which a run keeps its lines."""
        return KeptBlock(
            number=self.number,
            rows=self.lines.row,
            numbers=self.lines.number,
            hs=self.lines.hs,
            names=self.lines.name,
            traders=self.lines.trader,
            risk=self.risk,
            value=self.value,
            recovery=self.recovery,
            tails=self.tails,
            rules=self.broken,
            is_import=np.array([each is Direction.IMPORT for each in self.lines.direction], dtype=np.bool_),
            documents=self.documents(),
            unread=[(row.row, problem_document(row.problem.code, dict(row.problem.params))) for row in self.unread],
        )

    @functools.cached_property
    def _found(self) -> FoundLines:
        own = self._own
        scores = (self.scores.bits[own], self.scores.beside[own], self.scores.declarations[own])
        return FoundLines(self.risk, self.recovery, *scores, self.exact_tails[:, _RULES])

    @property
    def _own(self) -> slice:
        return slice(self.first, self.first + len(self.lines))


def scored_block(
    desk: ScreeningDesk,
    scores: FileScores,
    look: FirstLook,
    *,
    number: int = 0,
    first: int = 0,
    unread: tuple[UnreadRow, ...] = (),
) -> ScoredBlock:
    """The block of some lines."""
    tails = line_tails(look, desk.rules, scores.bits[first : first + len(look)])
    texts = DeclaredColumns(look.declared.data).texts()
    return ScoredBlock(number, first, texts, look, scores, unread, desk.rules, desk.seen, tails)
