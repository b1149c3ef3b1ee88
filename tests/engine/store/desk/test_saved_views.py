from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.engine.errors import UsageError
from app.engine.store.desk_file import DeskFile
from app.engine.store.saved_views import SavedView, SavedViews


@pytest.fixture
def views(tmp_path: Path) -> SavedViews:
    return SavedViews(DeskFile(tmp_path / "home" / "desk.sqlite"))


def test_views_are_read_back_newest_first(views: SavedViews) -> None:
    before = datetime.now(tz=UTC)

    first = save(views, "对美出口")
    second = save(views, "Imports of cars", page="explore")

    assert views.all() == [second, first]
    assert first.selection == '{"countries": ["USA"]}'
    assert first.state == '{"year": 2021}'
    assert before <= first.saved_at <= datetime.now(tz=UTC)


def test_a_name_in_use_is_asked_about(views: SavedViews) -> None:
    kept = save(views, "Cars")

    with pytest.raises(UsageError) as caught:
        save(views, "  cars ", page="explore")

    assert caught.value.code == "views.name_taken"
    assert views.all() == [kept]


def test_a_confirmed_replacement_keeps_its_place(views: SavedViews) -> None:
    old = save(views, "Cars")

    new = views.save("CARS", page="explore", selection="{}", state="{}", replaces=True)

    assert new.id == old.id
    assert views.all() == [new]
    assert (new.name, new.page, new.selection) == ("CARS", "explore", "{}")


def test_a_replacement_of_nothing_is_a_new_view(views: SavedViews) -> None:
    new = views.save("Cars", page="explore", selection="{}", state="{}", replaces=True)

    assert views.all() == [new]


@pytest.mark.parametrize("name", ["", " ", "\n\t　"])
def test_a_name_of_blanks_is_refused(name: str, views: SavedViews) -> None:
    with pytest.raises(UsageError) as caught:
        save(views, name)

    assert caught.value.code == "views.name_empty"


def test_a_view_gets_another_name(views: SavedViews) -> None:
    view = save(views, "Cars")

    renamed = views.rename(view.id, "汽车'; DROP TABLE saved_view; --")

    assert views.all() == [renamed]
    assert renamed.name == "汽车'; DROP TABLE saved_view; --"
    assert renamed.saved_at == view.saved_at


def test_only_the_case_of_a_name_may_change_and_no_name_of_another(views: SavedViews) -> None:
    view = save(views, "Cars")
    save(views, "Ships")

    views.rename(view.id, "CARS")
    with pytest.raises(UsageError) as caught:
        views.rename(view.id, "ships")

    assert caught.value.code == "views.name_taken"
    assert {each.name for each in views.all()} == {"CARS", "Ships"}


def test_a_deleted_view_comes_back_as_it_was(views: SavedViews) -> None:
    view = save(views, "Cars")

    deleted = views.delete(view.id)
    after = views.all()
    views.undelete(deleted)
    views.undelete(deleted)

    assert after == []
    assert views.all() == [view]


def test_a_deleted_view_does_not_push_out_one_that_took_its_name(views: SavedViews) -> None:
    deleted = views.delete(save(views, "Cars").id)
    taken = save(views, "Cars")

    with pytest.raises(UsageError) as caught:
        views.undelete(deleted)

    assert caught.value.code == "views.name_taken"
    assert taken.id != deleted.id
    assert views.all() == [taken]


def test_a_view_deleted_elsewhere_is_said(views: SavedViews) -> None:
    view = save(views, "Cars")
    views.delete(view.id)

    with pytest.raises(UsageError) as of_delete:
        views.delete(view.id)
    with pytest.raises(UsageError) as of_rename:
        views.rename(view.id, "Ships")

    assert of_delete.value.code == of_rename.value.code == "views.gone"


def save(views: SavedViews, name: str, page: str = "dashboard") -> SavedView:
    return views.save(name, page=page, selection='{"countries": ["USA"]}', state='{"year": 2021}')
