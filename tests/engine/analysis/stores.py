"""A tiny store of exports with hand-written values, by partner and year."""

from __future__ import annotations

from pathlib import Path

from tests.engine.store.read.stores import ALL_COLUMNS, StoreMaker

CARS = "87032342"
HORSES = "01012100"


def make_exports(root: Path) -> Path:
    """Exports of 2019 and 2020: cars to Germany 100 → 300 and Japan 100 → 50, in 2020 to France 50; horses 100 each."""
    maker = StoreMaker(root)
    rows = {
        2019: [(CARS, "德国", "北京市", "10", "100"), (CARS, "日本", "广东省", "5", "100")],
        2020: [
            (CARS, "德国", "北京市", "10", "200"),
            (CARS, "德国", "广东省", "5", "100"),
            (CARS, "日本", "广东省", "5", "50"),
            (CARS, "法国", "广东省", "5", "50"),
        ],
    }
    for year, cells in rows.items():
        full = [
            (hs, country, place, "一般贸易", quantity, "辆", value) for hs, country, place, quantity, value in cells
        ]
        horses = [(HORSES, country, "北京市", "一般贸易", "1", "千克", "100") for country in ("德国", "日本")]
        maker.add_mapped(ALL_COLUMNS, [*full, *horses], {"direction": "export", "year": str(year)})
    return maker.store
