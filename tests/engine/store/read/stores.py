"""Tiny stores with hand-written records, imported by the ordinary pipeline."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.engine.records.layout import SourceFormat
from app.engine.records.pipeline import ImportOptions, OnConflict, import_files
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest

SEED_HEADER = ("商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位", "金额")
ALL_COLUMNS = ("hs", "country", "province", "mode", "quantity", "unit", "value")
Rows = Sequence[Sequence[str]]

# 2020 imports: cars from Germany and Japan, one row that the seed's rules reject (Hong Kong); values sum to 1,000
IMPORTS_2020: Rows = (
    ("87032342", "德国", "北京市", "一般贸易", "2", "辆", "500"),
    ("87032342", "日本", "广东省", "一般贸易", "3", "辆", "200"),
    ("87033212", "日本", "广东省", "进料加工贸易", "1", "辆", "200"),
    ("01012100", "日本", "北京市", "一般贸易", "4", "千克", "100"),
    ("01012100", "香港", "北京市", "一般贸易", "4", "千克", "7"),
)
IMPORTS_2019: Rows = (
    ("87032342", "德国", "北京市", "一般贸易", "1", "辆", "250"),
    ("87032342", "日本", "广东省", "一般贸易", "1", "辆", "150"),
)
EXPORTS_2020: Rows = (("01012100", "美国", "北京市", "一般贸易", "10", "千克", "60"),)


@dataclass(slots=True)
class StoreMaker:
    """Imports rows into one store; each call is one file."""

    root: Path
    _files: int = field(default=0, init=False)

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.root / "store"

    def add_seed(self, rows: Rows, *, year: int, direction: str, is_demo: bool = False) -> None:
        """Rows in the seed's columns, in USD, cleaned by the source system's rules."""
        path = self._write(SEED_HEADER, rows)
        self._import(path, ImportOptions(direction=direction, year=year, is_demo=is_demo))

    def add_mapped(self, columns: Sequence[str], rows: Rows, constants: Mapping[str, str]) -> None:
        """Rows in canonical columns; kept as they are but for what no profile keeps."""
        path = self._write(columns, rows)
        mapping = path.with_suffix(".toml")
        lines = ['format = "mapping/1"', "[columns]", *(f'{name} = "{name}"' for name in columns), "[constants]"]
        stated = {"direction": "import", "reporter": "CHN", "currency": "USD", **constants}
        stated = {name: text for name, text in stated.items() if name not in columns}
        mapping.write_text("\n".join([*lines, *(f'{k} = "{v}"' for k, v in stated.items())]), encoding="utf-8")
        self._import(path, ImportOptions(format=SourceFormat.MAPPING, mapping=mapping, on_conflict=OnConflict.ADD))

    def _write(self, header: Sequence[str], rows: Rows) -> Path:
        self._files += 1
        path = self.root / f"file-{self._files}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
        return path

    def _import(self, path: Path, options: ImportOptions) -> None:
        report = import_files(self.store, [path], options)
        assert not report.has_failures, report


def make_cars(root: Path) -> StoreMaker:
    """Imports of 2019 and 2020 and exports of 2020, all in one context."""
    maker = StoreMaker(root)
    maker.add_seed(IMPORTS_2019, year=2019, direction="import")
    maker.add_seed(IMPORTS_2020, year=2020, direction="import")
    maker.add_seed(EXPORTS_2020, year=2020, direction="export")
    return maker


def cube_and_margins(store: Path) -> tuple[Path, Path]:
    """The files of the present generation's cube."""
    folder, cube = StoreFolder(store), read_manifest(store).cube or ""
    return folder.cube_path(cube), folder.margins_path(cube)
