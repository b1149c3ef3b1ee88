"""Pictures of every kind become upright sRGB pixels; everything else ends in one sentence."""

from __future__ import annotations

import contextlib
import os
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image, ImageCms

from app.engine.errors import InputError
from app.engine.images.decode import decode, decode_file
from app.engine.images.picture import Oddity, Picture
from tests.engine.images.photos import RED, encoded, photo

_MB = 1 << 20


def refusal(content: bytes, name: str = "x.jpg") -> str:
    with pytest.raises(InputError) as caught:
        decode(content, name=name)
    return caught.value.code


def is_red(picture: Picture, row: int, column: int) -> bool:
    return bool(np.abs(picture.pixels[row, column].astype(int) - RED).max() < 40)


def png_of_size(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
def test_each_kind_gives_the_same_upright_pixels(kind: str) -> None:
    picture = decode(encoded(photo(), kind), name="photo")

    assert (picture.kind, picture.width, picture.height, picture.oddities) == (kind, 96, 64, ())
    assert picture.pixels.shape == (64, 96, 3)
    assert is_red(picture, 5, 5)
    assert not is_red(picture, 50, 80)


def test_a_telephone_s_heic_photo_is_read(repository: Path) -> None:
    content = (repository / "tests" / "engine" / "images" / "photo.heic").read_bytes()

    picture = decode(content, name="photo.heic")

    assert (picture.kind, picture.width, picture.height) == ("HEIF", 96, 64)
    assert is_red(picture, 5, 5)


def test_the_camera_s_turn_is_undone() -> None:
    image = photo()
    exif = image.getexif()
    exif[0x0112] = 6

    picture = decode(encoded(image, "JPEG", exif=exif), name="x.jpg")

    assert (picture.width, picture.height) == (64, 96)
    assert picture.pixels.shape == (96, 64, 3)
    assert Oddity.TURNED in picture.oddities
    assert is_red(picture, 5, 60)


def test_another_colour_profile_becomes_srgb() -> None:
    lab = photo().convert("RGB")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain = decode(encoded(lab, "PNG"), name="x.png")

    broken = decode(encoded(lab, "PNG", icc_profile=b"no profile"), name="x.png")
    other = decode(encoded(lab, "PNG", icc_profile=profile), name="x.png")

    assert Oddity.PROFILE_IGNORED in broken.oddities
    assert (broken.pixels == plain.pixels).all()
    assert {Oddity.COLOURS_CONVERTED, Oddity.PROFILE_IGNORED} & set(other.oddities)


@pytest.mark.parametrize(
    ("make", "kind", "oddity"),
    [
        (lambda: photo().convert("CMYK"), "JPEG", Oddity.COLOURS_CONVERTED),
        (lambda: photo().convert("P"), "PNG", None),
        (lambda: photo().convert("1"), "PNG", None),
        (lambda: photo().convert("L"), "JPEG", None),
    ],
)
def test_ink_palettes_and_grey_become_rgb(make: Callable[[], Image.Image], kind: str, oddity: Oddity | None) -> None:
    picture = decode(encoded(make(), kind), name="x")

    assert picture.pixels.shape == (64, 96, 3)
    assert picture.oddities == (() if oddity is None else (oddity,))


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    deep = Image.fromarray((np.linspace(0, 65535, 96 * 64).reshape(64, 96)).astype(np.uint16))

    picture = decode(encoded(deep, "PNG"), name="x.png")

    assert Oddity.DEPTH_REDUCED in picture.oddities
    assert picture.pixels[0, 0, 0] == 0
    assert picture.pixels[-1, -1, 0] == 255
    assert abs(int(picture.pixels[32, 0, 0]) - 128) <= 2


def test_what_is_transparent_stands_on_white() -> None:
    layered = photo().convert("RGBA")
    layered.putalpha(0)

    picture = decode(encoded(layered, "PNG"), name="x.png")

    assert picture.oddities == (Oddity.ON_WHITE,)
    assert (picture.pixels == 255).all()


def test_of_several_frames_the_first_is_taken() -> None:
    frames = [photo(), Image.new("RGB", (96, 64), "blue")]

    picture = decode(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True), name="x.webp")

    assert picture.oddities == (Oddity.FIRST_FRAME,)
    assert is_red(picture, 5, 5)


def test_a_large_jpeg_is_decoded_smaller_but_tells_its_size() -> None:
    picture = decode(encoded(photo(4000, 3000), "JPEG"), name="x.jpg", side=256)

    assert (picture.width, picture.height) == (4000, 3000)
    assert 256 <= min(picture.pixels.shape[:2]) < 600


def test_the_wrong_name_is_told_and_the_content_counts() -> None:
    picture = decode(encoded(photo(), "PNG"), name="x.jpg")

    assert (picture.kind, picture.oddities) == ("PNG", (Oddity.OTHER_SUFFIX,))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "image.empty"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image.no_picture"),
        (b"GIF89a" + bytes(50), "image.no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image.no_picture"),
        (random.Random(3).randbytes(2000), "image.no_picture"),
        (encoded(photo(), "JPEG")[:-700], "image.broken"),
        (encoded(photo(), "PNG")[:-200], "image.broken"),
        (png_of_size(40_000, 40_000), "image.too_many_pixels"),
        (encoded(photo(20, 4), "PNG"), "image.too_small"),
        (b"\0\0\0\x18ftypheic" + bytes(200), "image.no_picture"),
    ],
)
def test_what_is_no_picture_gets_one_sentence(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_paths_that_are_no_files_get_one_sentence(tmp_path: Path) -> None:
    paths = {tmp_path: "is_folder", tmp_path / "none.jpg": "missing", Path("//server/share/x.jpg"): "on_network"}

    for path, reason in paths.items():
        with pytest.raises(InputError) as caught:
            decode_file(path)
        assert caught.value.code == f"image.{reason}"


@pytest.mark.skipif(os.name == "nt", reason="no device files on Windows")
def test_a_device_is_not_read() -> None:
    with pytest.raises(InputError, match="not_a_file"):
        decode_file(Path("/dev/zero"))


def test_a_picture_with_something_behind_it_is_only_a_picture() -> None:
    picture = decode(encoded(photo(), "JPEG") + b"PK\x03\x04" + bytes(500), name="x.jpg")

    assert picture.pixels.shape == (64, 96, 3)


def test_a_hostile_size_is_refused_before_memory_is_taken() -> None:
    before = psutil.Process().memory_info().rss

    for _ in range(5):
        refusal(png_of_size(7_000, 7_200))

    assert psutil.Process().memory_info().rss - before < 50 * _MB


def test_mutated_files_end_in_a_picture_or_a_sentence(case_count: Callable[[int, int], int]) -> None:
    chance = random.Random(20_261_126)
    originals = [encoded(photo(), kind) for kind in ("JPEG", "PNG", "WEBP", "BMP", "TIFF")]
    originals.append(encoded(photo(), "TIFF", compression="tiff_lzw"))
    before = 0

    for number in range(case_count(150, 1_000)):
        content = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        del content[chance.randrange(len(content) // 2, len(content) + 1) :]
        with contextlib.suppress(InputError):
            decode(bytes(content), name="mutated", side=chance.choice((None, 32)))
        if number == 50:
            before = psutil.Process().memory_info().rss

    assert psutil.Process().memory_info().rss - before < 50 * _MB
