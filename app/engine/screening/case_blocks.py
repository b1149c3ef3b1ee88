"""Scored lines in the columns in which a run keeps them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import numpy as np

from app.engine.screening.documents import line_document
from app.engine.screening.findings import ScoredLine
from app.engine.screening.reading import UnreadRow
from app.engine.store.cases.run_file import KeptBlock, problem_document
from app.engine.store.selection import Direction


def block_of_lines(lines: Sequence[ScoredLine], *, number: int = 0, unread: Sequence[UnreadRow] = ()) -> KeptBlock:
    """A few lines, as those that were typed by hand; a file comes in blocks already."""
    told = [line.declaration for line in lines]
    tails = [[math.nan if each.tail is None else each.tail for each in line.findings] for line in lines]
    return KeptBlock(
        number=number,
        rows=[each.row for each in told],
        numbers=[each.number for each in told],
        hs=[each.hs for each in told],
        names=[each.name for each in told],
        traders=[each.trader for each in told],
        risk=np.array([line.risk for line in lines], np.float64),
        value=np.array([math.nan if line.value is None else line.value for line in lines], np.float64),
        recovery=np.array([line.recovery for line in lines], np.float64),
        tails=np.array(tails, np.float32).reshape(-1, 5),
        rules=np.zeros(len(lines), np.uint64),
        is_import=np.array([each.direction is Direction.IMPORT for each in told], np.bool_),
        documents=[compact(line_document(line)) for line in lines],
        unread=unread_problems(unread),
    )


def unread_problems(unread: Sequence[UnreadRow]) -> list[tuple[int, str]]:
    """Rows without a declaration, with what can be told in both languages."""
    return [(each.row, problem_document(each.problem.code, dict(each.problem.params))) for each in unread]


def compact(document: object) -> str:
    """One line of JSON without spaces."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
