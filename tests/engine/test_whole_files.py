from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.whole_files import put_in_place, written_whole


def test_a_finished_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "金额.csv"
    path.write_text("old", encoding="utf-8")

    with written_whole(path) as partial:
        partial.write_text("new", encoding="utf-8")

        assert path.read_text(encoding="utf-8") == "old"

    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(KeyboardInterrupt):
        write_half(path)

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_longest_name_a_file_system_allows_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("贸" * 83 + ".pdf")

    with written_whole(path) as partial:
        partial.write_bytes(b"content")

    assert path.read_bytes() == b"content"


def test_a_target_open_elsewhere_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, refusals = tmp_path / "settings.json", iter([True, True, False])
    partial = tmp_path / "settings.json.new"
    partial.write_text("new", encoding="utf-8")
    replace = Path.replace

    def refuse_twice(source: Path, target: Path) -> Path:
        if next(refusals):
            raise PermissionError(13, "in use")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", refuse_twice)
    put_in_place(partial, path)

    assert path.read_text(encoding="utf-8") == "new"


def write_half(path: Path) -> None:
    with written_whole(path) as partial:
        partial.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt
