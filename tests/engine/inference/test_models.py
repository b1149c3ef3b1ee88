from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.errors import ResourceError
from app.engine.inference.cards import card_path, read_card, sha256_of, write_card
from app.engine.inference.sessions import open_session
from app.engine.price.features import COLUMNS
from app.engine.price.network import default_network


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the shipped price network with its card."""
    shipped = default_network()
    for path in (shipped, card_path(shipped)):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / shipped.name


def refusal(model: Path) -> str:
    with pytest.raises(ResourceError) as refused:
        open_session(model)
    return refused.value.code


def change_card(model: Path, change: Callable[[dict[str, Any]], None]) -> None:
    card = json.loads(card_path(model).read_text(encoding="utf-8"))
    change(card)
    card_path(model).write_text(json.dumps(card), encoding="utf-8")


def test_the_shipped_model_opens_and_takes_any_batch(model: Path) -> None:
    session = open_session(model)

    for rows in (1, 3, 700):
        ids, figures = np.zeros((rows, 9), np.int32), np.zeros((rows, len(COLUMNS)), np.float32)
        (told,) = session.run({"ids": ids, "figures": figures}, ["distribution"])
        assert told.shape == (rows, 12)


def test_a_card_is_read_back_as_it_was_written(model: Path) -> None:
    card = read_card(model)

    write_card(model, card)

    assert read_card(model) == card


def test_a_model_with_one_other_bit_is_refused(model: Path) -> None:
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(bytes(content))

    assert refusal(model) == "model.hash_differs"


def test_a_file_that_is_no_model_is_refused(model: Path) -> None:
    model.write_bytes(b"no model at all")
    write_card(model, replace(read_card(model), sha256=sha256_of(b"no model at all")))

    assert refusal(model) == "model.not_a_model"


def test_a_missing_model_is_named(model: Path) -> None:
    model.unlink()

    assert refusal(model) == "model.file_missing"


def test_a_missing_card_is_named(model: Path) -> None:
    card_path(model).unlink()

    assert refusal(model) == "model.card_missing"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "card/9"}', '{"format": "card/1"}'])
def test_a_card_that_says_nothing_is_refused(model: Path, text: str) -> None:
    card_path(model).write_text(text, encoding="utf-8")

    assert refusal(model) == "model.card_unreadable"


def test_inputs_that_differ_from_the_card_are_refused(model: Path) -> None:
    change_card(model, lambda card: card["inputs"][0].update(shape=[8]))

    assert refusal(model) == "model.ports_differ"
