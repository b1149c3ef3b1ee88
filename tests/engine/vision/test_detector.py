"""Detectors of the YOLO family: their layouts, their import, and goods at their boxes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from PIL import Image

from app.engine.errors import ResourceError
from app.engine.inference.cards import card_path
from app.engine.vision.detector import boxes_of, load_detector
from app.engine.vision.detectors import detector_card, detector_in_use, import_detector, remove_detector
from app.engine.vision.recogniser import Recogniser, open_recogniser
from tests.engine.images.photos import encoded
from tests.engine.vision.detecting import BOXES, SIDE, finished, places_last, with_own_score, write_detector
from tests.engine.vision.networks import BLUE, RED, write_network


def two_goods() -> bytes:
    """A red thing on the left and a blue one on the right, where the boxes are."""
    paper = Image.new("RGB", (640, 320), (128, 128, 128))
    paper.paste((230, 20, 20), (40, 80, 240, 280))
    paper.paste((20, 20, 230), (400, 80, 600, 280))
    return encoded(paper, "PNG")


@pytest.mark.parametrize("layout", [finished, with_own_score, places_last])
def test_every_layout_of_the_family_gives_the_same_boxes(layout: object) -> None:
    assert callable(layout)
    corners, scores = boxes_of(layout().astype(np.float64))

    assert np.allclose(corners[:4], [box[:4] for box in BOXES])
    assert np.allclose(scores[:4], [box[4] for box in BOXES])


def test_boxes_are_shares_of_the_photo_and_each_place_is_told_once(tmp_path: Path) -> None:
    import_detector(tmp_path / "home", write_detector(tmp_path / "yolo.onnx", places_last()))
    detector = detector_in_use(tmp_path / "home")
    assert detector is not None

    # Twice as wide as high: of the square only the upper half is photo
    regions = detector.regions(np.zeros((320, 640, 3), np.uint8))

    assert len(regions) == 2
    assert np.allclose((regions[0].left, regions[0].right), (4 / 64, 24 / 64))
    assert np.allclose((regions[0].top, regions[0].bottom), (8 / 32, 28 / 32))


def test_goods_at_the_boxes_of_a_detector_are_classified_each(tmp_path: Path) -> None:
    import_detector(tmp_path / "home", write_detector(tmp_path / "yolo.onnx", finished()))
    network = open_recogniser(write_network(tmp_path)).network
    recogniser = Recogniser(network, detector_in_use(tmp_path / "home"))

    goods = recogniser.recognise(two_goods(), name="two.png", with_goods=True).goods

    assert [good.ranking.best.chapter for good in goods] == [RED, BLUE]
    assert goods[0].region.left == pytest.approx(4 / 64)


def test_a_bare_file_gets_a_card_made_of_what_it_says(tmp_path: Path) -> None:
    source = write_detector(tmp_path / "yolo.onnx", finished())

    import_detector(tmp_path / "home", source)

    card = detector_card(tmp_path / "home")
    assert card is not None
    assert (card.model, card.inputs[0].shape) == ("yolo", (3, SIDE, SIDE))
    assert not card_path(source).exists()


def test_what_is_no_detector_is_refused_and_the_one_before_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    import_detector(home, write_detector(tmp_path / "yolo.onnx", finished()))

    for other in (write_detector(tmp_path / "grey.onnx", finished(), channels=1), write_network(tmp_path)):
        with pytest.raises(ResourceError) as caught:
            import_detector(home, other)
        assert caught.value.code == "vision.other_detector"

    card = detector_card(home)
    assert card is not None
    assert card.model == "yolo"


def test_a_file_that_was_altered_after_its_import_is_refused(tmp_path: Path) -> None:
    import_detector(tmp_path / "home", write_detector(tmp_path / "yolo.onnx", finished()))
    (installed,) = (tmp_path / "home").rglob("*.onnx")
    installed.write_bytes(installed.read_bytes() + b"\0")

    with pytest.raises(ResourceError) as caught:
        load_detector(installed)

    assert caught.value.code == "model.hash_differs"


def test_without_a_detector_the_maps_find_goods_again(tmp_path: Path) -> None:
    import_detector(tmp_path / "home", write_detector(tmp_path / "yolo.onnx", finished()))

    remove_detector(tmp_path / "home")

    assert detector_in_use(tmp_path / "home") is None
    assert detector_card(tmp_path / "home") is None


def test_onnx_reads_what_the_tests_write(tmp_path: Path) -> None:
    onnx.checker.check_model(onnx.load(write_detector(tmp_path / "yolo.onnx", finished())))
