import pytest

from app.engine.messages import Language
from app.engine.reference import trade_modes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("来料加工装配贸易", "来料加工贸易"),
        ("特殊监管区域物流货物", "海关特殊监管区域物流货物"),
        ("寄售、代销贸易", "寄售代销贸易"),
    ],
)
def test_label_changes_of_2017_lead_to_one_mode(old: str, new: str) -> None:
    table = trade_modes.table()
    years = {alias.spelling: alias.year for alias in table.aliases}

    assert table.spellings()[old] == table.spellings()[new]
    assert table.by_code(table.spellings()[old]).name_zh == new
    assert years[old] == 2017


def test_every_alias_points_at_a_mode() -> None:
    codes = {mode.code for mode in trade_modes.table().modes}

    assert {alias.code for alias in trade_modes.table().aliases} <= codes


def test_every_roll_up_of_a_declaration_code_is_a_mode_and_says_why() -> None:
    table = trade_modes.table()
    rolled = [entry for entry in table.declaration_modes if entry.mode is not None]

    assert {entry.mode for entry in rolled} <= {mode.code for mode in table.modes}
    assert [entry for entry in rolled if not entry.basis] == []


@pytest.mark.parametrize(("code", "mode"), [("0110", 10), ("0615", 15), ("5335", 35), ("0245", None), ("9900", None)])
def test_declaration_codes_roll_up_only_where_it_is_certain(code: str, mode: int | None) -> None:
    assert trade_modes.table().by_declaration_code(code).mode == mode


def test_finds_a_mode_by_label_with_stray_blanks_or_code() -> None:
    table = trade_modes.table()

    assert table.find(" 一般贸易 ") == table.find("10") == table.by_code(10)


def test_names_follow_the_language() -> None:
    mode = trade_modes.table().by_code(10)

    assert (mode.name(Language.ZH), mode.name(Language.EN)) == ("一般贸易", "Ordinary trade")
