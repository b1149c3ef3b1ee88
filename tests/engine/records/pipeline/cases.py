"""One row for each thing that a cleaning rule is about, with what each profile must make of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.engine.records.pipeline.tables import Row


@dataclass(frozen=True, slots=True)
class Case:
    """A row, the rule that rejects it in each profile ("" where it stays), and what is kept of it otherwise."""

    name: str
    row: Row
    source_system: str = ""
    statistics: str = ""
    kept: dict[str, int] = field(default_factory=dict)
    changed_by: str = ""  # mapping rule, where kept
    flagged_by: str = ""  # flag of the statistics profile


def _listed(rule: str, code: int, *names: str, changed_by: str = "") -> list[Case]:
    """Partners that only the source system's rules reject; the statistics profile marks them."""
    return [_kept(Case(name, Row(partner=name), rule, kept={"country": code}), rule, changed_by) for name in names]


def _mode(rule: str, code: int, *names: str, changed_by: str = "") -> list[Case]:
    return [_kept(Case(name, Row(mode=name), rule, kept={"mode": code}), rule, changed_by) for name in names]


def _kept(case: Case, rule: str, changed_by: str) -> Case:
    return replace(case, changed_by=changed_by, flagged_by=f"{rule}_kept" if rule else "")


PARTNERS = [
    *_listed("partner_not_country", 110, "中国香港"),
    *_listed("partner_not_country", 110, "香港", changed_by="partner_spelling"),
    *_listed("partner_not_country", 121, "中国澳门"),
    *_listed("partner_not_country", 121, "澳门", changed_by="partner_spelling"),
    *_listed("partner_not_country", 143, "中国台湾"),
    *_listed("partner_not_country", 143, "台澎金马关税区", changed_by="partner_renamed"),
    *_listed("partner_territory", 1530, "荷属安地列斯", changed_by="partner_renamed"),
    *_listed("partner_territory", 411, "开曼群岛"),
    *_listed("partner_territory", 210, "塞卜泰(休达)"),
    *_listed("partner_territory", 610, "诺福克岛"),
    *_listed("partner_catch_all", 499, "拉丁美洲其他国家(地区)"),
    *_listed("partner_catch_all", 299, "非洲其他国家(地区)"),
    *_listed("partner_catch_all", 199, "亚洲其他国家(地区)"),
    *_listed("partner_catch_all", 399, "欧洲其他国家(地区)"),
    *_listed("partner_catch_all", 699, "大洋洲其他国家(地区)"),
    *_listed("partner_catch_all", 599, "北美洲其他国家(地区)"),
    *_listed("partner_marker", 701, "国(地)别不详"),
    *_listed("partner_marker", 701, "国（地）别不详", changed_by="partner_spelling"),
    *_listed("partner_marker", 999, "中性包装原产国别"),
    *_listed("partner_marker", 702, "联合国及机构和国际组织"),
    *_listed("partner_disputed", 245, "西撒哈拉"),
    *_listed("", 142, "中国"),
    *_listed("", 142, "复进口", changed_by="partner_spelling"),
    *_listed("", 128, "巴勒斯坦"),
    *_listed("", 354, "马其顿", changed_by="partner_renamed"),
    *_listed("", 257, "埃斯瓦蒂尼", changed_by="partner_renamed"),
    *_listed("", 251, "上沃尔特", changed_by="partner_renamed"),
    *_listed("", 131, "沙特", changed_by="partner_spelling"),
    Case("a partner that nobody knows", Row(partner="亚特兰蒂斯"), "partner_unknown", "partner_unknown"),
    Case("no partner", Row(partner=""), "partner_unknown", "partner_unknown"),
]
MODES = [
    *_mode("mode_too_general", 39, "其他"),
    *_mode("mode_state_in_zone", 35, "海关特殊监管区域进口设备"),
    *_mode("mode_state_in_zone", 35, "境外设备进区", changed_by="mode_renamed"),
    *_mode("mode_state_in_zone", 20, "加工贸易进口设备"),
    *_mode("mode_retail", 41, "免税品"),
    *_mode("mode_retail", 31, "免税外汇商品"),
    *_mode("mode_one_way", 11, "国家间、国际组织无偿援助和赠送的物资"),
    *_mode("mode_one_way", 12, "其他捐赠物资"),
    *_mode("mode_investment", 25, "外商投资企业作为投资进口的设备、物品"),
    *_mode("", 14, "来料加工装配贸易", changed_by="mode_renamed"),
    *_mode("", 34, "特殊监管区域物流货物", changed_by="mode_renamed"),
    *_mode("", 16, "寄售、代销贸易", changed_by="mode_renamed"),
    *_mode("", 14, "来料加工贸易"),
    Case("a mode that nobody knows", Row(mode="以物易情"), "mode_unknown", "mode_unknown"),
]
CODES = [
    Case("six digits", Row(hs="010121"), "hs_length", "hs_length"),
    Case("seven digits", Row(hs="1012100"), kept={"hs": 1012100}, changed_by="hs_zero_restored"),
    Case("a number", Row(hs="1012100.0"), kept={"hs": 1012100}, changed_by="hs_zero_restored"),
    Case("nine digits", Row(hs="710121001"), "hs_unknown", "hs_unknown"),
    Case("eleven digits", Row(hs="01012100100"), "hs_length", "hs_length"),
    Case("letters", Row(hs="ABCDEFGH"), "hs_length", "hs_length"),
    Case("no code", Row(hs=""), "hs_length", "hs_length"),
    Case("ten digits", Row(hs="0101210010"), kept={"hs": 1012100}, changed_by="hs_reduced"),
    Case("unknown subheading", Row(hs="98765432"), "hs_unknown", "hs_unknown"),
    Case("ten digits of an unknown subheading", Row(hs="9876543210"), "hs_unknown", "hs_unknown"),
    Case("known subheading", Row(hs="85171299"), kept={"hs": 85171299}, flagged_by="hs_edition_unknown"),
    Case("leading zero", Row(hs="01012100"), kept={"hs": 1012100}),
]
PROVINCES = [
    Case(
        "新疆维吾尔族自治区",
        Row(province="新疆维吾尔族自治区"),
        kept={"province": 65},
        changed_by="province_spelling",
    ),
    Case("内蒙古", Row(province="内蒙古"), kept={"province": 15}, changed_by="province_spelling"),
    Case("西藏自治区", Row(province="西藏自治区"), kept={"province": 54}),
    Case("a place that nobody knows", Row(province="火星省"), "province_unknown", "province_unknown"),
]
UNITS = [
    Case("no unit", Row(unit=""), "unit_absent", flagged_by="unit_not_given"),
    Case("a blank unit", Row(unit=" "), "unit_absent", changed_by="stray_blanks", flagged_by="unit_not_given"),
    Case("a dash", Row(unit="-"), "unit_absent", flagged_by="unit_not_given"),
    Case("a unit that nobody knows", Row(unit="麻袋"), "unit_unknown", flagged_by="unit_not_given"),
    Case("公斤", Row(unit="公斤"), kept={"unit": 1}, changed_by="unit_spelling"),
]
BLANKS = [
    Case("blanks around a name", Row(partner=" 美国 "), kept={"country": 502}, changed_by="stray_blanks"),
    Case("wide blank", Row(province="\u3000北京市"), kept={"province": 11}, changed_by="stray_blanks"),
    Case("tab after a code", Row(hs="01012100\t"), kept={"hs": 1012100}, changed_by="stray_blanks"),
]


def numbered() -> list[Case]:
    """All cases above; each row bears a quantity and a value of its own, by which it is found again."""
    cases = [*PARTNERS, *MODES, *CODES, *PROVINCES, *UNITS, *BLANKS]
    return [
        replace(case, row=replace(case.row, quantity=str(1000 + number), value=str(5000 + number)))
        for number, case in enumerate(cases)
    ]


AMOUNTS = [
    Case("no quantity", Row(quantity="", value="6001"), "quantity_not_positive", flagged_by="quantity_absent"),
    Case("quantity zero", Row(quantity="0", value="6002"), "quantity_not_positive", flagged_by="quantity_absent"),
    Case(
        "quantity below zero", Row(quantity="-3", value="6003"), "quantity_not_positive", flagged_by="quantity_absent"
    ),
    Case("quantity in words", Row(quantity="十", value="6004"), "quantity_not_positive", flagged_by="quantity_absent"),
    Case("value zero", Row(value="0", quantity="6005"), "value_not_positive", flagged_by="value_zero"),
    Case("value below zero", Row(value="-7", quantity="6006"), "value_not_positive", flagged_by="value_zero"),
    Case("no value", Row(value="", quantity="6007"), "value_unreadable", "value_unreadable"),
    Case("value in words", Row(value="很多", quantity="6008"), "value_unreadable", "value_unreadable"),
    Case("value too large", Row(value="9" * 20, quantity="6009"), "value_unreadable", "value_unreadable"),
    Case("decimal comma", Row(value="1,5", quantity="6010"), "value_unreadable", "value_unreadable"),
    Case("not a number", Row(value="nan", quantity="6011"), "value_unreadable", "value_unreadable"),
    Case("grouped value", Row(value="1,234,567.5", quantity="6012"), kept={"value": 1234567}),
    Case("grouped quantity", Row(quantity="6,013", value="6013"), kept={"quantity": 6013}),
    Case("wide digits", Row(value="１２３", quantity="6014"), kept={"value": 123}),
    Case("exponent", Row(value="1e5", quantity="6015"), kept={"value": 100000}),
    Case("blanks around a number", Row(value=" 77\u3000", quantity="6016"), kept={"value": 77}),
    Case("beyond a float", Row(quantity="9007199254740993", value="6017"), kept={"quantity": 9007199254740993}),
]
