"""The dirt: what a stranger counts in the files is what the build says that it put in."""

from __future__ import annotations

from collections import Counter

from app.engine.demo.dirt import EARLIER_MODE_LABELS, PROVINCE_SPELLINGS, REJECTED, Dirt
from app.engine.demo.facts import read_spellings
from app.engine.demo.files import DemoFile, DemoFiles
from app.engine.reference import countries, hs_codes, provinces, trade_modes, units
from tests.engine.demo.conftest import Line, read_kept, read_lines

LISTS = {
    "non_country_entities": Dirt.NON_COUNTRY,
    "overseas_territories": Dirt.TERRITORY,
    "regional_catch_alls": Dirt.CATCH_ALL,
    "special_markers": Dirt.MARKER,
}
MODES = {
    39: Dirt.MODE_GENERAL,
    35: Dirt.MODE_IN_ZONE,
    20: Dirt.MODE_IN_ZONE,
    41: Dirt.MODE_RETAIL,
    31: Dirt.MODE_RETAIL,
    11: Dirt.MODE_DONATION,
    12: Dirt.MODE_DONATION,
    25: Dirt.MODE_INVESTMENT,
}


def test_rejected_rows_are_those_that_the_rules_find_each_for_one_reason(demo: DemoFiles) -> None:
    for file in demo.files:
        faults = [_faults(line) for line in read_lines(file.path)]

        assert max(len(found) for found in faults) == 1
        assert Counter(kind for found in faults for kind in found) == _stated(file, set(REJECTED[file.direction]))
        assert sum(not found for found in faults) == file.kept_rows


def test_truth_covers_the_rows_that_the_rules_keep(demo: DemoFiles) -> None:
    for file in demo.files:
        kept = read_kept(file).lines

        assert len(kept) == file.kept_rows
        assert not any(_faults(line) for line in kept)


def test_mapped_dirt_is_counted(demo: DemoFiles) -> None:
    for file in demo.files:
        kept = read_kept(file).lines

        renamed = set(read_spellings(file.year).values())
        found = Counter(kind for line in kept for kind in _oddities(line, file.year, renamed))
        found[Dirt.DUPLICATE] = len(kept) - len(set(kept))

        assert found == _stated(file, set(Dirt) - set(REJECTED[file.direction]))


def test_every_kind_of_dirt_occurs_in_the_build(demo: DemoFiles) -> None:
    total: Counter[Dirt] = Counter()
    for file in demo.files:
        total.update(file.dirt)

    assert all(total[kind] > 0 for kind in Dirt)


def test_every_word_in_the_files_is_known_to_the_reference_tables(demo: DemoFiles) -> None:
    for file in demo.files:
        for line in read_lines(file.path):
            assert countries.table().find(line.partner) is not None, line
            assert provinces.table().find(line.province) is not None, line
            assert trade_modes.table().find(line.mode) is not None, line
            assert line.unit.strip() in {"", "-"} or units.table().find(line.unit) is not None, line


def _faults(line: Line) -> list[Dirt]:
    partner = countries.table().find(line.partner)
    mode = trade_modes.table().find(line.mode)
    found = [kind for name, kind in LISTS.items() if partner and partner.code in countries.partner_list(name)]
    found += [MODES[mode.code]] if mode and mode.code in MODES else []
    found += [Dirt.QUANTITY] if float(line.quantity) <= 0 else []
    found += [Dirt.VALUE] if float(line.value) <= 0 else []
    found += [Dirt.UNIT] if line.unit.strip() in {"", "-"} else []
    hs = line.hs.strip()
    if len(hs) not in {8, 10}:
        return [*found, Dirt.HS_LENGTH]
    is_unknown = hs_codes.table().status(hs[:8]) is hs_codes.Status.UNKNOWN
    return [*found, Dirt.HS_UNKNOWN] if is_unknown else found


def _oddities(line: Line, year: int, renamed: set[str]) -> list[Dirt]:
    cells = (line.hs, line.partner, line.province, line.mode, line.unit)
    status = hs_codes.table().status(line.hs.strip()[:8])
    marks = {
        Dirt.STRAY_BLANK: any(cell != cell.strip() for cell in cells),
        Dirt.HS_TEN_DIGITS: len(line.hs.strip()) == 10,
        Dirt.HS_UNLISTED: status is hs_codes.Status.EDITION_UNKNOWN,
        Dirt.RENAMED_COUNTRY: line.partner.strip() in renamed,
        Dirt.EARLIER_MODE: year < 2017 and line.mode.strip() in EARLIER_MODE_LABELS.values(),
        Dirt.PROVINCE_SPELLING: line.province.strip() in PROVINCE_SPELLINGS.values(),
    }
    return [kind for kind, is_present in marks.items() if is_present]


def _stated(file: DemoFile, kinds: set[Dirt]) -> Counter[Dirt]:
    return Counter({kind: count for kind, count in file.dirt.items() if kind in kinds})
