"""Rebuilds resources/reference from a folder of source files: python -m tools.build_reference FOLDER [--out FOLDER]."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tools.reference import countries, goods, hs, maps, measures, modes, photos, places, spellings
from tools.reference.country_aliases import country_aliases_table
from tools.reference.sidecars import write_sidecar
from tools.reference.tables import Table, write_table

_DEFAULT_OUT = Path(__file__).resolve().parent.parent / "resources" / "reference"


def build_tables(sources: Path) -> list[Table]:
    """All tables from the folders hs, codes and maps under `sources`, and the spellings of their names."""
    made = _source_tables(sources)
    return [*made, spellings.pinyin_table(made)]


def _source_tables(sources: Path) -> list[Table]:
    codes = sources / "codes"
    units = measures.units_table(codes)
    return [
        *_partner_tables(sources),
        *_hs_tables(sources / "hs", units),
        units,
        measures.unit_aliases_table(),
        measures.currencies_table(codes),
        places.provinces_table(codes),
        places.province_aliases_table(),
        modes.trade_modes_table(codes),
        modes.trade_mode_aliases_table(codes),
        modes.declaration_modes_table(codes),
        photos.imagenet_chapters_table(),
        goods.goods_words_table(),
    ]


def _partner_tables(sources: Path) -> list[Table]:
    codes = sources / "codes"
    entries = countries.build_countries(codes, _map_names(sources / "maps" / "world.json"))
    partners = countries.countries_table(entries)
    return [
        partners,
        maps.map_places_table(partners),
        maps.map_dashes_table(sources / "maps" / "china.geojson"),
        countries.country_codes_table(codes, entries),
        country_aliases_table(codes, entries),
        countries.partner_lists_table(entries),
    ]


def _hs_tables(folder: Path, units: Table) -> list[Table]:
    made = [hs.sections_table(folder), hs.chapters_table(folder), hs.hs4_table(folder), hs.hs6_table(folder)]
    return [*made, hs.hs8_table(folder, units)]


def _map_names(path: Path) -> frozenset[str]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return frozenset(feature["properties"]["name"] for feature in features)


def main() -> None:
    """Write every table and its sidecar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=_DEFAULT_OUT)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for made in build_tables(options.sources):
        write_table(made, options.out)
        write_sidecar(made.name, options.out)


if __name__ == "__main__":
    main()
