"""The dirt of real files: which kinds there are, how often they occur, and the words that they are written with."""

from __future__ import annotations

import enum
from collections.abc import Mapping


class Dirt(enum.Enum):
    """What is wrong with a row; those in `REJECTED` are removed by the source system's rules, the others mapped."""

    NON_COUNTRY = "non_country_entity"
    TERRITORY = "overseas_territory"
    CATCH_ALL = "regional_catch_all"
    MARKER = "special_marker"
    MODE_GENERAL = "mode_too_general"
    MODE_IN_ZONE = "mode_state_in_zone"
    MODE_RETAIL = "mode_retail"
    MODE_DONATION = "mode_one_way_transfer"
    MODE_INVESTMENT = "mode_capital_investment"
    HS_LENGTH = "hs_wrong_length"
    HS_UNKNOWN = "hs_unknown"
    QUANTITY = "quantity_not_positive"
    VALUE = "value_not_positive"
    UNIT = "unit_missing"
    RENAMED_COUNTRY = "renamed_country"
    EARLIER_MODE = "earlier_mode_label"
    HS_TEN_DIGITS = "hs_ten_digits"
    HS_UNLISTED = "hs_edition_unknown"
    PROVINCE_SPELLING = "province_misspelled"
    STRAY_BLANK = "stray_blank"
    DUPLICATE = "exact_duplicate"


_BOTH = {
    Dirt.CATCH_ALL: 0.0008,
    Dirt.MODE_GENERAL: 0.012,
    Dirt.MODE_IN_ZONE: 0.003,
    Dirt.MODE_RETAIL: 0.0006,
    Dirt.MODE_DONATION: 0.0006,
    Dirt.HS_LENGTH: 0.001,
    Dirt.HS_UNKNOWN: 0.001,
    Dirt.QUANTITY: 0.002,
    Dirt.VALUE: 0.0006,
    Dirt.UNIT: 0.003,
}
REJECTED: Mapping[str, Mapping[Dirt, float]] = {
    "import": _BOTH | {Dirt.NON_COUNTRY: 0.045, Dirt.TERRITORY: 0.003, Dirt.MARKER: 0.004, Dirt.MODE_INVESTMENT: 0.004},
    "export": _BOTH
    | {Dirt.NON_COUNTRY: 0.055, Dirt.TERRITORY: 0.012, Dirt.MARKER: 0.0005, Dirt.MODE_INVESTMENT: 0.0005},
}
"""Share of all rows by direction and kind; each rejected row has one fault only."""

DUPLICATE_SHARE = 0.0005
TEN_DIGIT_SHARE = 0.012
PROVINCE_SPELLING_SHARE = 0.3  # of the records of the provinces below
STRAY_BLANK_SHARE = 0.003

PARTNERS: Mapping[Dirt, tuple[str, ...]] = {
    Dirt.TERRITORY: (
        "荷属安地列斯", "开曼群岛", "塞卜泰(休达)", "诺福克岛", "百慕大", "英属维尔京群岛", "直布罗陀", "新喀里多尼亚",
        "格陵兰", "法属波利尼西亚", "留尼汪", "法罗群岛", "瓜德罗普", "马提尼克", "阿鲁巴", "波多黎各", "加那利群岛",
        "梅利利亚", "法属圭亚那",
    ),
    Dirt.CATCH_ALL: (
        "拉丁美洲其他国家(地区)", "非洲其他国家(地区)", "亚洲其他国家(地区)", "欧洲其他国家(地区)",
        "大洋洲其他国家(地区)", "北美洲其他国家(地区)",
    ),
    Dirt.MARKER: ("国(地)别不详", "中性包装原产国别", "联合国及机构和国际组织"),
}  # fmt: skip
ENTITIES_UNTIL_2016: Mapping[str, int] = {"台澎金马关税区": 143, "香港": 110, "澳门": 121}
ENTITIES_SINCE_2017: Mapping[str, int] = {"台澎金马关税区": 143, "中国台湾": 143, "中国香港": 110, "中国澳门": 121}
ENTITY_WEIGHTS: Mapping[str, Mapping[int, float]] = {
    "import": {143: 0.7, 110: 0.27, 121: 0.03},
    "export": {143: 0.36, 110: 0.5, 121: 0.14},
}
MODES: Mapping[Dirt, tuple[str, ...]] = {
    Dirt.MODE_GENERAL: ("其他",),
    Dirt.MODE_IN_ZONE: ("海关特殊监管区域进口设备", "境外设备进区", "加工贸易进口设备"),
    Dirt.MODE_RETAIL: ("免税品", "免税外汇商品"),
    Dirt.MODE_DONATION: ("国家间、国际组织无偿援助和赠送的物资", "其他捐赠物资"),
    Dirt.MODE_INVESTMENT: ("外商投资企业作为投资进口的设备、物品",),
}
EARLIER_MODE_LABELS: Mapping[int, str] = {14: "来料加工装配贸易", 16: "寄售、代销贸易", 34: "特殊监管区域物流货物"}
CURRENT_MODE_LABELS: Mapping[int, str] = {14: "来料加工贸易", 16: "寄售代销贸易", 34: "海关特殊监管区域物流货物"}
MODE_LABELS_CHANGED_IN = 2017
PROVINCE_SPELLINGS: Mapping[int, str] = {65: "新疆维吾尔族自治区", 15: "内蒙古", 45: "广西", 64: "宁夏", 54: "西藏"}
MISSING_UNITS = ("", " ", "-")
