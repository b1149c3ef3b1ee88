"""Codes that join over HS editions, and tables that say what became of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.concordance_file import read_concordance
from app.engine.reference.concordances import Concordance, Concordances, keep_concordance, read_concordances
from app.engine.reference.hs_editions import Fate, fate_of, same_codes

# As the UN's table HS 2017 to HS 2012 begins
UN_TABLE = "HS 2017,HS 2012,Relationship\n030111,030111,1 to 1\n030221,030221,1 to 1\n160556,160556,1 to 1\n"
MERGED, SPLIT = (("111111", "222222"), ("111112", "222222")), (("333333", "333331"), ("333333", "333332"))
TABLE = Concordance(2012, 2017, (*MERGED, *SPLIT))


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        ("01", Fate.SAME),
        ("010121", Fate.SAME),
        ("851712", Fate.ENDED),  # telephones for cellular networks, split in 2022
        ("851713", Fate.NEW),  # smartphones
        ("770000", Fate.UNKNOWN),
    ],
)
def test_a_code_joins_only_where_both_lists_hold_it_alike(code: str, fate: Fate) -> None:
    assert fate_of(code) is fate


def test_a_rest_does_not_join_where_something_beside_it_is_new() -> None:
    # "Other" telephone sets of 2012 and 2022: smartphones were taken out of the heading
    assert fate_of("851769") is Fate.CHANGED


def test_what_joins_at_eight_digits_stands_in_both_lists() -> None:
    joined = same_codes(8)

    assert 5_000 < len(joined) < 7_720  # so many stand in both lists
    assert all(fate_of(code) is Fate.SAME for code in list(joined)[:50])


def test_a_table_of_the_un_is_read(tmp_path: Path) -> None:
    path = tmp_path / "HS2017toHS2012.csv"
    path.write_text(UN_TABLE, encoding="utf-8")

    table = read_concordance(path)

    assert (table.earlier, table.later) == (2012, 2017)
    assert table.pairs[0] == ("030111", "030111")


def test_a_table_of_the_wco_is_read_with_points_parts_and_a_title(tmp_path: Path) -> None:
    path = tmp_path / "correlation.csv"
    lines = ["TABLE I,,", "2022 version,2017 version,Remarks", "0101.21,0101.21,", "ex8517.13,ex8517.12,split"]
    path.write_text("\n".join(lines), encoding="utf-8")

    table = read_concordance(path)

    assert (table.earlier, table.later) == (2017, 2022)
    assert ("851712", "851713") in table.pairs


def test_zeros_that_a_spreadsheet_took_away_are_put_back(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("From HS 2017;To HS 2012\n10121;10121\n20110;20110\n", encoding="utf-8")

    assert read_concordance(path).pairs == (("010121", "010121"), ("020110", "020110"))


def test_a_file_that_is_no_table_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "trade.csv"
    path.write_text("hs,value\n010121,5\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_concordance(path)

    assert caught.value.code == "concordance.not_recognised"


def test_a_kept_table_is_found_again(tmp_path: Path) -> None:
    keep_concordance(tmp_path, TABLE)

    assert read_concordances(tmp_path).tables == {(2012, 2017): TABLE}


def test_codes_that_went_wholly_into_one_make_it_up() -> None:
    tables = Concordances({(2012, 2017): TABLE})

    assert tables.sources_of(["222222"], 2012, 2017) == ("111111", "111112")


def test_a_code_that_got_a_part_only_is_not_made_up() -> None:
    tables = Concordances({(2012, 2017): TABLE})

    assert tables.sources_of(["333331"], 2012, 2017) is None
    assert tables.sources_of(["333331", "333332"], 2012, 2017) == ("333333",)
    assert tables.sources_of(["444444"], 2012, 2017) is None
