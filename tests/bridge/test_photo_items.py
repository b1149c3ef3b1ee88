from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from app.bridge.photo_items import Origin, expanded, items_of, items_of_paths, load, picture_of
from app.engine.errors import InputError
from app.engine.jobs import CancelToken


def save(path: Path, colour: tuple[int, int, int] = (200, 30, 10)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (21, 13), colour).save(path)
    return path


def test_a_folder_yields_its_pictures_and_leaves_the_rest(tmp_path: Path) -> None:
    save(tmp_path / "b.PNG")
    save(tmp_path / "inner" / "a.jpg")
    save(tmp_path / ".hidden" / "c.jpg")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")

    items = expanded(items_of_paths([tmp_path]), token=CancelToken())

    assert [(item.name, item.origin) for item in items] == [("b.PNG", Origin.FOLDER), ("a.jpg", Origin.FOLDER)]
    assert [item.source for item in items] == [tmp_path.name, "inner"]


def test_files_go_before_the_picture_that_comes_with_them() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/somewhere/mug.jpg")])
    mime.setImageData(QImage(8, 8, QImage.Format.Format_RGB888))

    assert [item.name for item in items_of(mime, "pasted")] == ["mug.jpg"]


def test_an_address_in_the_web_is_not_fetched() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.com/mug.jpg")])

    assert items_of(mime, "pasted") == []


def test_pasted_pixels_arrive_as_they_are() -> None:
    image = QImage(21, 13, QImage.Format.Format_ARGB32)
    image.fill(QColor(200, 30, 10))
    mime = QMimeData()
    mime.setImageData(image)

    (item,) = items_of(mime, "pasted")
    picture = picture_of(item.image, item.name)

    assert picture.pixels.shape == (13, 21, 3)
    assert np.array_equal(np.unique(picture.pixels.reshape(-1, 3), axis=0), [[200, 30, 10]])


def test_a_file_is_known_by_its_bytes_and_pixels_by_themselves(tmp_path: Path) -> None:
    first, again = save(tmp_path / "a.png"), save(tmp_path / "copy" / "b.png")
    other = save(tmp_path / "c.png", (0, 0, 0))

    digests = [load(item).digest for item in items_of_paths([first, again, other])]

    assert digests[0] == digests[1] != digests[2]


def test_what_is_no_picture_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"not a picture")

    with pytest.raises(InputError) as caught:
        load(items_of_paths([tmp_path / "a.jpg"])[0])

    assert caught.value.code == "image.no_picture"
