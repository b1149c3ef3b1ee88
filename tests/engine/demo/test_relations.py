"""Which country trades which commodity, and how long."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.demo.facts import YEARS, read_margins
from app.engine.demo.products import Products, build_products
from app.engine.demo.relations import Relations, build_relations
from app.engine.demo.units import earlier_unit
from app.engine.reference import units

SEED_UNITS = frozenset(
    "千克 克 克拉 升 千升 立方米 平方米 米 双 个/套 百个/百套 千个/千套 百个 个 套 "
    " 件 台 辆 只 条 张 块 支 根 片 副 把 幅 盘 架 艘 株".split()
)


@pytest.fixture(scope="module")
def products() -> Products:
    return build_products()


@pytest.fixture(scope="module")
def relations(products: Products) -> Relations:
    return build_relations(products, read_margins("import"), direction="import", records_per_year=60_000, seed=5)


def test_every_country_has_a_relation_in_every_year(relations: Relations) -> None:
    countries = len(read_margins("import").countries.codes)

    for year in YEARS:
        assert len(np.unique(relations.country[relations.alive(year)])) == countries


def test_most_relations_of_a_year_exist_in_the_next(relations: Relations) -> None:
    before, after = set(relations.alive(2018).tolist()), set(relations.alive(2019).tolist())

    assert 0.9 < len(before & after) / len(before) < 1.0


def test_codes_that_no_list_holds_begin_in_2017_and_old_codes_end_there(
    products: Products, relations: Relations
) -> None:
    early = relations.product[relations.alive(2016)]
    late = relations.product[relations.alive(2017)]

    assert not products.is_unlisted[early].any()
    assert products.is_unlisted[late].any()
    assert products.since_2017[late].all()


def test_files_can_use_the_32_unit_names_of_the_seed(products: Products) -> None:
    ids = set(products.unit_id.tolist())

    names = {units.table().by_id(unit).name_zh for unit in ids | {earlier_unit(unit) for unit in ids}}

    assert names == SEED_UNITS
