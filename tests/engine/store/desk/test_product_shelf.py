from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.store.desk_file import DeskFile
from app.engine.store.product_shelf import ProductShelf


@pytest.fixture
def shelf(tmp_path: Path) -> ProductShelf:
    return ProductShelf(DeskFile(tmp_path / "desk.sqlite"))


def test_the_product_priced_last_comes_first(shelf: ProductShelf) -> None:
    for code in ("27090000", "85171210", "27090000"):
        shelf.note_use(code)

    assert shelf.recent(10) == ["27090000", "85171210"]


def test_only_so_many_recent_products_are_told(shelf: ProductShelf) -> None:
    for code in ("01", "02", "03"):
        shelf.note_use(code)

    assert shelf.recent(2) == ["03", "02"]


def test_a_favourite_that_was_never_priced_is_no_recent_product(shelf: ProductShelf) -> None:
    shelf.set_favourite("6109", is_favourite=True)

    assert (shelf.recent(10), shelf.favourites()) == ([], ["6109"])


def test_a_product_that_is_no_longer_kept_stays_among_the_recent_ones(shelf: ProductShelf) -> None:
    shelf.note_use("6109")
    shelf.set_favourite("6109", is_favourite=True)
    shelf.set_favourite("6109", is_favourite=False)

    assert (shelf.recent(10), shelf.favourites()) == (["6109"], [])
