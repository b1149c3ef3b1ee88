"""The real program with photos and codes, on a real X screen: what it answers, and that it tells nobody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw

from tests.e2e.observed import Desktop, Observed
from tests.e2e.screens import virtual_screen
from tests.engine.codes.scenes import qr

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")

DECLARATION = "报关单号=310120260001234567;商品编码=85171300;原产国=德国;数量=1200"


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with virtual_screen("1600x1000x24") as display:
        yield Desktop(display, tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="module")
def day(desktop: Desktop) -> Observed:
    photo, codes = desktop.folder / "photo.jpg", desktop.folder / "codes.png"
    ball = Image.new("RGB", (800, 600), (245, 245, 245))
    ImageDraw.Draw(ball).ellipse((220, 120, 580, 480), fill=(240, 140, 20))
    ball.save(photo)
    qr(DECLARATION, encoding="gb18030").save(codes)
    observed = desktop.go(
        "tests.e2e.photo_journeys:day_with_photos", JOURNEY_PHOTO=str(photo), JOURNEY_CODES=str(codes)
    )
    assert observed.status == 0, observed.errors
    return observed


def test_the_shipped_network_answers_in_the_window(day: Observed) -> None:
    guesses = day.told["guesses"]

    assert isinstance(guesses, list)
    assert len(guesses) == 3
    assert str(day.told["panel"]).startswith(f"{guesses[0]} ")
    assert "vision-" in str(day.told["latency"])


def test_two_keys_put_the_photo_into_the_training_set(day: Observed) -> None:
    guesses = day.told["guesses"]

    assert isinstance(guesses, list)
    assert day.told["labels"] == [guesses[1]]


def test_a_code_is_read_in_the_window(day: Observed) -> None:
    assert day.told["codes"] == [DECLARATION]


def test_photos_leave_no_trace_elsewhere_and_nothing_is_connected_to(day: Observed, desktop: Desktop) -> None:
    assert not day.connections
    assert desktop.strays() == []
