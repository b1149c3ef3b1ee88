"""What the log says an entry is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.bridge.screening_log import log_table
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

    assert row[3:5] == ("删除批次", subject)


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"decision": "inspect", "note": "价格过低"}, "查验 · 价格过低"),
        ({"is_hit": True, "recovered": "1200", "currency": "USD", "note": ""}, "有问题 · 1200 USD"),
        ({"is_hit": False}, "无问题"),
        ({"target": "list.csv", "rows": 3}, "list.csv · 3 项"),
        ({"by_rank": 19, "explored": 1, "seed": 7}, "计划：按排序 19 项，随机 1 项（种子 7）。"),
        ({"decision": ["damaged"]}, ""),
    ],
)
def test_an_entry_says_what_was_decided_found_or_written(details: dict[str, Any], told: str) -> None:
    entry = LogEntry(9, NOW, "李明", "li", "case_decided", 3, 17, details)

    (row,) = log_table([entry], Texts(Language.ZH)).rows

    assert row[5] == told


def test_an_entry_names_models_and_data_that_it_rests_on() -> None:
    facts = {"price_model": "20261126-24419bf2", "photo_model": "", "data": "e3843a7842c1"}
    details = {"basis": {"file": "a.csv", "file_sha256": "7e553117a0bc", "facts": facts}}
    entry = LogEntry(9, NOW, "李明", "li", "case_viewed", 3, 17, details)

    (row,) = log_table([entry], Texts(Language.ZH)).rows

    assert row[6] == "20261126-24419bf2 · 文件 7e553117 · 数据 e3843a78"
