"""Models are listed, chosen, imported, taken back and removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.engine.errors import ResourceError, UsageError
from app.engine.inference.cards import card_path, read_card, write_card
from app.engine.inference.model_list import ModelList
from app.engine.vision.network import load_photo_network
from tests.engine.vision.networks import write_network


def network(folder: Path, name: str, *, strength: float = 12.0) -> Path:
    folder.mkdir(exist_ok=True)
    return write_network(folder, name=name, with_imagenet=False, strength=strength)


@pytest.fixture
def models(tmp_path: Path) -> ModelList:
    shipped = [network(tmp_path / "ckpt", "light"), tmp_path / "ckpt" / "not-there.onnx"]
    return ModelList(tmp_path / "user", shipped=shipped, check=load_photo_network)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return network(tmp_path / "download", "own", strength=20.0)


def test_the_shipped_model_is_in_use_at_first(models: ModelList) -> None:
    (only,) = models.models()

    assert (only.card.model, only.is_shipped, only.is_in_use) == ("light", True, True)
    assert only.size_bytes == only.path.stat().st_size
    assert not models.can_go_back()


def test_an_imported_model_can_be_chosen_and_taken_back(models: ModelList, own: Path) -> None:
    added = models.add(own)
    models.use(added.id)
    chosen = [(each.card.model, each.is_in_use) for each in models.models()]

    back = models.go_back()

    assert chosen == [("light", False), ("own", True)]
    assert back.card.model == "light"
    assert models.in_use() == back.path
    assert not models.can_go_back()


def test_the_choice_outlives_the_program(models: ModelList, own: Path, tmp_path: Path) -> None:
    models.use(models.add(own).id)

    again = ModelList(tmp_path / "user", shipped=[tmp_path / "ckpt" / "light.onnx"], check=load_photo_network)

    assert read_card(again.in_use()).model == "own"


def test_a_chosen_model_that_is_gone_gives_way_to_the_shipped_one(models: ModelList, own: Path) -> None:
    added = models.add(own)
    models.use(added.id)
    card_path(added.path).unlink()

    assert models.in_use().stem == "light"


def test_importing_the_same_model_twice_lists_it_once(models: ModelList, own: Path) -> None:
    assert models.add(own) == models.add(own)
    assert len(models.models()) == 2


def test_a_model_that_its_card_does_not_describe_is_refused(models: ModelList, own: Path) -> None:
    own.write_bytes(own.read_bytes() + b" ")

    with pytest.raises(ResourceError) as refused:
        models.add(own)

    assert refused.value.code == "model.hash_differs"
    assert len(models.models()) == 1


def test_a_model_of_another_kind_is_refused(models: ModelList, own: Path) -> None:
    write_card(own, replace(read_card(own), labels={"chapters": ("a", "b", "c")}))

    with pytest.raises(ResourceError) as refused:
        models.add(own)

    assert refused.value.code == "vision.other_network"


def test_a_model_in_use_cannot_be_removed_and_another_can(models: ModelList, own: Path) -> None:
    added = models.add(own)
    models.use(added.id)
    with pytest.raises(UsageError) as refused:
        models.remove(added.id)
    models.go_back()

    models.remove(added.id)

    assert refused.value.code == "model.not_removable"
    assert [each.card.model for each in models.models()] == ["light"]


def test_a_model_that_is_not_listed_cannot_be_chosen(models: ModelList) -> None:
    with pytest.raises(UsageError) as refused:
        models.use("nothing")

    assert refused.value.code == "model.unknown"


def test_there_must_be_a_model(tmp_path: Path) -> None:
    with pytest.raises(ResourceError) as refused:
        ModelList(tmp_path, shipped=[], check=load_photo_network).in_use()

    assert refused.value.code == "model.none"
