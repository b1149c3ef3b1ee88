from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.engine.screening.folder_owner import is_own_folder


def test_a_folder_that_one_made_is_ones_own(tmp_path: Path) -> None:
    assert is_own_folder(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="users have no numbers there")
def test_a_folder_that_was_given_away_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path.stat().st_uid + 1
    monkeypatch.setattr(os, "getuid", lambda: other)

    assert not is_own_folder(tmp_path)


@pytest.mark.skipif(sys.platform != "win32", reason="a folder of the system there")
def test_the_folder_of_the_system_is_not_ones_own() -> None:
    assert not is_own_folder(Path(os.environ["SYSTEMROOT"]))
