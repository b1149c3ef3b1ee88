"""Mutated files: either they are read, or one of our own errors says why; never anything else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.errors import EngineError
from app.engine.messages import Language, sentence
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load
from tests.engine.records.readers.old_workbooks import OldCell, write_old_workbook
from tests.engine.records.readers.workbooks import Cell, formula, write_workbook

HEADER = "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额"
ROW = '01012100,"美国",北京市,一般贸易,12,千克,"3,400.50"'
Mutation = Callable[[bytearray, random.Random], bytes]


def flip_bytes(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def cut(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(1, len(content))])


def insert(content: bytearray, chance: random.Random) -> bytes:
    tokens = [b"\x00", b'"', b"\n", b"\r", b",", b"\xef\xbb\xbf", b"\xff\xfe", b'""', b"=cmd()", b";" * 50, b"x" * 5000]
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content))
        content[at:at] = chance.choice(tokens)
    return bytes(content)


def repeat_a_stretch(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    stretch = content[start : start + chance.randint(1, 400)]
    return bytes(content[:start] + stretch * chance.randint(2, 60) + content[start:])


def drop_a_stretch(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    del content[start : start + chance.randint(1, 300)]
    return bytes(content) or b" "


def inside_an_archive(content: bytearray, chance: random.Random) -> bytes:
    """Mutate one entry and pack it again with a sound checksum, so that the damage reaches the parser."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    victim = chance.choice(sorted(entries))
    entries[victim] = chance.choice(MUTATIONS)(bytearray(entries[victim]), chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return packed.getvalue()


MUTATIONS: list[Mutation] = [flip_bytes, cut, insert, repeat_a_stretch, drop_a_stretch]


def outcome(path: Path, workdir: Path) -> str:
    """What came of the file: "read", or the sentence of our error; any other exception passes through."""
    try:
        load(recognise(path, direction="import", year=2015), workdir)
    except EngineError as error:
        return sentence(error, Language.EN) + sentence(error, Language.ZH)
    return "read"


@pytest.fixture
def originals(tmp_path: Path) -> list[tuple[str, bytes]]:
    text = "\n".join([HEADER, *[ROW] * 60, ""])
    old_row: list[OldCell] = ["01012100", "美国", "北京市", "一般贸易", 12.0, "千克", 3400.5]
    row: list[Cell] = ["01012100", "美国", "北京市", "一般贸易", 12, "千克", formula("1+1", "2")]
    return [
        ("x.csv", text.encode("utf-8")),
        ("x.csv", text.encode("gb18030")),
        ("x.csv", text.encode("utf-16")),
        ("x.xls", write_old_workbook(tmp_path / "original.xls", [HEADER.split(","), *[old_row] * 30]).read_bytes()),
        ("x.xlsx", write_workbook(tmp_path / "original.xlsx", {"s": [HEADER.split(","), *[row] * 30]}).read_bytes()),
    ]


def test_every_mutated_file_is_read_or_refused_with_a_sentence(
    originals: list[tuple[str, bytes]], tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    for seed in range(case_count(50, 1_000)):
        chance = random.Random(seed)
        name, content = chance.choice(originals)
        path = tmp_path / name
        mutations = [*MUTATIONS, inside_an_archive, inside_an_archive] if name == "x.xlsx" else MUTATIONS
        path.write_bytes(chance.choice(mutations)(bytearray(content), chance))

        assert outcome(path, tmp_path)
