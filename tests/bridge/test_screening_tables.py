"""What the log says an entry is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.bridge.screening_tables import log_table
from app.bridge.texts import Texts
from app.engine.messages import Language
from app.engine.screening.audit import LogEntry

NOW = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("run", "line", "details", "subject"),
    [
        (3, 17, {"basis": {"file": "a.csv"}}, "3 / 17"),
        (3, None, {"run": 3, "basis": {"file": "a.csv"}}, "3 · a.csv"),
        (None, None, {"officer": 2, "name": "王芳"}, "王芳"),
        (None, None, {"by": "pin"}, ""),
    ],
)
def test_an_entry_names_its_line_its_file_or_its_officer(
    run: int | None, line: int | None, details: dict[str, Any], subject: str
) -> None:
    entry = LogEntry(9, NOW, "李明", "li", "run_deleted", run, line, details)

    (row,) = log_table([entry], Texts(Language.ZH)).rows

    assert row[-2:] == ("删除批次", subject)
