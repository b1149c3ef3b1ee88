from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from app.engine.screening.audit import verify_log
from app.engine.screening.folder_owner import is_own_folder
from tests.engine.screening.case_desks import desk_in


def test_a_folder_that_one_made_is_ones_own(tmp_path: Path) -> None:
    assert is_own_folder(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are not told by mode there")
@pytest.mark.parametrize(("above", "mode"), [(0o755, 0o700), (0o770, 0o770)])
def test_the_desk_is_for_nobody_elses_eyes_unless_the_folder_above_is_shared(
    tmp_path: Path, above: int, mode: int
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(above)
    before = os.umask(0o002)
    try:
        verify_log(desk_in(home))
    finally:
        os.umask(before)

    assert stat.S_IMODE((home / "screening").stat().st_mode) == mode


@pytest.mark.skipif(sys.platform == "win32", reason="users have no numbers there")
def test_a_folder_that_was_given_away_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path.stat().st_uid + 1
    monkeypatch.setattr(os, "getuid", lambda: other)

    assert not is_own_folder(tmp_path)


@pytest.mark.skipif(sys.platform != "win32", reason="a folder of the system there")
def test_the_folder_of_the_system_is_not_ones_own() -> None:
    assert not is_own_folder(Path(os.environ["SYSTEMROOT"]))
