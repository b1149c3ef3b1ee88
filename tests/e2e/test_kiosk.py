"""The real program as a kiosk, on a real X screen: a visitor's photo is answered, told about, and forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.e2e.observed import Desktop, Observed
from tests.e2e.screens import virtual_screen

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with virtual_screen("1366x768x24") as display:
        yield Desktop(display, tmp_path_factory.mktemp("kiosk"))


@pytest.fixture(scope="module")
def visit(desktop: Desktop, demo_store: Path) -> Observed:
    photo = desktop.folder / "photo.png"
    orange = Image.new("RGB", (1280, 720), (245, 245, 245))
    ImageDraw.Draw(orange).ellipse((440, 160, 840, 560), fill=(240, 140, 20))
    orange.save(photo)
    observed = desktop.go("tests.e2e.kiosk_journeys:visit", "--store", str(demo_store), JOURNEY_PHOTO=str(photo))
    assert observed.status == 0, observed.errors
    return observed


def test_a_visitor_is_answered_and_told_a_story(visit: Observed) -> None:
    story = visit.told["story"]

    assert str(visit.told["chapter"]) in str(visit.told["verdict"])
    assert visit.told["mark"] is True
    assert isinstance(story, list)
    assert len(set(story)) == 2


def test_the_photo_is_forgotten_and_nothing_of_it_lies_anywhere(visit: Observed, desktop: Desktop) -> None:
    assert visit.told["forgotten"] is True
    assert visit.told["history"] == 0
    assert not visit.connections
    assert desktop.strays() == []


def test_leaving_leads_to_the_window_and_lets_go_of_the_camera(visit: Observed) -> None:
    assert (visit.told["window"], visit.told["camera"]) == (True, "")
