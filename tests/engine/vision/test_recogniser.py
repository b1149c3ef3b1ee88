"""A photo becomes ranked chapters, a verdict and heat maps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.engine.errors import InputError, ResourceError
from app.engine.vision.answers import Verdict
from app.engine.vision.constants import TRAITS, Constants
from app.engine.vision.recogniser import Recogniser, open_recogniser
from tests.engine.images.photos import encoded
from tests.engine.vision.networks import BLUE, GREEN, RED, write_network

COLOURS = {RED: (230, 20, 20), GREEN: (20, 230, 20), BLUE: (20, 20, 230)}


@pytest.fixture
def recogniser(tmp_path: Path) -> Recogniser:
    return open_recogniser(write_network(tmp_path))


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (320, 240)) -> bytes:
    return encoded(Image.new("RGB", size, colour), "PNG")


@pytest.mark.parametrize("chapter", [RED, GREEN, BLUE])
def test_the_best_chapter_is_the_one_that_the_network_was_taught(recogniser: Recogniser, chapter: str) -> None:
    told = recogniser.recognise(plain(COLOURS[chapter]), name="x.png")

    assert told.ranking.best.chapter == chapter
    assert told.ranking.place_of(chapter) == 1


def test_probabilities_of_all_chapters_add_up_to_one(recogniser: Recogniser) -> None:
    told = recogniser.recognise(plain(COLOURS[RED]), name="x.png")

    assert sum(each.probability for each in told.ranking.chapters) == pytest.approx(1)
    assert len(told.ranking.shown) == 3


def test_chapters_that_only_imagenet_reaches_are_covered_too(recogniser: Recogniser) -> None:
    assert recogniser.chapters[:3] == (RED, GREEN, BLUE)
    assert "95" in recogniser.chapters


def test_a_network_without_imagenet_covers_its_own_chapters_alone(tmp_path: Path) -> None:
    recogniser = open_recogniser(write_network(tmp_path, with_imagenet=False))

    assert recogniser.chapters == (RED, GREEN, BLUE)
    assert recogniser.recognise(plain(COLOURS[BLUE]), name="x.png").ranking.best.chapter == BLUE


def test_under_the_threshold_a_person_must_look(recogniser: Recogniser) -> None:
    ranking = recogniser.recognise(plain(COLOURS[RED]), name="x.png").ranking

    assert ranking.verdict(ranking.best.probability) is Verdict.SURE
    assert ranking.verdict(ranking.best.probability + 0.001) is Verdict.MUST_LOOK


def test_a_photo_of_nothing_that_was_learnt_is_not_covered(tmp_path: Path) -> None:
    known = tuple({"one": -6.0, "head_best": 10.0}.get(trait, 0.0) for trait in TRAITS)
    recogniser = open_recogniser(write_network(tmp_path, constants=Constants(known=known, least_known=0.5)))

    grey = recogniser.recognise(plain((120, 120, 120)), name="x.png").ranking
    red = recogniser.recognise(plain(COLOURS[RED]), name="x.png").ranking

    assert grey.verdict(0.0) is Verdict.NOT_COVERED
    assert red.is_known


def test_the_heat_map_is_warm_where_the_chapter_is_seen(recogniser: Recogniser) -> None:
    pixels = np.full((240, 320, 3), 128, np.uint8)
    pixels[120:, :160] = COLOURS[RED]

    told = recogniser.recognise(encoded(Image.fromarray(pixels), "PNG"), name="x.png")

    heat = next(each for each in told.heat_maps if each.chapter == RED)
    assert heat.rows[6][0] == 1
    assert heat.rows[0][6] == 0


def test_goods_at_the_edge_of_a_wide_photo_are_seen_too(recogniser: Recogniser) -> None:
    pixels = np.full((200, 800, 3), 128, np.uint8)
    pixels[:, :280] = COLOURS[BLUE]

    told = recogniser.recognise(encoded(Image.fromarray(pixels), "PNG"), name="x.png")

    assert told.ranking.best.chapter == BLUE


def test_the_same_photo_gives_the_same_answer_bit_for_bit(recogniser: Recogniser) -> None:
    content = plain(COLOURS[GREEN])

    first, second = (recogniser.recognise(content, name="x.png") for _ in range(2))

    assert first.ranking == second.ranking
    assert first.heat_maps == second.heat_maps


def test_a_file_that_is_no_picture_says_so(recogniser: Recogniser, tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"no picture")

    with pytest.raises(InputError) as refused:
        recogniser.recognise_file(tmp_path / "x.jpg")

    assert refused.value.code == "image.no_picture"


@pytest.mark.parametrize("chapters", [("08", "44"), ("08", "44", "44"), ("08", "44", "ship")])
def test_a_network_whose_chapters_are_none_is_refused(tmp_path: Path, chapters: tuple[str, ...]) -> None:
    with pytest.raises(ResourceError) as refused:
        open_recogniser(write_network(tmp_path, chapters=chapters))

    assert refused.value.code == "vision.other_network"
